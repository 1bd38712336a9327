import type { FieldView } from '../../../ipc/client';
import { isWide } from './isWide';

/** In their order, but a narrow field that would stand alone has the next narrow one beside it. */
export function paired(fields: FieldView[]): FieldView[] {
  const left = [...fields];
  const placed: FieldView[] = [];
  for (let field = left.shift(); field; field = left.shift()) {
    placed.push(field);
    if (isWide(field)) continue;
    const next = left.findIndex((one) => !isWide(one));
    if (next >= 0) placed.push(...left.splice(next, 1));
  }
  return placed;
}

// Which fields make sense now, by the values of their siblings.

import { isReference } from '../../../../format/values';
import type { FieldView } from '../../../../ipc/client';

export type ValueOf = (field: FieldView) => unknown;

/** A field shows while each field that it hangs on shows and has one of the values. */
export function isVisible(field: FieldView, siblings: FieldView[], valueOf: ValueOf): boolean {
  const seen = new Set<string>();
  let at = field;
  while (at.visibleWhen && !seen.has(at.name)) {
    seen.add(at.name);
    const { field: name, values } = at.visibleWhen;
    const other = siblings.find((one) => one.name === name);
    if (!other) return true;
    const held = plain(valueOf(other)) ?? plain(other.default);
    if (!values.some((value) => isSame(plain(value), held))) return false;
    at = other;
  }
  return true;
}

const plain = (value: unknown): unknown => (isReference(value) ? value.id : (value ?? null));

/** Numbers and ids may be written as texts. */
const isSame = (one: unknown, other: unknown): boolean =>
  one === other || (one !== null && other !== null && String(one) === String(other));

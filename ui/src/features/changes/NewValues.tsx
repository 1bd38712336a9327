import type { FieldChangeView, FieldView } from '../../ipc/client';
import { messages } from '../../messages';
import { shown } from './BeforeAfter';

const words = messages.review;
const MOST = 8;

interface NewValuesProps {
  changes: FieldChangeView[];
  fields: FieldView[];
}

/** What a new record holds, in one paragraph. */
export function NewValues({ changes, fields }: NewValuesProps) {
  return (
    <span className="dim new-values">
      {words.newRecord}
      {changes.slice(0, MOST).map((change) => (
        <span key={change.field}>
          {' '}
          <span className="sm dim3">{change.title}</span>{' '}
          <ins className="af">{shown(fields, change, change.after)}</ins>
        </span>
      ))}
      {changes.length > MOST && <> {words.moreFields(changes.length - MOST)}</>}
    </span>
  );
}

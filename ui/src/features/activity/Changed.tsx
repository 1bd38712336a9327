import { Fragment } from 'react';
import { Icon } from '../../components/Icon';
import { isEmpty, isReference } from '../../format/values';
import { showDay } from '../../format/dates';
import type { JournalEntryView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.activity;

/** What a write changed, in words. */
export function Changed({ entry }: { entry: JournalEntryView }) {
  return (
    <>
      {entry.kind !== 'edit' && (
        <span className="dim">{words.whatWas(entry.kind, entry.outcome === 'done')} </span>
      )}
      {entry.words && <span className="dim">“{entry.words}” </span>}
      {entry.fields.length > 0 && (
        <div className="ba">
          {entry.fields.map((field) => (
            <Fragment key={field.field}>
              <span className="f">{field.title}</span>
              <del className="b4">{plain(field.before)}</del>
              <Icon name="ar" size={12} />
              <ins className="af">{plain(field.after)}</ins>
            </Fragment>
          ))}
        </div>
      )}
    </>
  );
}

function plain(value: unknown): string {
  if (isEmpty(value)) return messages.common.empty;
  if (isReference(value)) return value.label || value.id;
  if (typeof value === 'boolean') return value ? messages.common.yes : messages.common.no;
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T00:00:00$/.test(value)
    ? showDay(value)
    : String(value);
}

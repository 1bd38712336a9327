import { Fragment } from 'react';
import { Icon } from '../../components/Icon';
import type { JournalEntryView } from '../../ipc/client';
import { messages } from '../../messages';
import { plain } from './plain';

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

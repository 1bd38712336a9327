import { Fragment } from 'react';
import { Icon } from '../../components/Icon';
import type { WrittenView } from '../../ipc/client';
import { messages } from '../../messages';
import { usePlain } from './plain';

const words = messages.activity;

/** What a write changed, in words. */
export function Changed({ write }: { write: WrittenView }) {
  const { entry } = write;
  const plain = usePlain(write.connectionId, entry.entityType);
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
              <del className="b4">{plain(field, field.before)}</del>
              <Icon name="ar" size={12} />
              <ins className="af">{plain(field, field.after)}</ins>
            </Fragment>
          ))}
        </div>
      )}
    </>
  );
}

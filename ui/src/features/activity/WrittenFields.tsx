import { Button } from '../../components/Button';
import type { WrittenView } from '../../ipc/client';
import { messages } from '../../messages';
import { usePlain } from './plain';

const words = messages.activity;

interface WrittenFieldsProps {
  write: WrittenView;
  /** Undoes one field; nothing where none can be. */
  onUndo: ((field: string) => void) | undefined;
}

/** Each field of a write, before and after, with the undoing of that field alone. */
export function WrittenFields({ write, onUndo }: WrittenFieldsProps) {
  const { entry } = write;
  const plain = usePlain(write.connectionId, entry.entityType);
  if (entry.fields.length === 0) return null;
  return (
    <table className="activity-fields" aria-label={words.fieldsOf(entry.title)}>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
          {onUndo && (
            <th scope="col">
              <span className="sr">{words.undo}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {entry.fields.map((change) => (
          <tr key={change.field}>
            <th scope="row">{change.title}</th>
            <td className="dim">{plain(change, change.before)}</td>
            <td>{plain(change, change.after)}</td>
            {onUndo && (
              <td className="num">
                <Button
                  size="xsm"
                  look="ghost"
                  icon="undo"
                  aria-label={words.undoField(change.title, entry.title)}
                  onClick={() => onUndo(change.field)}
                >
                  {words.undo}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { Button } from '../../components/Button';
import type { JournalEntryView } from '../../ipc/client';
import { messages } from '../../messages';
import { plain } from './plain';

const words = messages.activity;

interface WrittenFieldsProps {
  entry: JournalEntryView;
  /** Undoes one field; nothing where none can be. */
  onUndo: ((field: string) => void) | undefined;
}

/** Each field of a write, before and after, with the undoing of that field alone. */
export function WrittenFields({ entry, onUndo }: WrittenFieldsProps) {
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
        {entry.fields.map(({ field, title, before, after }) => (
          <tr key={field}>
            <th scope="row">{title}</th>
            <td className="dim">{plain(before)}</td>
            <td>{plain(after)}</td>
            {onUndo && (
              <td className="num">
                <Button
                  size="xsm"
                  look="ghost"
                  icon="undo"
                  aria-label={words.undoField(title, entry.title)}
                  onClick={() => onUndo(field)}
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

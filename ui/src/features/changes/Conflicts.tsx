import { Button } from '../../components/Button';
import type { FieldChangeView, FieldView } from '../../ipc/client';
import { messages } from '../../messages';
import { shown } from './BeforeAfter';

interface ConflictsProps {
  changes: FieldChangeView[];
  fields: FieldView[];
  onKeepMine(field: string): void;
  onTakeTheirs(field: string): void;
}

const words = messages.review;

/** What somebody else made of the same fields, and the choice between the two. */
export function Conflicts({ changes, fields, onKeepMine, onTakeTheirs }: ConflictsProps) {
  return changes
    .filter((change) => change.changedThere)
    .map((change) => (
      <div className="row row-6" key={change.field}>
        <span className="sm">
          {words.theirs(change.title)} <b>{shown(fields, change, change.theirs)}</b>
        </span>
        <Button look="ghost" size="xsm" onClick={() => onKeepMine(change.field)}>
          {words.keepMine}
        </Button>
        <Button look="ghost" size="xsm" onClick={() => onTakeTheirs(change.field)}>
          {words.takeTheirs}
        </Button>
      </div>
    ));
}

import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import type { ChangeView, FieldView } from '../../ipc/client';
import { messages } from '../../messages';
import { BeforeAfter } from './BeforeAfter';
import { Conflicts } from './Conflicts';
import { SaidLines } from './SaidLines';

interface ReviewRowProps {
  change: ChangeView;
  fields: FieldView[];
  included: boolean;
  onInclude(included: boolean): void;
  onUndo(): void;
  service: string;
  /** Shows what uses a record that is to be deleted. */
  onUses(): void;
  /** A field that somebody else changed too is sent all the same. */
  onKeepMine(field: string): void;
  onTakeTheirs(field: string): void;
}

const words = messages.review;

export function ReviewRow({
  change,
  fields,
  included,
  onInclude,
  onUndo,
  service,
  onUses,
  onKeepMine,
  onTakeTheirs,
}: ReviewRowProps) {
  const blocked = change.problems.length > 0;
  return (
    <li
      className={`rr${blocked ? ' bad' : ''}`}
      data-change-id={change.changeId}
      data-problem={blocked || undefined}
      tabIndex={blocked ? -1 : undefined}
    >
      <input
        type="checkbox"
        checked={included && !blocked}
        disabled={blocked}
        onChange={(event) => onInclude(event.target.checked)}
        aria-label={words.include(change.title)}
      />
      <div className="col">
        <span className="trunc" style={{ fontWeight: 550 }} id={`${change.changeId}-title`}>
          {change.title}
        </span>
        <span className="sm dim3 trunc">{change.subtitle}</span>
      </div>
      <div className="col g6">
        {change.kind === 'delete' ? (
          <span className="dim">
            {words.deleteThis} {change.note}{' '}
            <button
              type="button"
              className="link"
              aria-describedby={`${change.changeId}-title`}
              onClick={onUses}
            >
              {messages.deleting.uses}
            </button>
          </span>
        ) : (
          <BeforeAfter changes={change.fields} fields={fields} />
        )}
        {change.problems.map((problem) => (
          <span className="errt" key={problem}>
            <Icon name="err" size={14} />
            {problem}
          </span>
        ))}
        <SaidLines said={change.said} service={service} />
        <Conflicts
          changes={change.fields}
          fields={fields}
          onKeepMine={onKeepMine}
          onTakeTheirs={onTakeTheirs}
        />
      </div>
      <div className="row row-6">
        {blocked && <span className="tag bad">{words.problemsFirst}</span>}
        {!blocked && change.kind === 'create' && (
          <span className="tag ok">{words.kinds.create}</span>
        )}
        {!blocked && change.kind === 'delete' && (
          <span className="tag bad">{words.kinds.delete}</span>
        )}
        <Button
          look="ghost"
          size="xsm"
          square
          icon="undo"
          aria-label={words.undo(change.title)}
          onClick={onUndo}
        />
      </div>
    </li>
  );
}

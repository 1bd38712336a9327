import { memo } from 'react';
import { Button } from '../../components/Button';
import { Why } from '../../components/Why';
import { sentence } from '../../format/sentence';
import type {
  ChangeView,
  ConnectionView,
  FieldView,
  ProblemView,
  ReviewedChangeView,
} from '../../ipc/client';
import { messages } from '../../messages';
import { openRecord } from '../entities/openRecord';
import { BeforeAfter } from './BeforeAfter';
import { ConflictPanel } from './ConflictPanel';
import { Fix } from './Fix';
import { NewValues } from './NewValues';
import type { ReviewActions } from './queries';
import { SaidLines } from './SaidLines';

interface ReviewRowProps {
  row: ReviewedChangeView;
  fields: FieldView[];
  connection: ConnectionView;
  actions: ReviewActions;
  /** Shows what uses a record that is to be deleted. */
  onUses(change: ChangeView): void;
}

const words = messages.review;

/** One change: ticked or not, before and after, and what is to be put right. Drawn again only when it is another one. */
export const ReviewRow = memo(function ReviewRow(props: ReviewRowProps) {
  const { row, fields, connection, actions, onUses } = props;
  const { change, conflict, problems, isIncluded } = row;
  const { kind, title } = change;
  const blocked = problems.length > 0;
  const open = conflict?.fields.some((field) => field.isOpen) ?? false;
  const look = blocked ? ' bad' : conflict ? ' warn' : '';
  const record = { connectionId: connection.id, entityType: change.entityType, id: change.id };
  const left = problems.filter((problem) => !isInConflict(row, problem));
  return (
    <div
      className={`rr${look}${conflict ? ' cfr' : ''}`}
      data-change-id={change.changeId}
      data-problem={blocked || undefined}
    >
      <input
        type="checkbox"
        checked={isIncluded && !blocked}
        disabled={blocked}
        onChange={(event) =>
          actions.include({
            changes: { kind: 'ids', changeIds: [change.changeId] },
            isIncluded: event.target.checked,
          })
        }
        aria-label={words.include(title)}
      />
      <div className="col">
        <button
          type="button"
          className="rr-title trunc"
          id={`${change.changeId}-title`}
          title={words.open(title)}
          onClick={() => openRecord(record)}
        >
          {title}
        </button>
        <span className="sm dim3 trunc">
          {row.preparedBy === null ? change.subtitle : words.preparedBy(row.preparedBy)}
        </span>
      </div>
      <div className="col g6">
        {kind === 'delete' && (
          <span className="dim">
            {words.deleteThis} {change.note}{' '}
            <button
              type="button"
              className="link"
              aria-describedby={`${change.changeId}-title`}
              onClick={() => onUses(change)}
            >
              {messages.deleting.uses}
            </button>
          </span>
        )}
        {conflict && (
          <ConflictPanel change={change} conflict={conflict} fields={fields} actions={actions} />
        )}
        {kind === 'create' && <NewValues changes={change.fields} fields={fields} />}
        {kind === 'edit' && !conflict && <BeforeAfter changes={change.fields} fields={fields} />}
        {left.map((problem) => (
          <Fix
            key={`${problem.field} ${problem.words}`}
            problem={problem}
            change={change}
            fields={fields}
            connectionId={connection.id}
            onChange={(field, value) => actions.edit({ change, field, value })}
            onOpen={() => openRecord(record)}
          />
        ))}
        <SaidLines said={change.said} service={connection.serviceTitle} />
      </div>
      <div className="row row-6">
        {blocked && <span className="tag bad">{words.problemsFirst}</span>}
        {!blocked && conflict && !open && <span className="tag">{words.merged}</span>}
        {!blocked && kind === 'create' && <span className="tag ok">{words.kinds.create}</span>}
        {!blocked && kind === 'delete' && <span className="tag bad">{words.kinds.delete}</span>}
        {row.notUndoable !== null && (
          <Why
            icon="lock"
            label={words.notUndoableOf(title, sentence(row.notUndoable))}
            text={words.notUndoable(sentence(row.notUndoable))}
          />
        )}
        <Button
          look="ghost"
          size="xsm"
          square
          icon="undo"
          aria-label={words.undo(title)}
          title={words.undo(title)}
          onClick={() => actions.revert({ change, field: null })}
        />
      </div>
    </div>
  );
});

/** What the panel of both sides says already. */
const isInConflict = ({ conflict, change }: ReviewedChangeView, problem: ProblemView): boolean =>
  conflict !== null &&
  (change.kind === 'delete'
    ? problem.field === null
    : conflict.fields.some((field) => field.isOpen && field.field === problem.field));

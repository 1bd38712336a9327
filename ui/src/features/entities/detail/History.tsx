import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { Loading } from '../../../components/State';
import { ErrorNotice, toastError } from '../../../errors/ErrorNotice';
import { showMoment } from '../../../format/dates';
import { isEmpty, showValue, toWire } from '../../../format/values';
import {
  commands,
  type ConnectionView,
  type EntityTypeView,
  type EntityView,
  type FieldEditRequest,
  type FieldView,
  type HistoryChangeView,
  type HistoryStepView,
  type HistoryView,
  type OutcomeKindView,
  type UndoRequest,
} from '../../../ipc/client';
import { useDraftsChanged } from '../../../ipc/useDraftsChanged';
import { messages } from '../../../messages';
import { UndoDialog } from '../../undoing/UndoDialog';
import { useLate } from '../../../components/useLate';

const words = messages.history;

interface HistoryProps {
  connection: ConnectionView;
  type: EntityTypeView;
  entity: EntityView;
  history: UseQueryResult<HistoryView>;
  onEdit(edits: FieldEditRequest[]): void;
}

/** How the record came to be as it is, as far as it is known, newest first. */
export function History({ connection, type, entity, history, onEdit }: HistoryProps) {
  const [undoing, setUndoing] = useState<UndoRequest>();
  const changed = useDraftsChanged(connection.id);
  // Known to the journal, it undoes what was sent there.
  const undoField = (number: number, field: string) =>
    commands
      .undoWritten({ connectionId: connection.id, what: { kind: 'field', number, field } })
      .then(() => changed(type.name), toastError);
  const isLate = useLate(history.isPending);
  const found = history.data;
  return (
    <div className="scroll" tabIndex={0}>
      {isLate && <Loading label={messages.common.loading} />}
      {history.isError && (
        <ErrorNotice error={history.error} onStep={() => void history.refetch()} />
      )}
      {found && found.steps.length > 0 && (
        <ol className="history" aria-label={words.label}>
          {found.steps.map((step) => (
            <Step
              key={step.id}
              connection={connection}
              type={type}
              entity={entity}
              step={step}
              onUndo={(number) =>
                setUndoing({ connectionId: connection.id, what: { kind: 'write', number } })
              }
              onRestore={(field, value) =>
                step.by.kind === 'sent' && step.by.outcome === 'done'
                  ? undoField(step.by.number, field)
                  : onEdit([{ id: entity.id, field, value }])
              }
            />
          ))}
        </ol>
      )}
      {found && (
        <p className="history-foot sm dim3">
          {messages.common.sentences(
            found.steps.length === 0 ? words.none : undefined,
            words.copies(found.copies.flatMap((at) => (at === null ? [] : showMoment(at)))),
          )}
        </p>
      )}
      <UndoDialog request={undoing} onClose={() => setUndoing(undefined)} />
    </div>
  );
}

interface StepProps {
  connection: ConnectionView;
  type: EntityTypeView;
  entity: EntityView;
  step: HistoryStepView;
  /** Undoes a whole write. */
  onUndo(number: number): void;
  /** Gives a field the value that it had, as an unsent change. */
  onRestore(field: string, value: unknown): void;
}

function Step({ connection, type, entity, step, onUndo, onRestore }: StepProps) {
  const { by, at, changes } = step;
  const restored = connection.mayWrite && by.kind !== 'unsent' ? restorable(type, entity) : [];
  return (
    <li>
      <div className="row">
        <b className="sm">{whoOf(connection, step)}</b>
        {by.kind === 'unsent' && <span className="tag warn">{words.unsent}</span>}
        {by.kind === 'sent' && by.outcome !== 'done' && (
          <span className={`tag ${LOOKS[by.outcome]}`}>{messages.outcomes[by.outcome]}</span>
        )}
        <span className="push sm dim3 nowrap">
          {by.kind === 'unsent' ? words.now : at !== null && showMoment(at)}
        </span>
      </div>
      {by.kind === 'sent' && by.change !== 'edit' && (
        <p className="sm dim">{words.whole(by.change, changes.length)}</p>
      )}
      <Changes type={type} changes={changes} restored={restored} onRestore={onRestore} />
      {connection.mayWrite && by.kind === 'sent' && by.outcome === 'done' && (
        <Button size="xsm" icon="undo" onClick={() => onUndo(by.number)}>
          {words.undo}
        </Button>
      )}
    </li>
  );
}

const LOOKS: Record<OutcomeKindView, string> = {
  waiting: '',
  done: 'ok',
  refused: 'bad',
  conflict: 'bad',
  notSent: 'warn',
  unknown: 'warn',
};

function whoOf(connection: ConnectionView, { by }: HistoryStepView): string {
  switch (by.kind) {
    case 'unsent':
      return words.notSent;
    case 'sent':
      return by.person === connection.person ? words.you : words.here(by.person);
    case 'elsewhere':
      return by.person === null ? words.elsewhere : words.there(by.person, connection.serviceTitle);
  }
}

/** The fields of a record that can be given another value. */
const restorable = (type: EntityTypeView, entity: EntityView): FieldView[] =>
  entity.mark === 'deleted'
    ? []
    : type.fields.filter((field) => field.editable && !field.createOnly);

interface ChangesProps {
  type: EntityTypeView;
  changes: HistoryChangeView[];
  restored: FieldView[];
  onRestore(field: string, value: unknown): void;
}

/** Each field: before struck, after bold, arrows in line. */
function Changes({ type, changes, restored, onRestore }: ChangesProps) {
  return (
    <div className="ba">
      {changes.map((change) => {
        const [before, after] = [
          textOf(type, change, change.before),
          textOf(type, change, change.after),
        ];
        const field = restored.find((one) => one.name === change.field);
        return (
          <Fragment key={change.field}>
            <span className="f trunc" title={change.title}>
              {change.title}
            </span>
            <del className="b4" title={before}>
              {field && (
                <Button
                  look="ghost"
                  size="xsm"
                  square
                  icon="undo"
                  aria-label={words.restore(change.title, before || messages.common.empty)}
                  title={words.restore(change.title, before || messages.common.empty)}
                  onClick={() => onRestore(field.name, toWire(field, change.before))}
                />
              )}
              {before || <i className="none">{messages.common.empty}</i>}
            </del>
            <Icon name="ar" size={12} />
            <ins className="af" title={after}>
              {after || <i className="none">{messages.common.empty}</i>}
            </ins>
          </Fragment>
        );
      })}
    </div>
  );
}

function textOf(type: EntityTypeView, change: HistoryChangeView, value: unknown): string {
  if (isEmpty(value)) return '';
  const field = type.fields.find((one) => one.name === change.field);
  if (field) return showValue(field, value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

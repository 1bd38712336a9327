import { useId } from 'react';
import { Button } from '../../components/Button';
import { inTurn } from '../../inTurn';
import type { FieldView, OutcomeView } from '../../ipc/client';
import { messages } from '../../messages';
import { FieldInput } from '../entities/detail/FieldInput';
import { editorOf } from '../entities/detail/nested/shape';
import { openRecord } from '../entities/openRecord';
import { useEditing, useEntity } from '../entities/queries';

const words = messages.runs;

interface RowFixProps {
  connectionId: string;
  outcome: OutcomeView;
  field: FieldView | undefined;
  isSending: boolean;
  /** Its name stands above it. */
  isOne: boolean;
  onSend(): void;
}

/** The field in which a refused change is put right, and sending it alone. */
export function RowFix({ connectionId, outcome, field, isSending, isOne, onSend }: RowFixProps) {
  const id = useId();
  const { entityType, title } = outcome;
  const entity = useEntity(connectionId, entityType, outcome.id);
  const { edit } = useEditing(connectionId, entityType, () => undefined);
  const held = entity.data?.values.find((one) => one.field === field?.name);
  if (!field || !held) return null;
  return (
    <div className="fix">
      <label className="sm" htmlFor={id}>
        {isOne ? field.title : messages.review.fixField(field.title, title)}
      </label>
      {editorOf(field) === 'plain' ? (
        <div className="fix-field">
          <FieldInput
            id={id}
            connectionId={connectionId}
            field={field}
            value={held.value}
            state={held.edit?.problem ? 'err' : held.edit ? 'edited' : ''}
            editable={field.editable || field.createOnly}
            describedBy={`${id}-why`}
            onChange={(value) => {
              const edits = [{ id: outcome.id, field: field.name, value }];
              // What went wrong is said where it is kept.
              void inTurn(outcome.changeId, () => edit.mutateAsync({ edits, step: 'edit' })).catch(
                () => undefined,
              );
            }}
          />
          <span id={`${id}-why`} className="errt">
            {held.edit?.problem}
          </span>
        </div>
      ) : (
        <button
          type="button"
          className="link"
          id={id}
          onClick={() => openRecord({ connectionId, ...outcome })}
        >
          {messages.review.fixInForm}
        </button>
      )}
      <Button
        size="xsm"
        icon="ar"
        disabled={isSending || (held.edit?.problem ?? null) !== null}
        aria-label={words.sendRowOf(title)}
        // What was put right a moment ago is kept first.
        onClick={() => void inTurn(outcome.changeId, async () => onSend())}
      >
        {words.sendRow}
      </Button>
    </div>
  );
}

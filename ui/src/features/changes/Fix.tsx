import { useId } from 'react';
import { Icon } from '../../components/Icon';
import type { ChangeView, FieldView, ProblemView } from '../../ipc/client';
import { messages } from '../../messages';
import { FieldInput } from '../entities/detail/FieldInput';
import { editorOf } from '../entities/detail/nested/shape';

const words = messages.review;

interface FixProps {
  problem: ProblemView;
  change: ChangeView;
  fields: FieldView[];
  connectionId: string;
  onChange(field: string, value: unknown): void;
  onOpen(): void;
}

/** Why a change cannot be sent, and the field in which it is put right. */
export function Fix({ problem, change, fields, connectionId, onChange, onOpen }: FixProps) {
  const id = useId();
  const field = fields.find((one) => one.name === problem.field);
  const mayFix = field?.editable === true || (field?.createOnly && change.kind === 'create');
  const isPlain = field !== undefined && mayFix && editorOf(field) === 'plain';
  return (
    <div className="fix">
      {isPlain && (
        <div className={`fix-field${field.kind === 'longText' ? ' wide' : ''}`}>
          <label className="sr" htmlFor={id}>
            {words.fixField(field.title, change.title)}
          </label>
          <FieldInput
            id={id}
            connectionId={connectionId}
            field={field}
            value={change.fields.find((one) => one.field === field.name)?.after ?? null}
            state="err"
            editable
            describedBy={`${id}-why`}
            onChange={(value) => onChange(field.name, value)}
          />
        </div>
      )}
      <span className="errt" id={`${id}-why`}>
        <Icon name="err" size={14} />
        {problem.words}
      </span>
      {!isPlain && problem.field !== null && (
        <button type="button" className="link" onClick={onOpen}>
          {words.fixInForm}
        </button>
      )}
    </div>
  );
}

import { useId } from 'react';
import { Segments } from '../../../components/Segments';
import { SelectField } from '../../../components/SelectField';
import { TextField } from '../../../components/TextField';
import type { FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { FieldInput } from '../detail/FieldInput';
import type { BulkDraft, BulkKind } from './operation';

const words = messages.bulk;

interface OperationInputProps {
  connectionId: string;
  field: FieldView;
  kinds: BulkKind[];
  draft: BulkDraft;
  onChange(part: Partial<BulkDraft>): void;
}

/** How the field is changed, and by what. */
export function OperationInput({
  connectionId,
  field,
  kinds,
  draft,
  onChange,
}: OperationInputProps) {
  const id = useId();
  return (
    <>
      <SelectField
        label={words.how}
        value={draft.kind}
        options={kinds.map((value) => ({ value, title: words.kinds[value] }))}
        onChange={(kind) => onChange({ kind })}
      />
      {draft.kind === 'set' && field.kind === 'boolean' && (
        <div className="field bulk-wide">
          <span className="lb" id={id}>
            {words.to}
          </span>
          <div className="row">
            <Segments
              labelledBy={id}
              value={draft.value === null ? '' : String(draft.value)}
              options={[
                { value: 'true', title: messages.common.yes },
                { value: 'false', title: messages.common.no },
              ]}
              onChange={(chosen) =>
                onChange({ value: chosen === 'true', shown: chosen === 'true' })
              }
            />
          </div>
        </div>
      )}
      {draft.kind === 'set' && field.kind !== 'boolean' && (
        <div className="field bulk-wide">
          <label className="lb" htmlFor={id}>
            {words.to}
          </label>
          <FieldInput
            key={field.name}
            id={id}
            connectionId={connectionId}
            field={field}
            value={draft.shown}
            state=""
            editable
            isEager
            describedBy={`${id}-note`}
            onChange={(value, label) =>
              onChange({ value, shown: label === undefined ? value : { id: value, label } })
            }
          />
        </div>
      )}
      {draft.kind === 'add' && (
        <TextField
          label={words.amount}
          hint={words.amountHint}
          value={draft.amount}
          onChange={(amount) => onChange({ amount })}
        />
      )}
      {draft.kind === 'percent' && (
        <TextField
          label={words.percent}
          hint={words.percentHint}
          value={draft.percent}
          onChange={(percent) => onChange({ percent })}
        />
      )}
      {draft.kind === 'replace' && (
        <div className="bulk-wide col g8">
          <div className="bulk-form">
            <TextField
              label={words.find}
              value={draft.find}
              onChange={(find) => onChange({ find })}
            />
            <TextField
              label={words.replaceBy}
              value={draft.with}
              onChange={(text) => onChange({ with: text })}
            />
          </div>
          <Check
            label={words.matchCase}
            checked={draft.matchCase}
            onChange={(matchCase) => onChange({ matchCase })}
          />
          <Check
            label={words.whole}
            checked={draft.whole}
            onChange={(whole) => onChange({ whole })}
          />
        </div>
      )}
    </>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

const Check = ({ label, checked, onChange }: CheckProps) => (
  <label className="row row-6">
    <input
      type="checkbox"
      className="tick"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
    {label}
  </label>
);

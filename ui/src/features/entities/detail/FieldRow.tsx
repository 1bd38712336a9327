import { useId } from 'react';
import { Icon } from '../../../components/Icon';
import { isLink } from '../../../format/links';
import { showValue } from '../../../format/values';
import type { CellEditView, ConnectionView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { FieldInput } from './FieldInput';

const words = messages.detail;
const NARROW = ['date', 'number', 'money', 'integer', 'boolean', 'enum', 'dateTime', 'instant'];

interface FieldRowProps {
  connection: ConnectionView;
  field: FieldView;
  value: unknown;
  edit: CellEditView | null;
  editable: boolean;
  onChange(value: unknown): void;
  onRevert(): void;
  onOpenLink(): void;
}

/** Label, input, and what is to be said of it. */
export function FieldRow({
  connection,
  field,
  value,
  edit,
  editable,
  onChange,
  onRevert,
  onOpenLink,
}: FieldRowProps) {
  const id = useId();
  const state = edit?.problem ? 'err' : edit ? 'edited' : editable ? '' : 'ro';
  return (
    <div className={`field${NARROW.includes(field.kind) ? '' : ' w2'}`} data-field={field.name}>
      <label className="lb" htmlFor={id} title={field.summary ?? undefined}>
        {field.title}
        {field.required && editable && <span className="dim3">{words.required}</span>}
        {!editable && <Icon name="lock" size={12} />}
      </label>
      <FieldInput
        id={id}
        connectionId={connection.id}
        field={field}
        value={value}
        state={state}
        editable={editable}
        onChange={onChange}
        describedBy={`${id}-note`}
      />
      <span id={`${id}-note`} className="sm">
        {isLink(value) && (
          <button
            type="button"
            className="link"
            onClick={onOpenLink}
            aria-label={messages.links.openField(field.title)}
          >
            {messages.links.openLink}
          </button>
        )}
        {field.origin === 'learnt' && <span className="dim3">{field.summary}</span>}
        {edit?.problem && (
          <span className="errt">
            <Icon name="err" size={14} />
            {edit.problem}
          </span>
        )}
        {edit && (
          <span className="was">
            <span>
              {words.was} <s>{showValue(field, edit.before) || messages.common.empty}</s>
            </span>
            <button
              type="button"
              className="link push"
              onClick={onRevert}
              aria-label={words.undoField(field.title)}
            >
              {messages.common.undo}
            </button>
          </span>
        )}
      </span>
    </div>
  );
}

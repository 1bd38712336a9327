import { useId, type KeyboardEvent } from 'react';
import { Icon } from '../../../components/Icon';
import { isLink } from '../../../format/links';
import { showValue } from '../../../format/values';
import type {
  ConnectionView,
  FieldValueView,
  FieldView,
  ServiceRuleView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { FieldInput } from './FieldInput';
import { Hint, placeholderOf } from './Hint';
import { isWide } from './isWide';
import { here } from './nested/said';
import { Said } from './nested/Said';
import { editorOf, isGrouped, isNested } from './nested/shape';

const words = messages.detail;

interface FieldRowProps {
  connection: ConnectionView;
  field: FieldView;
  held: FieldValueView | undefined;
  editable: boolean;
  /** Why it is not editable, where that is worth telling. */
  note?: string | undefined;
  isNew: boolean;
  rules: ServiceRuleView[];
  onChange(value: unknown): void;
  onRevert(): void;
  onOpenLink(): void;
  /** Nothing where it is not known which record the field names. */
  onOpenRecord: (() => void) | undefined;
}

/** Label, input, and what is to be said of it. */
export function FieldRow({
  connection,
  field,
  held,
  editable,
  note,
  isNew,
  rules,
  onChange,
  onRevert,
  onOpenLink,
  onOpenRecord,
}: FieldRowProps) {
  const id = useId();
  const edit = held?.edit ?? null;
  const said = held?.said ?? [];
  const own = here(said);
  const value = (editable && isNested(field) ? held?.whole : held?.value) ?? null;
  const state = edit?.problem || own.length > 0 ? 'err' : edit ? 'edited' : editable ? '' : 'ro';
  const className = `field${isWide(field) ? ' w2' : ''}`;
  const label = (
    <>
      {field.title}
      {field.required && editable && <span className="dim3">{words.required}</span>}
      {!editable && <Icon name="lock" size={12} />}
    </>
  );
  const content = (
    <>
      <FieldInput
        id={id}
        connectionId={connection.id}
        field={field}
        value={value}
        state={state}
        editable={editable}
        placeholder={placeholderOf(field, isNew)}
        said={said}
        onChange={onChange}
        describedBy={`${id}-note`}
      />
      {onOpenRecord && (
        <button
          type="button"
          className="link field-open"
          title={messages.references.openTitle}
          aria-label={messages.references.openField(field.title, showValue(field, value))}
          aria-keyshortcuts="Alt+Enter"
          onClick={onOpenRecord}
        >
          {messages.references.open}
        </button>
      )}
      <span id={`${id}-note`} className="notes">
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
        {note && <span className="dim3">{note}</span>}
        {edit?.problem && (
          <span className="errt">
            <Icon name="err" size={14} />
            {edit.problem}
          </span>
        )}
        {own.length > 0 && (
          <>
            <span className="sr">{messages.fields.said(connection.serviceTitle)}</span>
            <Said said={own} />
          </>
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
        {editable && <Hint field={field} value={value} rules={rules} />}
      </span>
    </>
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.altKey || !onOpenRecord) return;
    event.preventDefault();
    onOpenRecord();
  };
  return editable && editorOf(field) !== 'plain' && isGrouped(field) ? (
    <fieldset className={`${className} nest-field ${state}`} data-field={field.name}>
      <legend className="lb" title={field.summary ?? undefined}>
        {label}
      </legend>
      {content}
    </fieldset>
  ) : (
    <div className={className} data-field={field.name} onKeyDown={onKeyDown}>
      <label className="lb" htmlFor={id} title={field.summary ?? undefined}>
        {label}
      </label>
      {content}
    </div>
  );
}

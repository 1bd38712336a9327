import { useId } from 'react';
import type { FieldView, FieldWordsView } from '../../../../ipc/client';
import { messages } from '../../../../messages';
import { FieldInput } from '../FieldInput';
import { Hint, placeholderOf } from '../Hint';
import { isWide } from '../isWide';
import { partValue } from './partValue';
import { ReferenceById } from './ReferenceById';
import { Said } from './Said';
import { here } from './said';
import { editorOf, isGrouped } from './shape';
import { PlaceContext, useInside } from './useUnread';

interface PartRowProps {
  connectionId: string;
  field: FieldView;
  value: unknown;
  said: FieldWordsView[];
  /** The value that it is in is new: what it would be if left empty is told. */
  isNew: boolean;
  onChange(value: unknown): void;
}

/** One field inside a nested value. */
export function PartRow({ connectionId, field, value, said, isNew, onChange }: PartRowProps) {
  const id = useId();
  const place = useInside(field.name);
  const own = here(said);
  const shared = {
    id,
    connectionId,
    field,
    value: value ?? null,
    state: own.length > 0 ? 'err' : '',
    editable: field.editable,
    describedBy: `${id}-note`,
    placeholder: placeholderOf(field, isNew),
    said,
    onChange: (given: unknown) => onChange(partValue(field, given, value)),
  };
  const isBareReference = field.kind === 'reference' && editorOf(field) === 'plain';
  const content = (
    <PlaceContext value={place}>
      {isBareReference ? <ReferenceById {...shared} /> : <FieldInput {...shared} />}
      <span id={`${id}-note`} className="notes">
        <Said said={own} />
        <Hint field={field} value={value} />
      </span>
    </PlaceContext>
  );
  const className = `field${isWide(field) ? ' w2' : ''}`;
  const label = (
    <>
      {field.title}
      {field.required && <span className="dim3">{messages.detail.required}</span>}
    </>
  );
  return isGrouped(field) ? (
    <fieldset className={`${className} nest-field`} data-part={field.name}>
      <legend className="lb">{label}</legend>
      {content}
    </fieldset>
  ) : (
    <div className={className} data-part={field.name}>
      <label className="lb" htmlFor={id} title={field.summary ?? undefined}>
        {label}
      </label>
      {content}
    </div>
  );
}

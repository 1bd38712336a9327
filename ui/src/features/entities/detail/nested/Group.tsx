import { useEffect, useRef } from 'react';
import { Button } from '../../../../components/Button';
import { messages } from '../../../../messages';
import type { FieldInputProps } from '../FieldInput';
import { Parts } from './Parts';
import { isMembers } from './shape';

const words = messages.fields;

/** A nested part: its fields, or none of them. */
export function Group({ id, connectionId, field, value, said = [], onChange }: FieldInputProps) {
  const root = useRef<HTMLDivElement>(null);
  const begun = useRef(false);
  const isSet = isMembers(value);
  useEffect(() => {
    if (begun.current && isSet) root.current?.querySelector<HTMLElement>('input, select')?.focus();
    begun.current = false;
  }, [isSet]);
  if (!isSet)
    return (
      <span className="row row-6">
        <span className="dim3">{words.none}</span>
        <Button
          id={id}
          size="xsm"
          icon="plus"
          onClick={() => {
            begun.current = true;
            onChange(begin(field.parts));
          }}
        >
          {words.set(field.title)}
        </Button>
      </span>
    );
  return (
    <div className="nest" ref={root}>
      <Parts
        connectionId={connectionId}
        parts={field.parts}
        value={value}
        said={said}
        isNew={false}
        onChange={onChange}
      />
      {!field.required && (
        <div>
          <button
            type="button"
            className="link"
            aria-label={words.setNone(field.title)}
            onClick={() => onChange(null)}
          >
            {words.setNoneShort}
          </button>
        </div>
      )}
    </div>
  );
}

/** A part as it begins: with what the description says its fields are if left out. */
export const begin = (parts: FieldInputProps['field'][]): Record<string, unknown> =>
  Object.fromEntries(
    parts.flatMap((part) =>
      part.required && part.default !== null && part.default !== undefined
        ? [[part.name, part.default]]
        : [],
    ),
  );

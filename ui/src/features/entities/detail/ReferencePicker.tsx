import { Combobox, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../../../components/Icon';
import { showValue } from '../../../format/values';
import { messages } from '../../../messages';
import { useReferences } from '../queries';
import type { FieldInputProps } from './FieldInput';

const words = messages.detail;

/** A record by part of its name or code, from the copy on this computer. */
export function ReferencePicker({
  id,
  connectionId,
  field,
  value,
  state,
  describedBy,
  label,
  placeholder,
  onChange,
}: FieldInputProps) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState<string>();
  const [asked] = useDebouncedValue(text ?? '', 120);
  const found = useReferences(connectionId, field.referenceTo, asked, combobox.dropdownOpened);
  // Many pickers of one kind share what was found: only the open one lists it.
  const options = combobox.dropdownOpened ? found.data : undefined;
  const choose = (chosen: string) => {
    setText(undefined);
    combobox.closeDropdown();
    onChange(chosen === '' ? null : chosen, found.data?.find((one) => one.id === chosen)?.label);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal>
      <Combobox.Target>
        <span className={`input ${state}`}>
          <input
            id={id}
            aria-describedby={describedBy}
            aria-label={label}
            placeholder={placeholder ?? words.ask}
            value={text ?? showValue(field, value)}
            onChange={(event) => {
              setText(event.target.value);
              combobox.openDropdown();
            }}
            onFocus={() => combobox.openDropdown()}
            onBlur={() => {
              setText(undefined);
              combobox.closeDropdown();
            }}
          />
          <Icon name="cd" size={14} />
        </span>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={260} style={{ overflow: 'auto' }} aria-label={field.title}>
          {(options ?? []).map((one) => (
            <Combobox.Option key={one.id} value={one.id}>
              {one.label} <span className="dim3">{one.detail}</span>
            </Combobox.Option>
          ))}
          {options?.length === 0 && <Combobox.Empty>{words.noneFound}</Combobox.Empty>}
          {value !== null && !field.required && (
            <Combobox.Option value="">{words.clear}</Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

import { Combobox, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../../components/Icon';
import { has } from '../../../format/fold';
import type { FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { Matched } from '../detail/Matched';

interface FieldBoxProps {
  id: string;
  fields: FieldView[];
  value: FieldView | undefined;
  onPick(field: FieldView): void;
}

/** One field of many, found by typing a part of its name. */
export function FieldBox({ id, fields, value, onPick }: FieldBoxProps) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState<string>();
  const found = fields.filter(({ title }) => has(title, text ?? ''));
  const close = () => {
    setText(undefined);
    combobox.closeDropdown();
  };
  const choose = (name: string) => {
    close();
    const field = fields.find((one) => one.name === name);
    if (field) onPick(field);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal>
      <Combobox.DropdownTarget>
        <span className="input lg picker">
          <Combobox.EventsTarget withExpandedAttribute>
            <input
              id={id}
              data-autofocus
              role="combobox"
              autoComplete="off"
              aria-autocomplete="list"
              spellCheck={false}
              value={text ?? value?.title ?? ''}
              onFocus={(event) => event.target.select()}
              onClick={() => combobox.openDropdown()}
              onChange={(event) => {
                setText(event.target.value);
                combobox.openDropdown();
                combobox.selectFirstOption();
              }}
              onBlur={close}
              onKeyDown={(event) => {
                const marked = found[combobox.getSelectedOptionIndex()];
                if (event.key === 'Tab' && text !== undefined && marked) choose(marked.name);
                if (event.key !== 'Escape' || !combobox.dropdownOpened) return;
                event.stopPropagation();
                close();
              }}
            />
          </Combobox.EventsTarget>
          <Icon name="cd" size={14} />
        </span>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options className="picker-options" aria-label={messages.bulk.field}>
          {found.map((field) => (
            <Combobox.Option key={field.name} value={field.name} active={field === value}>
              <Matched text={field.title} part={text ?? ''} />
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{messages.filter.noField}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

import { useId, useState, type KeyboardEvent } from 'react';
import { Icon } from '../../../components/Icon';
import { has } from '../../../format/fold';
import type { EntityTypeView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { familyOf } from './families';

const words = messages.filter;

interface FieldPickerProps {
  type: EntityTypeView;
  /** The columns that are shown: their fields come first. */
  columns: string[];
  /** Asks the service instead, where that can be done. */
  ask: { label: string; run(): void } | undefined;
  onPick(field: FieldView): void;
}

interface Option {
  id: string;
  title: string;
  /** Why it cannot be chosen. */
  off?: string;
  run(): void;
}

/** A field to filter by, found by typing a part of its name. */
export function FieldPicker({ type, columns, ask, onPick }: FieldPickerProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const shown = columns.flatMap((name) => type.fields.find((field) => field.name === name) ?? []);
  const others = type.fields
    .filter((field) => !columns.includes(field.name))
    .sort((a, b) => a.title.localeCompare(b.title));
  const found = (fields: FieldView[]): Option[] =>
    fields
      .filter(({ title }) => has(title, text))
      .map((field) =>
        familyOf(field) === 'whole'
          ? { id: field.name, title: field.title, off: words.wholeShort, run: () => undefined }
          : { id: field.name, title: field.title, run: () => onPick(field) },
      );
  const groups = [
    { title: words.shownColumns, options: found(shown) },
    { title: words.otherFields, options: found(others) },
  ].filter((group) => group.options.length > 0);
  const fields = groups.flatMap((group) => group.options);
  const options = ask ? [...fields, { id: '', title: ask.label, run: ask.run }] : fields;
  const chosen = options[Math.min(at, options.length - 1)];
  const move = (to: number) => setAt(Math.max(0, Math.min(to, options.length - 1)));
  const onKeyDown = (event: KeyboardEvent) => {
    const now = Math.min(at, options.length - 1);
    if (event.key === 'Enter') chosen?.run();
    else if (event.key === 'ArrowDown') move(now + 1);
    else if (event.key === 'ArrowUp') move(now - 1);
    else return;
    event.preventDefault();
  };
  const line = (option: Option) => (
    <li
      key={option.id}
      id={`${listId}-${option.id}`}
      ref={(element) => {
        if (option === chosen) element?.scrollIntoView?.({ block: 'nearest' });
      }}
      role="option"
      aria-selected={option.id === chosen?.id}
      aria-disabled={option.off !== undefined || undefined}
      className={option.id === chosen?.id ? 'on' : ''}
      onMouseMove={() => setAt(options.findIndex((one) => one.id === option.id))}
      onClick={option.run}
    >
      <span className="trunc" title={option.title}>
        {option.title}
      </span>
      {option.off && (
        <span className="sm dim3 trunc off" title={option.off}>
          {option.off}
        </span>
      )}
    </li>
  );
  return (
    <div className="filter-fields">
      <span className="input">
        <Icon name="search" size={14} />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={chosen && `${listId}-${chosen.id}`}
          aria-label={words.findField}
          placeholder={words.findField}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </span>
      <div role="listbox" id={listId} aria-label={words.findField} className="filter-options">
        {groups.map((group) => (
          <ul key={group.title} role="group" aria-label={group.title}>
            <li role="presentation" className="t-head">
              {group.title}
            </li>
            {group.options.map(line)}
          </ul>
        ))}
        {ask && (
          <ul role="group" aria-label={ask.label} className="filter-ask">
            {options.slice(-1).map(line)}
          </ul>
        )}
      </div>
      {fields.length === 0 && <p className="sm dim3 filter-none">{words.noField}</p>}
    </div>
  );
}

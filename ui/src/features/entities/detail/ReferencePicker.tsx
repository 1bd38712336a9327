import { Combobox, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../../components/Icon';
import { asUiError } from '../../../ipc/errors';
import { isReference, showValue } from '../../../format/values';
import type { ReferenceView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { useReferences } from '../queries';
import type { FieldInputProps } from './FieldInput';
import { Matched } from './Matched';
import { useUnread } from './nested/useUnread';
import { NotKept } from './NotKept';
import { useAskedReferences, type Asking } from './useAskedReferences';
import { useCopies } from './useCopies';
import { useLate } from '../../../components/useLate';

const words = messages.references;
const TYPING_MS = 120;
/** Who types no more and finds nothing here has the service asked. */
const PAUSE_MS = 900;
/** As many as the copy answers at most. */
const SHOWN = 30;
const ASK = 'ask:';
const NONE = 'none:';
const of = (id: string) => `of:${id}`;

/** A record by part of its name or code, from the copy on this computer, and from the service when it is asked. */
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
  const isOpen = combobox.dropdownOpened;
  const { unread, hold } = useUnread();
  const [text, setText] = useState(unread);
  const [asked] = useDebouncedValue(text ?? '', TYPING_MS);
  const found = useReferences(connectionId, field.referenceTo, asked, isOpen);
  const copies = useCopies(connectionId, field.referenceTo);
  const { asking, ask, stop } = useAskedReferences(connectionId, field.referenceTo, asked);
  // Many pickers of one kind share what was found: only the open one lists it.
  const here = isOpen ? found.data : undefined;
  const options = here && withAnswer(here, asking);
  const isSearch = asked.trim() !== '';
  const mayAsk = isSearch && asking.state !== 'asking' && asking.state !== 'answered';

  const isMissed =
    isSearch && !found.isPlaceholderData && here?.length === 0 && copies.notWhole.length > 0;
  useEffect(() => {
    if (!isMissed || asking.state !== 'idle') return;
    const timer = setTimeout(ask, PAUSE_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each text that is not found
  }, [isMissed, asked]);
  const first = options?.[0]?.id;
  useEffect(() => {
    if (isSearch && first !== undefined) combobox.selectFirstOption();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- when another one comes first, or there is more to choose from
  }, [isSearch, first, asking.state]);

  const shown = showValue(field, value);
  const isLeft = !isOpen && text !== undefined;
  const fold = () => {
    stop();
    combobox.closeDropdown();
  };
  const close = () => {
    setText(undefined);
    hold(undefined);
    fold();
  };
  /** Text for which nothing was chosen stays, and says so. */
  const leave = () => {
    if (text === undefined || text.trim() === '' || text === shown) return close();
    hold(text);
    fold();
  };
  const now = useRef({ text, hold });
  useEffect(() => {
    now.current = { text, hold };
  });
  // Also when the record is left by a key.
  useEffect(
    () => () => {
      if (now.current.text?.trim()) now.current.hold(now.current.text);
    },
    [],
  );
  const choose = (chosen: string) => {
    if (chosen === ASK) return ask();
    const record = options?.find((one) => of(one.id) === chosen);
    close();
    if (record) onChange(record.id, record.label);
    else if (chosen === NONE) onChange(null, undefined);
  };
  /** Tab takes the match that is marked, if it is one of what stands in the box. */
  const takeMarked = () => {
    const marked = options?.[combobox.getSelectedOptionIndex()];
    if (isOpen && isSearch && text === asked && !found.isPlaceholderData && marked)
      choose(of(marked.id));
  };
  return (
    <>
      <Combobox store={combobox} onOptionSubmit={choose} withinPortal>
        <Combobox.DropdownTarget>
          <span className={`input picker ${isLeft ? 'err' : state}`}>
            {text !== undefined && <Icon name="search" size={14} />}
            <Combobox.EventsTarget withExpandedAttribute>
              <input
                id={id}
                role="combobox"
                autoComplete="off"
                aria-autocomplete="list"
                aria-describedby={`${id}-fault ${id}-matches ${describedBy}`}
                aria-invalid={isLeft || state === 'err' || undefined}
                aria-label={label}
                placeholder={placeholder ?? words.ask}
                value={text ?? shown}
                onChange={(event) => {
                  setText(event.target.value);
                  combobox.openDropdown();
                }}
                onClick={() => combobox.openDropdown()}
                onFocus={() => combobox.openDropdown()}
                onBlur={leave}
                onKeyDown={(event) => {
                  if (event.key === 'Tab') takeMarked();
                  if (event.key !== 'Escape' || !isOpen) return;
                  event.preventDefault();
                  if (asking.state !== 'asking') return close();
                  event.stopPropagation();
                  stop();
                }}
              />
            </Combobox.EventsTarget>
            <Icon name="cd" size={14} />
            <span
              id={`${id}-matches`}
              className={isSearch && isOpen && label === undefined ? 'matches sm dim3' : 'sr'}
              role="status"
            >
              {isSearch &&
                options &&
                words.match(options.length, options.length < SHOWN, copies.all)}
            </span>
          </span>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown>
          <Combobox.Options className="picker-options" aria-label={field.title}>
            {(options ?? []).map((one) => (
              <Combobox.Option key={one.id} value={of(one.id)} active={isCurrent(value, one)}>
                <Matched text={one.label} part={asked} />{' '}
                <span className="sm dim3">
                  <Matched text={one.detail ?? ''} part={asked} />
                </span>
              </Combobox.Option>
            ))}
            {options?.length === 0 && (
              <Combobox.Empty>
                {asking.state === 'answered' ? words.noneAnywhere : words.noneFound}
              </Combobox.Empty>
            )}
            {value !== null && value !== undefined && !field.required && !isSearch && (
              <Combobox.Option value={NONE}>{words.clear}</Combobox.Option>
            )}
            <div className="picker-foot" role="presentation">
              <Told asking={asking} notWhole={copies.notWhole} />
              {mayAsk && (
                <Combobox.Option value={ASK} className="picker-ask">
                  {asking.state === 'failed' ? words.askAgain : words.askService}
                </Combobox.Option>
              )}
            </div>
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {isLeft && (
        <NotKept id={`${id}-fault`} fault={words.noneChosen(text)} before={shown} onBack={close} />
      )}
    </>
  );
}

const isCurrent = (value: unknown, { id }: ReferenceView): boolean =>
  isReference(value) && value.id === id;

/** What the copy has first, then what only the service has. */
function withAnswer(here: ReferenceView[], asking: Asking): ReferenceView[] {
  if (asking.state !== 'answered') return here;
  const known = new Set(here.map(({ id }) => id));
  return [...here, ...asking.found.filter(({ id }) => !known.has(id))];
}

/** Where was searched, and how the service does. */
function Told({ asking, notWhole }: { asking: Asking; notWhole: string[] }) {
  const isLate = useLate(asking.state === 'asking');
  switch (asking.state) {
    case 'asking':
      return (
        <span className="sm dim3 row row-6" role="status">
          {isLate && <span className="spin" />}
          {words.asking(asking.seconds)}
        </span>
      );
    case 'failed':
      return (
        <span className="errt" role="alert">
          <Icon name="err" size={14} />
          {asUiError(asking.error).message}
        </span>
      );
    case 'answered':
      return (
        <span className="sm dim3" role="status">
          {words.answered(asking.found.length)}
        </span>
      );
    case 'idle':
      return (
        <span className="sm dim3">
          {notWhole.length > 0 ? words.notWhole(notWhole) : words.searchedHere}
        </span>
      );
  }
}

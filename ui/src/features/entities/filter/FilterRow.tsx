import { Popover } from '@mantine/core';
import {
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
} from 'react';
import { Button } from '../../../components/Button';
import { plain } from '../../../format/phrase';
import type {
  ConditionView,
  ConnectionView,
  EntityTypeView,
  FieldView,
  MirrorView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import type { ViewQuestion } from '../queries';
import { AskService } from '../workspace/AskService';
import { Chip } from './Chip';
import { begun, isComplete } from './condition';
import { ConditionForm } from './ConditionForm';
import { FieldPicker } from './FieldPicker';
import './filter.css';
import { conditionAt, placeAfter, put, size, without, type Filter, type Place } from './groups';
import { fieldOf, phraseOf, wordsOf } from './words';

const words = messages.filter;

export interface FilterRowHandle {
  /** Opens a new condition of this field. */
  begin(field: string): void;
}

interface FilterRowProps {
  ref?: Ref<FilterRowHandle> | undefined;
  connection: ConnectionView;
  type: EntityTypeView;
  question: ViewQuestion;
  mirror: MirrorView | undefined;
  onFilter(filter: Filter): void;
  /** Keeps the list with this filter as a view. */
  onSaveView?: ((filter: Filter) => void) | undefined;
  onAsked: ((asked: NonNullable<ViewQuestion['asked']>) => void) | undefined;
}

/** What is open: the fields for a group, the question to the service, or one condition. */
type Open =
  | { kind: 'fields'; group: number }
  | { kind: 'service' }
  | { kind: 'condition'; place: Place; condition: ConditionView };

const idOf = ({ group, at }: Place) => `${group}-${at}`;
const ADD = '[data-filter-add]';

/** The filter of a list: a chip for each condition, “and” within a group, “or” between groups. */
export function FilterRow(props: FilterRowProps) {
  const { connection, type, question, mirror, onFilter, onSaveView, onAsked } = props;
  const filter = question.filter;
  const [open, setOpen] = useState<Open>();
  const [stop, setStop] = useState('0-0');
  const [said, setSaid] = useState('');
  const row = useRef<HTMLDivElement>(null);
  const wanted = useRef<string>(undefined);
  const opener = useRef<HTMLElement>(null);
  // The chip may stand there only after the list has taken the filter.
  useEffect(() => {
    const target = wanted.current && row.current?.querySelector<HTMLElement>(wanted.current);
    if (!target) return;
    wanted.current = undefined;
    target.focus();
  });
  const chips = () => [...(row.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])];
  const comeBackTo = (place: Place | undefined) => {
    wanted.current = place ? `[data-chip="${idOf(place)}"]` : ADD;
    if (place) setStop(idOf(place));
  };
  const close = () => {
    if (open?.kind === 'condition')
      comeBackTo(conditionAt(filter, open.place) ? open.place : undefined);
    else if (open?.kind === 'fields') opener.current?.focus();
    else wanted.current = ADD;
    setOpen(undefined);
  };
  const apply = (place: Place, condition: ConditionView): Filter => {
    const next = put(filter, place, condition);
    comeBackTo(place);
    setOpen(undefined);
    onFilter(next);
    return next;
  };
  const remove = (place: Place) => {
    const condition = conditionAt(filter, place);
    setOpen(undefined);
    if (!condition) {
      comeBackTo(undefined);
      return;
    }
    const next = without(filter, place);
    const group = Math.min(place.group, next.length - 1);
    const last = (next[group]?.length ?? 0) - 1;
    comeBackTo(next.length > 0 ? { group, at: Math.min(place.at, last) } : undefined);
    setSaid(words.removed(plain(wordsOf(type, condition))));
    onFilter(next);
  };
  const clear = () => {
    comeBackTo(undefined);
    setOpen(undefined);
    setSaid(words.cleared);
    onFilter([]);
  };
  const pick = (field: FieldView, group: number) =>
    setOpen({ kind: 'condition', place: placeAfter(filter, group), condition: begun(field) });
  const last = Math.max(0, filter.length - 1);
  useImperativeHandle(props.ref, () => ({
    begin: (name) => {
      const field = fieldOf(type, name);
      if (field) pick(field, last);
    },
  }));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const all = chips();
    const at = all.indexOf(event.target as HTMLElement);
    if (step === 0 || at < 0) return;
    event.preventDefault();
    const next = all[(at + step + all.length) % all.length];
    next?.focus();
    setStop(next?.dataset['chip'] ?? '');
  };
  // The condition that is being put together stands where it will.
  const editing = open?.kind === 'condition' ? open : undefined;
  const shown = editing ? put(filter, editing.place, editing.condition) : filter;
  const places = shown.flatMap((group, n) => group.map((_, at) => ({ group: n, at })));
  const isStop = (id: string) =>
    places.some((place) => idOf(place) === stop) ? id === stop : id === '0-0';
  const ground = { connectionId: connection.id, entityType: type.name, question, mirror };

  const chip = (place: Place, condition: ConditionView) => {
    const isOpen = editing !== undefined && idOf(editing.place) === idOf(place);
    const field = fieldOf(type, condition.field);
    const isWhole = field !== undefined && isComplete(field, condition);
    const saidOfIt = !field
      ? wordsOf(type, condition)
      : isWhole
        ? phraseOf(field, condition)
        : words.unfinished(field.title);
    return (
      <Chip
        key={idOf(place)}
        id={idOf(place)}
        said={saidOfIt}
        isStop={isStop(idOf(place))}
        opened={isOpen}
        onOpen={() => setOpen({ kind: 'condition', place, condition })}
        onClose={close}
        onRemove={() => remove(place)}
      >
        {field ? (
          <ConditionForm
            ground={ground}
            serviceTitle={connection.serviceTitle}
            field={field}
            condition={condition}
            filter={filter}
            place={place}
            onChange={(changed) => setOpen({ kind: 'condition', place, condition: changed })}
            onRemove={() => remove(place)}
            onApply={() => apply(place, condition)}
            onSaveView={onSaveView && (() => onSaveView(apply(place, condition)))}
          />
        ) : (
          <p className="filter-none">{words.unknownText}</p>
        )}
      </Chip>
    );
  };

  const adder = (group: number, button: React.ReactElement) => (
    <Popover
      opened={open?.kind === 'fields' && open.group === group}
      onChange={(opened) => !opened && close()}
      position="bottom-start"
      width={320}
      trapFocus
      withinPortal
      withRoles={false}
      hideDetached={false}
      transitionProps={{ duration: 120 }}
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={words.findField} className="filter-pop">
        <FieldPicker
          type={type}
          columns={question.columns}
          ask={
            onAsked && {
              label: messages.ask.open(connection.serviceTitle),
              run: () => setOpen({ kind: 'service' }),
            }
          }
          onPick={(field) => pick(field, group)}
        />
      </Popover.Dropdown>
    </Popover>
  );
  const toggle = (group: number) => (event: MouseEvent<HTMLElement>) => {
    opener.current = event.currentTarget;
    if (open?.kind === 'fields' && open.group === group) close();
    else setOpen({ kind: 'fields', group });
  };
  const isGrouped = shown.length > 1;
  return (
    <div className="filters" ref={row} role="group" aria-label={words.label} onKeyDown={onKeyDown}>
      {shown.map((group, n) => (
        <span key={n} className={isGrouped ? 'filter-group' : 'filter-alone'}>
          {group.map((condition, at) => (
            <span key={at} className="filter-unit">
              {at > 0
                ? isGrouped && <span className="filter-joint">{words.joinedAnd}</span>
                : n > 0 && <span className="filter-joint">{words.joinedOr}</span>}
              {chip({ group: n, at }, condition)}
            </span>
          ))}
          {isGrouped &&
            n < last &&
            adder(
              n,
              <Button
                look="ghost"
                size="xsm"
                square
                icon="plus"
                aria-label={words.addTo(n + 1)}
                title={words.addTo(n + 1)}
                onClick={toggle(n)}
              />,
            )}
        </span>
      ))}
      <AskService
        connection={connection}
        type={type}
        opened={open?.kind === 'service'}
        onClose={close}
        onAsked={(asked) => {
          setOpen(undefined);
          onAsked?.(asked);
        }}
      >
        <span className="filter-add">
          {adder(
            last,
            <Button
              look="ghost"
              icon="filter"
              data-filter-add
              aria-label={words.add}
              aria-haspopup="dialog"
              onClick={toggle(last)}
            >
              <span className="hide-n">{words.add}</span>
            </Button>,
          )}
        </span>
      </AskService>
      {filter.length > 0 &&
        adder(
          filter.length,
          <Button
            look="ghost"
            size="xsm"
            title={words.orNote}
            aria-haspopup="dialog"
            onClick={toggle(filter.length)}
          >
            {words.or}
          </Button>,
        )}
      {size(filter) > 1 && (
        <Button look="ghost" size="xsm" onClick={clear}>
          {words.clearAll}
        </Button>
      )}
      <span className="sr" role="status">
        {said}
      </span>
    </div>
  );
}

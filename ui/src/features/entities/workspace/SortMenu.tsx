import { Popover } from '@mantine/core';
import { useRef, useState, type RefObject } from 'react';
import { Button } from '../../../components/Button';
import { FindBox } from '../../../components/FindBox';
import { leaveRow } from '../../../components/leaveRow';
import { has } from '../../../format/fold';
import type { EntityTypeView, FieldView, SortRequest } from '../../../ipc/client';
import { messages } from '../../../messages';
import './lists.css';
import { directionWords, isSortable, moved, sortSummary, sortWords, turned } from './sorting';

const words = messages.sorting;

interface SortMenuProps {
  type: EntityTypeView;
  columns: string[];
  sort: SortRequest[];
  onSort(sort: SortRequest[]): void;
}

/** The sorts of the list in their order, and what else it can be sorted by. */
export function SortMenu({ type, columns, sort, onSort }: SortMenuProps) {
  const [opened, setOpened] = useState(false);
  const find = useRef<HTMLInputElement>(null);
  const summary = sortSummary(type, sort);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={340}
      trapFocus
      returnFocus
      hideDetached={false}
    >
      <Popover.Target>
        <Button
          look="ghost"
          icon="sort"
          aria-label={words.button(summary)}
          onClick={() => setOpened(!opened)}
        >
          <span className="hide-n">{summary}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.label} className="listmenu">
        <ol aria-label={words.label}>
          {sort.map((one, at) => {
            const field = type.fields.find(({ name }) => name === one.field);
            if (!field) return null;
            return (
              <li key={one.field} className="listmenu-row">
                <span className="listmenu-n">{at + 1}</span>
                <span className="trunc grow">{field.title}</span>
                <Button
                  look="ghost"
                  size="xsm"
                  aria-label={words.turn(sortWords(field, one.descending))}
                  onClick={() => onSort(sort.map((held) => (held === one ? turned(held) : held)))}
                >
                  {directionWords(field, one.descending)}
                </Button>
                <Button
                  look="ghost"
                  size="xsm"
                  square
                  icon="cu"
                  aria-label={words.earlier(field.title)}
                  aria-disabled={at === 0}
                  onClick={() => onSort(moved(sort, at, -1))}
                />
                <Button
                  look="ghost"
                  size="xsm"
                  square
                  icon="cd"
                  aria-label={words.later(field.title)}
                  aria-disabled={at === sort.length - 1}
                  onClick={() => onSort(moved(sort, at, 1))}
                />
                <Button
                  look="ghost"
                  size="xsm"
                  square
                  icon="x"
                  aria-label={words.remove(field.title)}
                  onClick={(event) => {
                    leaveRow(event.currentTarget, find.current);
                    onSort(sort.filter((held) => held !== one));
                  }}
                />
              </li>
            );
          })}
        </ol>
        <AddSort
          find={find}
          type={type}
          columns={columns}
          sort={sort}
          onAdd={(field) => onSort([...sort, firstOf(field)])}
        />
        {sort.length > 0 && (
          <div className="listmenu-foot">
            <Button
              look="ghost"
              size="xsm"
              onClick={() => {
                find.current?.focus();
                onSort([]);
              }}
            >
              {words.clear}
            </Button>
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** What happened last is asked for most often. */
const firstOf = (field: FieldView): SortRequest => ({
  field: field.name,
  descending: ['date', 'dateTime', 'instant'].includes(field.kind),
});

interface AddSortProps extends Pick<SortMenuProps, 'type' | 'columns' | 'sort'> {
  find: RefObject<HTMLInputElement | null>;
  onAdd(field: FieldView): void;
}

/** The columns that are shown come first. */
function AddSort({ type, columns, sort, find, onAdd }: AddSortProps) {
  const [text, setText] = useState('');
  const rest = type.fields.filter(
    (field) =>
      isSortable(field) && !sort.some((one) => one.field === field.name) && has(field.title, text),
  );
  const place = ({ name }: FieldView) =>
    (columns.indexOf(name) + columns.length + 1) % (columns.length + 1);
  const ordered = rest
    .map((field) => ({
      field,
      at: columns.includes(field.name) ? place(field) : columns.length + 1,
    }))
    .sort((a, b) => a.at - b.at);
  return (
    <>
      <h3 className="listmenu-head">{sort.length > 0 ? words.add : words.addFirst}</h3>
      <FindBox
        ref={find}
        label={words.find}
        text={text}
        onText={setText}
        data-autofocus
        onKeyDown={(event) => {
          const first = ordered[0]?.field;
          if (event.key !== 'Enter' || !first) return;
          onAdd(first);
          setText('');
        }}
      />
      <ul className="listmenu-list">
        {ordered.map(({ field }) => (
          <li key={field.name}>
            <button
              type="button"
              className="listmenu-item"
              onClick={(event) => {
                leaveRow(event.currentTarget, find.current);
                onAdd(field);
              }}
            >
              {field.title}
            </button>
          </li>
        ))}
        {ordered.length === 0 && <li className="listmenu-none">{words.noneFound}</li>}
      </ul>
    </>
  );
}

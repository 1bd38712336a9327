import { Popover } from '@mantine/core';
import { useState, type DragEvent } from 'react';
import { usePreferences } from '../../../app/usePreferences';
import { Button } from '../../../components/Button';
import { FindBox } from '../../../components/FindBox';
import { Icon } from '../../../components/Icon';
import { Segments } from '../../../components/Segments';
import { has } from '../../../format/fold';
import type { ConnectionView, DensityView, EntityTypeView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import type { ViewQuestion } from '../queries';
import { firstChoice, inOrder, isPinned, withMove, without } from './arranging';
import './lists.css';

const words = messages.columns;
const HEIGHTS: DensityView[] = ['compact', 'standard', 'relaxed'];

interface ColumnsMenuProps {
  connection: ConnectionView;
  type: EntityTypeView;
  question: ViewQuestion;
  onAsk(change: Partial<ViewQuestion>): void;
}

/** Which columns are shown, in which order, and how high the rows are. */
export function ColumnsMenu({ connection, type, question, onAsk }: ColumnsMenuProps) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const { preferences } = usePreferences();
  const { columns, layout } = question;
  const all = type.fields.length;
  const fits = (field: FieldView) => has(field.title, text);
  const shown = inOrder(question).flatMap(
    (name) => type.fields.find((field) => field.name === name) ?? [],
  );
  const hidden = type.fields.filter((field) => !columns.includes(field.name));
  const found = [shown.filter(fits), hidden.filter(fits)] as const;
  const drop = (name: string, before: string) => {
    if (name === before || isPinned(layout, name) !== isPinned(layout, before)) return;
    const order = inOrder(question);
    const rest = order.filter((one) => one !== name);
    const down = order.indexOf(name) < order.indexOf(before);
    const at = rest.indexOf(before) + (down ? 1 : 0);
    onAsk({ columns: [...rest.slice(0, at), name, ...rest.slice(at)] });
  };
  const height = question.rowHeight ?? preferences?.density ?? 'standard';
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={360}
      trapFocus
      returnFocus
      hideDetached={false}
    >
      <Popover.Target>
        <Button
          look="ghost"
          icon="cols"
          aria-label={words.button(columns.length, all)}
          onClick={() => setOpened(!opened)}
        >
          <span className="hide-n">{words.button(columns.length, all)}</span>
          <span className="only-n">{words.summary(columns.length, all)}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.label} className="listmenu">
        <FindBox label={words.find} text={text} onText={setText} data-autofocus />
        <div className="listmenu-list tall">
          {/* One list: a line that is shown or hidden moves in it, and keeps the focus. */}
          <ul aria-label={words.label}>
            {[
              found[0].length > 0 && <Heading key=" shown" title={words.shown} />,
              ...found[0].map((field) => (
                <Line
                  key={field.name}
                  connection={connection}
                  field={field}
                  pinned={isPinned(layout, field.name)}
                  isLast={columns.length === 1}
                  onTick={() => onAsk(without({ columns, layout }, field.name))}
                  place={{
                    move: (by) => onAsk(withMove({ columns, layout }, field.name, by)),
                    drop: (name) => drop(name, field.name),
                  }}
                />
              )),
              found[1].length > 0 && <Heading key=" hidden" title={words.hidden} />,
              ...found[1].map((field) => (
                <Line
                  key={field.name}
                  connection={connection}
                  field={field}
                  onTick={() => onAsk({ columns: [...columns, field.name] })}
                />
              )),
            ]}
          </ul>
          {found[0].length + found[1].length === 0 && (
            <p className="listmenu-none">{words.noneFound}</p>
          )}
        </div>
        <div className="listmenu-foot">
          <span className="sm dim">{words.rowHeight}</span>
          <Segments
            label={words.rowHeight}
            value={height}
            options={HEIGHTS.map((value) => ({ value, title: words[value] }))}
            onChange={(rowHeight) => onAsk({ rowHeight })}
          />
        </div>
        <div className="listmenu-foot">
          <Button
            look="ghost"
            size="xsm"
            icon="undo"
            onClick={() => onAsk({ ...firstChoice(type), rowHeight: null })}
          >
            {words.first}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface TickedProps {
  connection: ConnectionView;
  field: FieldView;
  checked: boolean;
  disabled?: boolean;
  onChange(): void;
}

function Ticked({ connection, field, checked, disabled = false, onChange }: TickedProps) {
  const can = messages.reading.serviceCan(field.filterable, field.sortable);
  return (
    <label className="listmenu-tick" title={field.summary ?? undefined}>
      <input
        type="checkbox"
        className="tick"
        aria-label={words.show(field.title)}
        checked={checked}
        disabled={disabled}
        onChange={onChange}
      />
      <span className="trunc grow">{field.title}</span>
      {can && (
        <span
          className="sm dim3"
          title={messages.reading.columnsNote(connection.serviceTitle)}
          aria-hidden="true"
        >
          {can}
        </span>
      )}
    </label>
  );
}

const Heading = ({ title }: { title: string }) => (
  <li>
    <h3 className="listmenu-head">{title}</h3>
  </li>
);

interface LineProps extends Pick<TickedProps, 'connection' | 'field'> {
  pinned?: boolean;
  isLast?: boolean;
  onTick(): void;
  /** How a column that is shown is put elsewhere; nothing for one that is not. */
  place?: {
    move(by: -1 | 1): void;
    /** Another column was dropped on it. */
    drop(name: string): void;
  };
}

const DRAGGED = 'application/x-column';

function Line({ connection, field, pinned, isLast = false, onTick, place }: LineProps) {
  const dragging = place && {
    draggable: true,
    onDragStart: (event: DragEvent) => event.dataTransfer.setData(DRAGGED, field.name),
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      place.drop(event.dataTransfer.getData(DRAGGED));
    },
  };
  return (
    <li className="listmenu-row" {...dragging}>
      <Ticked
        connection={connection}
        field={field}
        checked={place !== undefined}
        disabled={isLast}
        onChange={onTick}
      />
      {pinned && (
        <span className="dim3" title={words.pinned}>
          <Icon name="pin" size={14} />
          <span className="sr">{words.pinned}</span>
        </span>
      )}
      {place && (
        <>
          <Button
            look="ghost"
            size="xsm"
            square
            icon="cu"
            aria-label={words.earlier(field.title)}
            onClick={() => place.move(-1)}
          />
          <Button
            look="ghost"
            size="xsm"
            square
            icon="cd"
            aria-label={words.later(field.title)}
            onClick={() => place.move(1)}
          />
        </>
      )}
    </li>
  );
}

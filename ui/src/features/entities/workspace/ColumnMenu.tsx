import { Menu } from '@mantine/core';
import { Icon } from '../../../components/Icon';
import { PointMenu, type Point } from '../../../components/PointMenu';
import type { FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { comparisonsOf } from '../filter/families';
import { mayBulkEdit } from '../bulk/operation';
import type { ViewQuestion } from '../queries';
import { isPinned, withMove, withPin, without } from './arranging';
import { directionWords, isSortable } from './sorting';

const words = messages.columns;

export interface ColumnPlace extends Point {
  field: FieldView;
}

interface ColumnMenuProps {
  place: ColumnPlace | undefined;
  question: ViewQuestion;
  onAsk(change: Partial<ViewQuestion>): void;
  onFit(field: string): void;
  onFilter(field: string): void;
  /** Sets the field of the ticked rows. */
  onBulk: ((field: string) => void) | undefined;
  onClose(): void;
}

/** What can be done with one column, at its header. */
export function ColumnMenu(props: ColumnMenuProps) {
  const { place, question, onAsk, onFit, onFilter, onBulk, onClose } = props;
  return (
    <PointMenu
      at={place}
      label={words.menu(place?.field.title ?? '')}
      width={220}
      returnFocus={false}
      onClose={onClose}
    >
      {place && (
        <Items
          field={place.field}
          question={question}
          onAsk={onAsk}
          onFit={onFit}
          onFilter={onFilter}
          onBulk={onBulk}
        />
      )}
    </PointMenu>
  );
}

type ItemsProps = Omit<ColumnMenuProps, 'place' | 'onClose'> & { field: FieldView };

function Items({ field, question, onAsk, onFit, onFilter, onBulk }: ItemsProps) {
  const { name } = field;
  const { sort, layout, columns } = question;
  const held = sort.find((one) => one.field === name);
  const alone = held !== undefined && sort.length === 1;
  const by = (descending: boolean) => (
    <Menu.Item
      onClick={() => onAsk({ sort: [{ field: name, descending }] })}
      leftSection={<Icon name={descending ? 'cd' : 'cu'} size={14} />}
      rightSection={alone && held.descending === descending && <Icon name="check" size={14} />}
    >
      {directionWords(field, descending)}
    </Menu.Item>
  );
  return (
    <>
      {isSortable(field) && (
        <>
          {by(false)}
          {by(true)}
          {!held && sort.length > 0 && (
            <Menu.Item
              leftSection={<Icon name="plus" size={14} />}
              onClick={() => onAsk({ sort: [...sort, { field: name, descending: false }] })}
            >
              {words.addToSort}
            </Menu.Item>
          )}
          {held && (
            <Menu.Item
              leftSection={<Icon name="x" size={14} />}
              onClick={() => onAsk({ sort: sort.filter((one) => one !== held) })}
            >
              {words.removeFromSort}
            </Menu.Item>
          )}
          <Menu.Divider />
        </>
      )}
      {comparisonsOf(field).length > 0 && (
        <Menu.Item leftSection={<Icon name="filter" size={14} />} onClick={() => onFilter(name)}>
          {words.filter}
        </Menu.Item>
      )}
      {onBulk && mayBulkEdit(field) && (
        <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={() => onBulk(name)}>
          {messages.bulk.inTicked}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<Icon name="pin" size={14} />}
        onClick={() => onAsk(withPin(question, name, !isPinned(layout, name)))}
      >
        {isPinned(layout, name) ? words.unpin : words.pin}
      </Menu.Item>
      <Menu.Item
        leftSection={<Icon name="cl" size={14} />}
        onClick={() => onAsk(order(withMove(question, name, -1)))}
      >
        {words.moveEarlier}
      </Menu.Item>
      <Menu.Item
        leftSection={<Icon name="cr" size={14} />}
        onClick={() => onAsk(order(withMove(question, name, 1)))}
      >
        {words.moveLater}
      </Menu.Item>
      <Menu.Item leftSection={<Icon name="cols" size={14} />} onClick={() => onFit(name)}>
        {words.fit}
      </Menu.Item>
      <Menu.Item
        leftSection={<Icon name="off" size={14} />}
        disabled={columns.length === 1}
        title={columns.length === 1 ? words.lastShown : undefined}
        onClick={() => onAsk(order(without(question, name)))}
      >
        {words.hide}
      </Menu.Item>
    </>
  );
}

const order = ({ columns, layout }: Pick<ViewQuestion, 'columns' | 'layout'>) => ({
  columns,
  layout,
});

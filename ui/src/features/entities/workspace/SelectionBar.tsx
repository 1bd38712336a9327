import { Menu } from '@mantine/core';
import { Button } from '../../../components/Button';
import type { ActionView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { actionWords } from '../actions';

const words = messages.selection;

interface SelectionBarProps {
  count: number;
  /** All rows of the view. */
  rows: number;
  actions: ActionView[];
  mayDelete: boolean;
  mayEdit: boolean;
  mayDuplicate: boolean;
  onBulk(): void;
  onDuplicate(): void;
  onAct(action: ActionView): void;
  onRemark(): void;
  onDelete(): void;
  onSelectAll(): void;
  onClear(): void;
}

/** What can be done with the ticked rows; shown while there are some. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, rows, actions, mayDelete, mayEdit, mayDuplicate } = props;
  const { onBulk, onDuplicate, onAct, onRemark, onDelete, onSelectAll, onClear } = props;
  if (count === 0) return null;
  return (
    <div className="bulk" role="toolbar" aria-label={words.label} data-pane="selection">
      <b>{words.selected(count)}</b>
      {count < rows && (
        <Button look="ghost" size="xsm" onClick={onSelectAll}>
          {words.selectAll(rows)}
        </Button>
      )}
      <span className="sep" />
      {mayEdit && (
        <Button size="xsm" icon="edit" onClick={onBulk}>
          {messages.bulk.open}
        </Button>
      )}
      {mayDuplicate && (
        <Button size="xsm" icon="copy" title={messages.bulk.duplicate} onClick={onDuplicate}>
          <span className="hide-n">{messages.bulk.duplicate}</span>
        </Button>
      )}
      {mayDelete && (
        <Button
          look="bad-o"
          size="xsm"
          icon="trash"
          keys="Del"
          title={messages.workspace.deleteYes(count)}
          onClick={onDelete}
        >
          <span className="hide-n">{messages.workspace.deleteYes(count)}</span>
        </Button>
      )}
      {actions.length > 0 && (
        <>
          <span className="sep" />
          <span className="row row-4 hide-n">
            {actions.map((action) => (
              <Button key={action.name} size="xsm" onClick={() => onAct(action)}>
                {actionWords(action, count)}
              </Button>
            ))}
            <Button look="ghost" size="xsm" onClick={onRemark}>
              {messages.remark.open}
            </Button>
          </span>
          <span className="only-n">
            <Menu position="top-end" withinPortal>
              <Menu.Target>
                <Button size="xsm" tail="cd">
                  {words.actions}
                </Button>
              </Menu.Target>
              <Menu.Dropdown aria-label={words.actions}>
                {actions.map((action) => (
                  <Menu.Item key={action.name} onClick={() => onAct(action)}>
                    {actionWords(action, count)}
                  </Menu.Item>
                ))}
                <Menu.Item onClick={onRemark}>{messages.remark.open}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </span>
        </>
      )}
      <span className="sep" />
      <Button
        look="ghost"
        size="xsm"
        square
        icon="x"
        className="bulk-x"
        aria-label={words.clear}
        title={words.clear}
        onClick={onClear}
      />
    </div>
  );
}

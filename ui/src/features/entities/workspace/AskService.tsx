import { Popover } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/Button';
import { toastError } from '../../../errors/ErrorNotice';
import { commands, type ConnectionView, type EntityTypeView } from '../../../ipc/client';
import { messages } from '../../../messages';
import type { Asked } from '../queries';
import { groupsOf, isComplete, wordsOf, type ConditionRow } from './asking';
import { Conditions, emptyRow } from './Conditions';

const words = messages.ask;

interface AskServiceProps {
  connection: ConnectionView;
  type: EntityTypeView;
  opened: boolean;
  /** What it opens below. */
  children: ReactNode;
  onClose(): void;
  onAsked(asked: Asked): void;
}

/** Asks the service itself for rows that fit, by conditions or by an expression in its own words. */
export function AskService(props: AskServiceProps) {
  const { connection, type, opened, children, onClose, onAsked } = props;
  const [expert, setExpert] = useState(false);
  const [rows, setRows] = useState<ConditionRow[]>([]);
  const [expression, setExpression] = useState('');
  const shown = rows.length > 0 ? rows : [emptyRow(type)];
  const ready = expert ? expression.trim() !== '' : shown.every(isComplete);
  const go = () => {
    if (!ready) return;
    const request = {
      connectionId: connection.id,
      entityType: type.name,
      groups: expert ? [] : groupsOf(type, shown),
      expression: expert ? expression.trim() : null,
    };
    commands.askService(request).then((answerId) => {
      onAsked({ answerId, words: expert ? expression.trim() : wordsOf(type, shown) });
    }, toastError);
  };
  const tab = (isExpert: boolean, label: string) => (
    <button
      type="button"
      role="tab"
      aria-selected={expert === isExpert}
      className={expert === isExpert ? 'on' : ''}
      onClick={() => setExpert(isExpert)}
    >
      {label}
    </button>
  );
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && onClose()}
      position="bottom-start"
      width={560}
      trapFocus
      withinPortal
      withRoles={false}
      closeOnClickOutside={false}
      hideDetached={false}
      styles={{ dropdown: { padding: 16 } }}
    >
      <Popover.Target>
        <span className="ask-at">{children}</span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={words.title(connection.serviceTitle)}>
        <div className="col" style={{ gap: 12 }}>
          <div>
            <h2 className="t3">{words.title(connection.serviceTitle)}</h2>
            <p className="sm dim">{words.note}</p>
          </div>
          <div
            className="tabs"
            style={{ paddingLeft: 0 }}
            role="tablist"
            aria-label={words.title(connection.serviceTitle)}
          >
            {tab(false, words.simple)}
            {tab(true, words.expert)}
          </div>
          {expert ? (
            <label className="col" style={{ gap: 4 }}>
              <span className="lb">{words.where}</span>
              <span className="input area">
                <textarea
                  rows={3}
                  className="mono"
                  spellCheck={false}
                  placeholder="status=0 AND parentId is null"
                  value={expression}
                  onChange={(event) => setExpression(event.target.value)}
                />
              </span>
              <span className="sm dim3">{words.whereNote}</span>
            </label>
          ) : (
            <Conditions connection={connection} type={type} rows={shown} onRows={setRows} />
          )}
          <div className="row">
            <span className="sm dim3 grow">
              {!ready && !expert ? words.needsValue : shown.length > 1 && !expert && words.binding}
            </span>
            <Button look="ghost" onClick={onClose}>
              {messages.common.cancel}
            </Button>
            <Button look="pri" disabled={!ready} onClick={go}>
              {words.go}
            </Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

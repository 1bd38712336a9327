import { Modal } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Kbd } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { useLate } from '../../components/useLate';
import type { ConnectionView } from '../../ipc/client';
import { messages } from '../../messages';
import type { PaletteItem } from './item';
import { optionId, Options } from './Options';
import { noteUse } from './recent';
import { useItems } from './useItems';

const words = messages.palette;
const LIST = 'palette-list';

interface PaletteProps {
  opened: boolean;
  onClose(): void;
  connections: ConnectionView[];
  onHelp(): void;
}

/** Places, records and commands by name (Ctrl K). */
export function Palette({ opened, onClose, connections, onHelp }: PaletteProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      size={640}
      padding={0}
      yOffset="12vh"
      title={words.label}
      classNames={{ header: 'sr' }}
      styles={{ body: { padding: 0 } }}
      transitionProps={{ duration: 120 }}
    >
      {opened && <Search connections={connections} onClose={onClose} onHelp={onHelp} />}
    </Modal>
  );
}

function Search({ connections, onClose, onHelp }: Omit<PaletteProps, 'opened'>) {
  const [text, setText] = useState('');
  const [at, setAt] = useState<string>();
  /** Enter was pressed before there was anything to open. */
  const [isAwaited, setAwaited] = useState(false);
  const { items, isGoingOn, failed } = useItems(connections, text, onHelp);
  const isLate = useLate(isGoingOn);
  const found = items.findIndex(({ id }) => id === at);
  const chosen = Math.max(found, 0);
  const current = items[chosen];
  const hasRun = useRef(false);
  const run = (item: PaletteItem | undefined, beside = false) => {
    if (!item || hasRun.current) return;
    hasRun.current = true;
    noteUse(item);
    onClose();
    if (beside && item.beside) item.beside();
    else item.run();
  };
  useEffect(() => {
    if (isAwaited && !isGoingOn) run(current);
  });
  const step = (by: number) => setAt(items[(chosen + by + items.length) % items.length]?.id);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      if (!current && isGoingOn) setAwaited(true);
      run(current, event.ctrlKey || event.metaKey);
    } else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else return;
    event.preventDefault();
  };
  return (
    <div className="palette">
      <label className="q">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-autocomplete="list"
          aria-controls={LIST}
          aria-activedescendant={current && optionId(LIST, current)}
          aria-label={words.placeholder}
          placeholder={words.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(undefined);
            setAwaited(false);
          }}
          onKeyDown={onKeyDown}
        />
        {isLate && <span className="spin" title={words.searching} />}
        <Kbd>Esc</Kbd>
      </label>
      <Options
        id={LIST}
        items={items}
        text={text}
        chosen={current}
        onPoint={(item) => setAt(item.id)}
        onRun={run}
      />
      {failed && <p className="mh">{words.failed}</p>}
      {items.length === 0 && !isGoingOn && !failed && (
        <p className="dim" style={{ padding: 12 }}>
          {words.none}
        </p>
      )}
      <p className="sr" role="status">
        {isLate ? words.searching : words.found(items.length)}
      </p>
      <div className="pf" aria-hidden="true">
        <span>
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd>
          {words.choose}
        </span>
        <span>
          <Kbd>↵</Kbd>
          {words.open}
        </span>
        <span>
          <Kbd>Ctrl ↵</Kbd>
          {words.beside}
        </span>
        <span className="push">
          <Kbd>{'>'}</Kbd>
          {words.only}
        </span>
      </div>
    </div>
  );
}

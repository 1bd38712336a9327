import { Popover } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { Icon } from '../../../components/Icon';
import { Said } from '../../../components/Said';
import { plain, type Phrase } from '../../../format/phrase';
import { messages } from '../../../messages';

const words = messages.filter;

interface ChipProps {
  /** Finds its button again when the keyboard comes back to it. */
  id: string;
  said: Phrase;
  /** It stands where the keyboard comes in. */
  isStop: boolean;
  opened: boolean;
  /** What is opened below it. */
  children: ReactNode;
  onOpen(): void;
  onClose(): void;
  onRemove(): void;
}

/** One condition of the list: pressed, it can be changed; Del takes it away. */
export function Chip(props: ChipProps) {
  const { id, said, isStop, opened, children, onOpen, onClose, onRemove } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    onRemove();
  };
  const text = plain(said);
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && onClose()}
      position="bottom-start"
      width={410}
      offset={6}
      trapFocus
      withinPortal
      withRoles={false}
      hideDetached={false}
      transitionProps={{ duration: 120 }}
    >
      <Popover.Target>
        <span className={`chip filter-chip${opened ? ' is-open' : ''}`}>
          <button
            type="button"
            className="filter-words"
            data-chip={id}
            tabIndex={isStop ? 0 : -1}
            aria-haspopup="dialog"
            aria-expanded={opened}
            aria-keyshortcuts="Delete"
            title={text}
            onClick={() => (opened ? onClose() : onOpen())}
            onKeyDown={onKeyDown}
          >
            <span className="trunc">
              <Said words={said} />
            </span>
          </button>
          <button
            type="button"
            className="filter-x"
            tabIndex={-1}
            aria-label={words.removeThis(text)}
            title={words.remove}
            onClick={onRemove}
          >
            <Icon name="x" size={14} />
          </button>
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={text} className="filter-pop">
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

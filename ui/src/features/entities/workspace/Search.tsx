import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Button, Kbd } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { useKeys } from '../../../components/useKeys';
import { messages } from '../../../messages';
import './search.css';

const words = messages.workspace;

/** Quick search over all text of the rows. */
export function Search({ search, onSearch }: { search: string; onSearch(text: string): void }) {
  const [text, setText] = useState(search);
  const told = useRef(search);
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback((next: string) => {
    told.current = next;
    onSearch(next);
  }, 150);
  // What filters the list is what stands here, also when it was cleared elsewhere or kept from earlier; but what came
  // from here must not come back over what was typed since.
  useEffect(() => {
    if (search === told.current) return;
    told.current = search;
    tell.cancel();
    setText(search);
  }, [search, tell]);
  useKeys({ 'mod+f': () => input.current?.select() });
  const change = (next: string) => {
    setText(next);
    tell(next);
  };
  return (
    <div className="input rows-search">
      <Icon name="search" size={14} />
      <input
        ref={input}
        data-pane-focus
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && change('')}
      />
      {text === '' ? (
        <Kbd>Ctrl F</Kbd>
      ) : (
        <Button
          look="ghost"
          size="xsm"
          square
          icon="x"
          aria-label={words.clearTyped}
          title={words.clearTyped}
          onClick={() => {
            change('');
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}

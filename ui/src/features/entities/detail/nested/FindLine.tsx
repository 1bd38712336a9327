import { useState, type KeyboardEvent } from 'react';
import { Button } from '../../../../components/Button';
import { messages } from '../../../../messages';
import { hits, type Hit } from './lineText';

const words = messages.lines;

interface FindLineProps {
  title: string;
  lines: readonly string[];
  onHit(hit: Hit): void;
}

/** Looks for a text in a list of texts; Enter goes on to the next hit, Shift Enter back. */
export function FindLine({ title, lines, onHit }: FindLineProps) {
  const [sought, setSought] = useState('');
  const [at, setAt] = useState<{ place: number; of: number; line: number }>();
  const go = (what: string, from: number) => {
    if (what === '') return setAt(undefined);
    const found = hits(lines, what);
    const place = found.length === 0 ? 0 : (from + found.length) % found.length;
    const hit = found[place];
    setAt({ place, of: found.length, line: hit ? hit.line + 1 : 0 });
    if (hit) onHit(hit);
  };
  const step = (by: 1 | -1) => go(sought, (at?.place ?? 0) + by);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  };
  return (
    <span className="row row-4">
      <span className="input">
        <input
          type="search"
          aria-label={words.find(title)}
          placeholder={words.findPlaceholder}
          value={sought}
          onChange={(event) => {
            setSought(event.target.value);
            go(event.target.value, 0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className="sm dim3 nowrap" role="status">
          {at && words.found(at.of === 0 ? 0 : at.place + 1, at.of, at.line)}
        </span>
      </span>
      <Button
        look="ghost"
        square
        icon="cu"
        aria-label={words.previous}
        disabled={!at?.of}
        onClick={() => step(-1)}
      />
      <Button
        look="ghost"
        square
        icon="cd"
        aria-label={words.next}
        disabled={!at?.of}
        onClick={() => step(1)}
      />
    </span>
  );
}

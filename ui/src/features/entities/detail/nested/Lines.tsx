import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '../../../../components/Button';
import { messages } from '../../../../messages';
import type { FieldInputProps } from '../FieldInput';
import { countLines, hits, once, toLines } from './lineText';
import { Said } from './Said';

const words = messages.lines;
/** Counting waits for a pause in typing: it reads the whole list. */
const PAUSE_MS = 200;
/** A short list needs no search. */
const FIND_FROM = 12;

/**
 * Texts, one a line, perhaps many thousands. The box is the web view's own and holds the text: typing in it
 * draws nothing here.
 */
export function Lines(props: FieldInputProps) {
  const { id, field, value, state, describedBy, placeholder, said = [], onChange } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  const held = Array.isArray(value) ? (value as string[]) : EMPTY;
  const [counts, setCounts] = useState(() => countLines(held));
  const now = useRef({ held, onChange, typed: false });
  useEffect(() => {
    now.current = { ...now.current, held, onChange };
  });
  const timer = useRef(0);
  const recount = () => setCounts(countLines(box.current?.value.split('\n') ?? []));
  useEffect(() => {
    if (!box.current) return;
    const text = held.join('\n');
    if (box.current.value !== text) box.current.value = text;
    now.current.typed = false;
    setCounts(countLines(held));
  }, [held]);
  const handOver = () => {
    if (!now.current.typed || !box.current) return;
    now.current.typed = false;
    const lines = toLines(box.current.value);
    const before = now.current.held;
    if (lines.length === before.length && lines.every((line, at) => line === before[at])) return;
    now.current.onChange(lines);
  };
  useEffect(() => {
    const area = box.current;
    return () => {
      window.clearTimeout(timer.current);
      if (!now.current.typed || !area) return;
      now.current.onChange(toLines(area.value));
    };
  }, []);
  const typed = () => {
    now.current.typed = true;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(recount, PAUSE_MS);
  };
  const keepOnce = () => {
    if (!box.current) return;
    box.current.value = once(toLines(box.current.value)).join('\n');
    now.current.typed = true;
    recount();
    handOver();
    box.current.focus();
  };
  const goTo = (start: number, end: number) => {
    const area = box.current;
    if (!area) return;
    const line = area.value.slice(0, start).split('\n').length - 1;
    const height = Number.parseFloat(getComputedStyle(area).lineHeight) || 18;
    area.setSelectionRange(start, end);
    area.scrollTop = Math.max(0, line * height - area.clientHeight / 2);
  };
  return (
    <>
      <span className={`input area ${state}`}>
        <textarea
          ref={box}
          id={id}
          className="mono code"
          rows={counts.entries < 4 ? 3 : 10}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          placeholder={placeholder ?? words.onePerLine}
          aria-describedby={`${id}-counts ${describedBy}`}
          defaultValue={held.join('\n')}
          onChange={typed}
          onBlur={handOver}
        />
      </span>
      <span id={`${id}-counts`} className="row row-6 wrap sm dim3" role="status">
        <span>{words.entries(counts.entries)}</span>
        {counts.empty > 0 && <span className="c-warn">{words.empty(counts.empty)}</span>}
        {counts.duplicates > 0 && (
          <span className="c-warn">{words.duplicates(counts.duplicates)}</span>
        )}
        {counts.duplicates > 0 && (
          <button type="button" className="link" onClick={keepOnce}>
            {words.keepOnce}
          </button>
        )}
      </span>
      {counts.entries >= FIND_FROM && (
        <Find title={field.title} text={() => box.current?.value ?? ''} onHit={goTo} />
      )}
      <Said
        said={said
          .filter((one) => one.place !== '')
          .map((one) => ({ ...one, place: lineOf(one.place) }))}
      />
    </>
  );
}

const EMPTY: string[] = [];

/** The service counts from 0. */
const lineOf = (place: string): string =>
  /^\d+$/.test(place) ? words.line(Number(place) + 1).replace(/:$/, '') : place;

interface FindProps {
  title: string;
  text(): string;
  onHit(start: number, end: number): void;
}

/** Looks for a text in the box; Enter goes on to the next hit, Shift Enter back. */
function Find({ title, text, onHit }: FindProps) {
  const [sought, setSought] = useState('');
  const [at, setAt] = useState<{ place: number; of: number }>();
  const go = (by: 0 | 1 | -1, what = sought) => {
    if (what === '') return setAt(undefined);
    const found = hits(text(), what);
    const before = by === 0 || !at ? (by < 0 ? 0 : -1) : at.place;
    const step = by === 0 ? 1 : by;
    const place = found.length === 0 ? 0 : (before + step + found.length) % found.length;
    setAt({ place, of: found.length });
    const start = found[place];
    if (start !== undefined) onHit(start, start + what.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
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
            go(0, event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        <span className="sm dim3 nowrap" role="status">
          {at && words.found(at.of === 0 ? 0 : at.place + 1, at.of)}
        </span>
      </span>
      <Button
        look="ghost"
        square
        icon="cu"
        aria-label={words.previous}
        disabled={!at?.of}
        onClick={() => go(-1)}
      />
      <Button
        look="ghost"
        square
        icon="cd"
        aria-label={words.next}
        disabled={!at?.of}
        onClick={() => go(1)}
      />
    </span>
  );
}

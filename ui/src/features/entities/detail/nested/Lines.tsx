import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../../components/Button';
import { messages } from '../../../../messages';
import type { FieldInputProps } from '../FieldInput';
import { FindLine } from './FindLine';
import { countLines, once, PAGE, pageOf, toLines, withPage, type Hit } from './lineText';
import { Said } from './Said';

const words = messages.lines;
/** Counting waits for a pause in typing: it reads the whole list. */
const PAUSE_MS = 200;
/** A short list needs no search. */
const FIND_FROM = 12;
const EMPTY: string[] = [];

/**
 * Texts, one a line, perhaps many thousands. The box is the web view's own: typing in it draws nothing here. It holds
 * a page of a long list, since a web view lays the whole text of a box out again at each key.
 */
export function Lines(props: FieldInputProps) {
  const { id, field, value, state, describedBy, placeholder, said = [], onChange } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  const held = Array.isArray(value) ? (value as string[]) : EMPTY;
  const [asked, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(held.length / PAGE));
  const page = Math.min(asked, pages - 1);
  const [counts, setCounts] = useState(() => countLines(held));
  const [sought, setSought] = useState<Hit>();
  const now = useRef({ held, page, onChange });
  /** What the box held, with its page, when typing began; nothing where nothing is typed. */
  const begun = useRef<{ lines: string[]; page: number }>(undefined);
  useEffect(() => {
    now.current = { held, page, onChange };
  });
  const timer = useRef(0);
  useEffect(() => {
    if (box.current && !begun.current) box.current.value = pageOf(held, page).join('\n');
  }, [held, page]);
  useEffect(() => {
    if (!begun.current) setCounts(countLines(held));
  }, [held]);
  useEffect(() => {
    if (!sought || !box.current) return;
    const lines = pageOf(held, page);
    const before = lines.slice(0, sought.line - page * PAGE);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0) + sought.column;
    const height = Number.parseFloat(getComputedStyle(box.current).lineHeight) || 18;
    box.current.setSelectionRange(start, start + sought.length);
    box.current.scrollTop = Math.max(0, before.length * height - box.current.clientHeight / 2);
  }, [sought, held, page]);

  const handOver = (area: HTMLTextAreaElement | null = box.current) => {
    if (!area || !begun.current) return;
    const lines = toLines(typedLines(area, begun.current));
    const before = begun.current.lines;
    begun.current = undefined;
    window.clearTimeout(timer.current);
    if (lines.length !== before.length || lines.some((line, at) => line !== before[at]))
      return now.current.onChange(lines);
    area.value = pageOf(now.current.held, now.current.page).join('\n');
    setCounts(countLines(now.current.held));
  };
  const leave = useRef(handOver);
  useEffect(() => {
    leave.current = handOver;
  });
  useEffect(() => {
    const area = box.current;
    return () => leave.current(area);
  }, []);
  const typed = () => {
    begun.current ??= { lines: now.current.held, page: now.current.page };
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      if (box.current && begun.current)
        setCounts(countLines(typedLines(box.current, begun.current)));
    }, PAUSE_MS);
  };
  const goTo = (hit: Hit) => {
    setPage(Math.floor(hit.line / PAGE));
    setSought(hit);
  };
  const turn = (by: 1 | -1) => {
    setSought(undefined);
    setPage(page + by);
  };
  return (
    <>
      <span className={`input area ${state}`}>
        <textarea
          ref={box}
          id={id}
          className="mono code"
          rows={held.length < 4 ? 3 : 10}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          placeholder={placeholder ?? words.onePerLine}
          aria-describedby={`${id}-counts ${describedBy}`}
          defaultValue={pageOf(held, page).join('\n')}
          onChange={typed}
          onBlur={() => handOver()}
        />
      </span>
      <span id={`${id}-counts`} className="row row-6 wrap sm dim3" role="status">
        <span>{words.entries(counts.entries)}</span>
        {counts.empty > 0 && <span className="c-warn">{words.empty(counts.empty)}</span>}
        {counts.duplicates > 0 && (
          <>
            <span className="c-warn">{words.duplicates(counts.duplicates)}</span>
            <button type="button" className="link" onClick={() => onChange(once(held))}>
              {words.keepOnce}
            </button>
          </>
        )}
      </span>
      {pages > 1 && (
        <span className="row row-4">
          <span className="sm dim3 grow">
            {words.page(page * PAGE + 1, Math.min(held.length, (page + 1) * PAGE), held.length)}
          </span>
          <Button
            look="ghost"
            size="xsm"
            square
            icon="cl"
            aria-label={words.previousPage}
            disabled={page === 0}
            onClick={() => turn(-1)}
          />
          <Button
            look="ghost"
            size="xsm"
            square
            icon="cr"
            aria-label={words.nextPage}
            disabled={page === pages - 1}
            onClick={() => turn(1)}
          />
        </span>
      )}
      {held.length >= FIND_FROM && <FindLine title={field.title} lines={held} onHit={goTo} />}
      <Said
        said={said
          .filter((one) => one.place !== '')
          .map((one) => ({ ...one, place: lineOf(one.place) }))}
      />
    </>
  );
}

/** What stands in the box, in its place in the list. */
const typedLines = (
  area: HTMLTextAreaElement,
  { lines, page }: { lines: string[]; page: number },
): string[] => withPage(lines, page, area.value.split('\n'));

/** The service counts from 0. */
const lineOf = (place: string): string =>
  /^\d+$/.test(place) ? words.line(Number(place) + 1) : place;

import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '../../../components/Icon';
import { has } from '../../../format/fold';
import { inSentence } from '../../../format/inSentence';
import { count } from '../../../format/numbers';
import { isReference } from '../../../format/values';
import type { FacetView, FieldView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { useFacet, type Ground } from './counts';
import type { Filter } from './groups';
import { nameOf } from './words';

const words = messages.filter;

interface ValuesListProps {
  ground: Ground;
  field: FieldView;
  values: unknown[];
  /** What else holds for the rows that are counted. */
  others: Filter;
  onValues(values: unknown[]): void;
}

interface Line {
  key: string;
  value: unknown;
  /** Nothing where it is not known. */
  rows: number | undefined;
}

const keyOf = (value: unknown): string => (isReference(value) ? value.id : JSON.stringify(value));

/** Every value once: those that were chosen at first, then as the answer orders them. */
function linesOf(field: FieldView, chosen: unknown[], facet: FacetView | undefined): Line[] {
  const lines = new Map<string, Line>();
  const found = facet?.values ?? field.choices.map(({ value }) => ({ value, rows: undefined }));
  const rows = new Map(found.map((one) => [keyOf(one.value), one.rows]));
  for (const value of [...chosen, ...found.map((one) => one.value)]) {
    const key = keyOf(value);
    if (!lines.has(key)) lines.set(key, { key, value, rows: rows.get(key) });
  }
  return [...lines.values()];
}

/** The values that a field has, to be ticked, with how many rows have each. */
export function ValuesList({ ground, field, values, others, onValues }: ValuesListProps) {
  const [text, setText] = useState('');
  const [atFirst] = useState(values);
  const list = useRef<HTMLDivElement>(null);
  const facet = useFacet(ground, field, text, others);
  const lines = linesOf(field, [...atFirst, ...values], facet.data).filter((line) =>
    has(nameOf(field, line.value), text),
  );
  const isChosen = (line: Line) => values.some((value) => keyOf(value) === line.key);
  const turn = (line: Line) =>
    onValues(
      isChosen(line)
        ? values.filter((value) => keyOf(value) !== line.key)
        : [...values, line.value],
    );
  const [isAwaited, setAwaited] = useState(false);
  const takeFound = () => {
    const found = lines.find((line) => !isChosen(line)) ?? (facet.isComing ? undefined : lines[0]);
    setAwaited(!found && facet.isComing);
    if (!found) return;
    if (!isChosen(found)) turn(found);
    setText('');
  };
  // Enter was pressed before it was known which value is meant.
  useEffect(() => {
    if (isAwaited) takeFound();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only what comes then
  }, [facet.data, facet.isComing]);
  const go = (event: KeyboardEvent, from: number) => {
    const boxes = [...(list.current?.querySelectorAll<HTMLElement>('input') ?? [])];
    const find = list.current?.parentElement?.querySelector<HTMLElement>('.filter-find input');
    const to = event.key === 'ArrowDown' ? from + 1 : event.key === 'ArrowUp' ? from - 1 : null;
    if (to === null) return;
    event.preventDefault();
    (to < 0 ? find : boxes[Math.min(to, boxes.length - 1)])?.focus();
  };
  return (
    <>
      <span className="input filter-find">
        <Icon name="search" size={14} />
        <input
          data-autofocus
          aria-label={words.findValue}
          placeholder={words.findValue}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setAwaited(false);
            setText(event.target.value);
          }}
          onKeyDown={(event) => {
            go(event, -1);
            if (event.key !== 'Enter' || text.trim() === '') return;
            // What was found is ticked; Enter once more shows the rows.
            event.preventDefault();
            takeFound();
          }}
        />
      </span>
      <div
        ref={list}
        className="filter-values"
        role="group"
        aria-label={words.valuesOf(field.title)}
      >
        {lines.map((line, at) => (
          <label key={line.key} className="filter-value">
            <input
              type="checkbox"
              className="tick"
              aria-label={
                line.rows === undefined
                  ? nameOf(field, line.value)
                  : words.valueRows(nameOf(field, line.value), line.rows)
              }
              checked={isChosen(line)}
              onChange={() => turn(line)}
              onKeyDown={(event) => go(event, at)}
            />
            <span className="trunc">{nameOf(field, line.value)}</span>
            {line.rows !== undefined && <span className="n">{count(line.rows)}</span>}
          </label>
        ))}
        {lines.length === 0 && (
          <p className="sm dim3 filter-none">
            {facet.isPending ? messages.common.loading : words.noValue}
          </p>
        )}
      </div>
      {facet.data?.more && <p className="sm dim3">{words.moreValues}</p>}
      {facet.isError && <p className="sm dim3">{words.cannotCount(inSentence(field.title))}</p>}
    </>
  );
}

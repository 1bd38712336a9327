import { useEffect, useState } from 'react';
import { Button } from '../../../components/Button';
import { useNow } from '../../../components/useNow';
import { showDuration } from '../../../format/dates';
import type { EntityTypeView, MirrorView } from '../../../ipc/client';
import { messages } from '../../../messages';
import './firstCopy.css';

const words = messages.firstCopy;
const LINES = 12;
const BARS = [48, 66, 92, 64, 28, 36, 42];

interface FirstCopyProps {
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  onStop(): void;
}

/** Rows come to this computer for the first time: where they will stand, and how far it is. */
export function FirstCopy({ type, mirror, onStop }: FirstCopyProps) {
  const rows = mirror?.rows ?? 0;
  const of = mirror?.expectedRows ?? null;
  const left = useTimeLeft(rows, of);
  const percent = of ? Math.min(100, Math.floor((100 * rows) / of)) : null;
  return (
    <div className="first-copy">
      <div className="first-copy-rows" aria-hidden="true">
        {Array.from({ length: LINES }, (_, line) => (
          <div key={line}>
            {BARS.map((width, bar) => (
              <i key={bar} style={{ width: width + ((line * 7 + bar * 5) % 16) - 8 }} />
            ))}
          </div>
        ))}
      </div>
      <section className="first-copy-card" aria-label={words.title(type.plural)}>
        <div className="row">
          <b className="grow">{words.title(type.plural)}</b>
          {percent === null ? (
            <span className="spin" />
          ) : (
            <span className="dim">{words.percent(percent)}</span>
          )}
        </div>
        {percent !== null && of !== null && (
          <div
            className="prog"
            role="progressbar"
            aria-label={words.title(type.plural)}
            aria-valuemin={0}
            aria-valuemax={of}
            aria-valuenow={rows}
          >
            <i style={{ width: `${percent}%` }} />
          </div>
        )}
        <div className="row sm">
          <span className="grow dim" role="status">
            {of === null
              ? words.rows(rows)
              : left === null
                ? words.rowsOf(rows, of)
                : words.rowsLeft(rows, of, showDuration(left, true))}
          </span>
          <Button look="ghost" size="xsm" onClick={onStop}>
            {words.stop}
          </Button>
        </div>
        <p className="sm dim">{words.note}</p>
      </section>
    </div>
  );
}

const LEAST_MS = 2000;

/** Milliseconds until all rows are here, from how fast they came so far. */
function useTimeLeft(rows: number, of: number | null): number | null {
  const now = useNow(1000);
  const [begun, setBegun] = useState<{ at: number; rows: number }>();
  useEffect(() => {
    if (!begun && rows > 0) setBegun({ at: Date.now(), rows });
  }, [begun, rows]);
  if (!begun || of === null || rows <= begun.rows || now - begun.at < LEAST_MS) return null;
  return ((of - rows) * (now - begun.at)) / (rows - begun.rows);
}

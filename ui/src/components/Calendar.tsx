import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { daysLater, placeInWeek, showMonth, today as dayToday, weekdays } from '../format/calendar';
import { showDay } from '../format/dates';
import { messages } from '../messages';
import { Button } from './Button';
import './calendar.css';

const words = messages.calendar;

interface CalendarProps {
  /** "2026-10-31"; nothing yet for today's month. */
  value: string | undefined;
  onPick(day: string): void;
}

const STEPS: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => daysLater(day, -1),
  ArrowRight: (day) => daysLater(day, 1),
  ArrowUp: (day) => daysLater(day, -7),
  ArrowDown: (day) => daysLater(day, 7),
  PageUp: (day) => monthAway(day, -1),
  PageDown: (day) => monthAway(day, 1),
  Home: (day) => daysLater(day, -placeInWeek(day)),
  End: (day) => daysLater(day, 6 - placeInWeek(day)),
};

const utc = (day: string) => new Date(`${day}T00:00:00Z`);

/** The same day of another month, or its last one. */
function monthAway(day: string, n: number): string {
  const at = utc(day);
  const year = at.getUTCFullYear();
  const month = at.getUTCMonth() + n;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const to = new Date(Date.UTC(year, month, Math.min(at.getUTCDate(), last)));
  return to.toISOString().slice(0, 10);
}

/** The days of a month, one to be picked; arrows go by days and weeks, Page keys by months. */
export function Calendar({ value, onPick }: CalendarProps) {
  const now = dayToday();
  const [at, setAt] = useState(value || now);
  const [moved, setMoved] = useState(false);
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => {
    if (moved) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [at, moved]);
  const first = `${at.slice(0, 7)}-01`;
  const start = daysLater(first, -placeInWeek(first));
  const weeks = Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, n) => daysLater(start, 7 * week + n)),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    setMoved(true);
    setAt(step(at));
  };
  const turn = (n: number) => {
    setMoved(false);
    setAt(monthAway(at, n));
  };
  return (
    <div className="calendar">
      <div className="row row-4">
        <b className="grow" aria-live="polite">
          {showMonth(at.slice(0, 7))}
        </b>
        <Button look="ghost" square icon="cl" aria-label={words.before} onClick={() => turn(-1)} />
        <Button look="ghost" square icon="cr" aria-label={words.after} onClick={() => turn(1)} />
      </div>
      <table role="grid" ref={grid} aria-label={showMonth(at.slice(0, 7))} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weekdays().map(({ short, long }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} role="gridcell" aria-selected={day === value}>
                  <button
                    type="button"
                    className={classOf(day, at, now, value)}
                    tabIndex={day === at ? 0 : -1}
                    aria-label={showDay(day)}
                    aria-current={day === now ? 'date' : undefined}
                    onClick={() => onPick(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const classOf = (day: string, at: string, now: string, value: string | undefined): string =>
  [day.slice(0, 7) !== at.slice(0, 7) && 'out', day === now && 'now', day === value && 'on']
    .filter(Boolean)
    .join(' ');

import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import './separator.css';

/** By one press of an arrow key, and with Shift, in CSS pixels. */
const STEP = 16;
const LEAP = 64;

interface SeparatorProps {
  label: string;
  /** The id of the pane whose width it moves. It stands inside that pane. */
  controls: string;
  /** The edge of the pane that it stands at. */
  edge: 'left' | 'right';
  /** All in CSS pixels. */
  width: number;
  least: number;
  most: number;
  /** Where a double click or Enter brings it back to. */
  usual: number;
  /** While it is dragged: for every width that it passes. */
  onDrag(width: number): void;
  /** Where it was left. */
  onLeft(width: number): void;
}

/** The edge between two panes, moved by dragging or by the arrow keys (WAI-ARIA APG, window splitter). */
export function Separator({
  label,
  controls,
  edge,
  width,
  least,
  most,
  usual,
  onDrag,
  onLeft,
}: SeparatorProps) {
  const drag = useRef<{ from: number; width: number; now: number } | undefined>(undefined);
  const within = (asked: number) => Math.round(Math.min(most, Math.max(least, asked)));
  const set = (asked: number) => {
    onDrag(within(asked));
    onLeft(within(asked));
  };
  const grow = edge === 'right' ? 1 : -1;
  const shown = (event: { currentTarget: HTMLElement }) =>
    event.currentTarget.parentElement?.getBoundingClientRect().width || width;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.shiftKey ? LEAP : STEP;
    const to: Record<string, number> = {
      ArrowRight: shown(event) + by * grow,
      ArrowLeft: shown(event) - by * grow,
      Home: least,
      End: most,
      Enter: usual,
    };
    const asked = to[event.key];
    if (asked === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    set(asked);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const held = shown(event);
    drag.current = { from: event.clientX, width: held, now: held };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const held = drag.current;
    if (!held) return;
    held.now = within(held.width + (event.clientX - held.from) * grow);
    onDrag(held.now);
  };
  const onPointerUp = () => {
    const held = drag.current;
    drag.current = undefined;
    if (held && held.now !== held.width) onLeft(held.now);
  };
  return (
    <div
      role="separator"
      className={`separator ${edge}`}
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-controls={controls}
      aria-valuenow={Math.round(width)}
      aria-valuemin={least}
      aria-valuemax={most}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => set(usual)}
    />
  );
}

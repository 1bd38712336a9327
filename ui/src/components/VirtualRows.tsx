import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from 'react';
import './virtualRows.css';

export interface RowSection {
  key: string;
  /** Stands above its rows and stays in sight while they are. */
  head: ReactNode;
  count: number;
  /** About as high as a row, in CSS pixels. */
  estimate: number;
  render(at: number): ReactNode;
}

export interface SeenRows {
  key: string;
  first: number;
  last: number;
}

export interface VirtualRowsHandle {
  /** Brings a row into sight and puts the keyboard there. */
  goTo(key: string, at: number): void;
  /** Brings a row into sight. */
  show(key: string, at: number): void;
  /** Where the keyboard is or was last. */
  place(): { key: string; at: number } | undefined;
}

interface VirtualRowsProps {
  label: string;
  sections: RowSection[];
  /** Told whenever other rows come into sight. */
  onSee(seen: SeenRows[]): void;
  /** A key that was pressed on a row itself, not in what stands in it. */
  onKey?(key: string, section: string, at: number): boolean;
  /** A person scrolls by themselves. */
  onScrolled?(): void;
  ref?: Ref<VirtualRowsHandle>;
}

const HEAD = 34;
const OVERSCAN = 8;
const TYPED =
  'input:not([type="checkbox"]), textarea, select, [role="combobox"], [contenteditable="true"]';

/** Many rows in sections, of which only those in sight are in the document. The row with the keyboard stays there. */
export function VirtualRows({ label, sections, onSee, onKey, onScrolled, ref }: VirtualRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const places = sections.filter((section) => section.count > 0);
  const starts: number[] = [];
  let all = 0;
  for (const section of places) {
    starts.push(all);
    all += section.count + 1;
  }
  const sectionAt = (index: number): number => {
    let at = starts.length - 1;
    while (at > 0 && starts[at]! > index) at -= 1;
    return at;
  };
  const isHead = (index: number): boolean => starts.includes(index);
  const [current, setCurrent] = useState(-1);
  const wanted = useRef<number | undefined>(undefined);
  const isHeld = useRef(false);
  const stuck = useRef(0);

  const virtual = useVirtualizer({
    count: all,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (isHead(index) ? HEAD : places[sectionAt(index)]!.estimate),
    overscan: OVERSCAN,
    scrollPaddingStart: HEAD,
    useFlushSync: false,
    rangeExtractor: (range) => {
      stuck.current = starts[sectionAt(range.startIndex)] ?? 0;
      const kept = [stuck.current, ...(current >= 0 && current < all ? [current] : [])];
      return [...new Set([...kept, ...defaultRangeExtractor(range)])].sort((a, b) => a - b);
    },
  });
  const items = virtual.getVirtualItems();

  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  const seen = places
    .map((section, n) => ({
      key: section.key,
      first: Math.max(0, startIndex - OVERSCAN - starts[n]! - 1),
      last: Math.min(section.count - 1, endIndex + OVERSCAN - starts[n]! - 1),
    }))
    .filter(({ first, last }) => last >= first && last >= 0);
  const told = JSON.stringify(seen);
  useEffect(() => onSee(JSON.parse(told) as SeenRows[]), [told, onSee]);

  const indexOf = (key: string, at: number): number | undefined => {
    const n = places.findIndex((section) => section.key === key);
    return n < 0 ? undefined : starts[n]! + 1 + at;
  };
  const focus = (index: number) => {
    wanted.current = index;
    setCurrent(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  };
  useImperativeHandle(ref, () => ({
    goTo: (key, at) => {
      const index = indexOf(key, at);
      if (index !== undefined) focus(index);
    },
    show: (key, at) => {
      const index = indexOf(key, at);
      if (index !== undefined) virtual.scrollToIndex(index, { align: 'auto' });
    },
    place: () => {
      if (current < 0 || current >= all || isHead(current)) return undefined;
      const n = sectionAt(current);
      return { key: places[n]!.key, at: current - starts[n]! - 1 };
    },
  }));
  const rowOf = (index: number) =>
    scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
  useEffect(() => {
    const asked = wanted.current;
    // What had the keyboard is gone, such as a field that was put right: its row takes it.
    const isLost = isHeld.current && document.activeElement === document.body;
    const row = rowOf(asked ?? (isLost ? Math.min(current, all - 1) : -1));
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (current < 0 || target.matches(TYPED)) return;
    const n = sectionAt(current);
    const isRow = target.dataset['index'] !== undefined;
    if (isRow && onKey?.(event.key, places[n]!.key, current - starts[n]! - 1)) {
      event.preventDefault();
      return;
    }
    const isRadio = target.matches('input[type="radio"]');
    const page = Math.max(1, endIndex - startIndex - 1);
    const by: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -all,
      End: all,
    };
    const step = by[event.key];
    if (step === undefined || isRadio) return;
    event.preventDefault();
    const asked = Math.min(all - 1, Math.max(1, current + step));
    // A head has nothing to do with the keyboard but its own box.
    focus(isHead(asked) ? asked + (step < 0 ? -1 : 1) : asked);
  };

  let passed = 0;
  const posinset = starts.map((_, n) => (passed += n === 0 ? 0 : places[n - 1]!.count));
  const total = places.reduce((sum, section) => sum + section.count, 0);
  const first = current >= 0 && current < all ? current : 1;
  return (
    <div
      className="scroll virtual"
      ref={scroller}
      onWheel={onScrolled}
      onPointerDown={(event) => event.target === event.currentTarget && onScrolled?.()}
    >
      <div
        role="list"
        aria-label={label}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={(event) => {
          onKeyDown(event);
          onScrolled?.();
        }}
        onFocus={(event) => {
          isHeld.current = true;
          const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
          if (row) setCurrent(Number(row.dataset['index']));
        }}
        onBlur={(event) => {
          const to = event.relatedTarget;
          isHeld.current =
            to === null ? !event.target.isConnected : event.currentTarget.contains(to);
        }}
      >
        {items.map(({ index, start }) => {
          const n = sectionAt(index);
          const section = places[n];
          if (!section) return null;
          const isStuck = index === stuck.current;
          const at = index - starts[n]! - 1;
          if (at < 0)
            return (
              <div
                key={section.key}
                role="listitem"
                data-index={index}
                ref={virtual.measureElement}
                className={isStuck ? 'stuck' : 'placed'}
                style={isStuck ? undefined : { transform: `translateY(${start}px)` }}
              >
                {section.head}
              </div>
            );
          return (
            <div
              key={index}
              role="listitem"
              data-index={index}
              ref={virtual.measureElement}
              className="placed"
              style={{ transform: `translateY(${start}px)` }}
              tabIndex={index === first ? 0 : -1}
              aria-posinset={posinset[n]! + at + 1}
              aria-setsize={total}
            >
              {section.render(at)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

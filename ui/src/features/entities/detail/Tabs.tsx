import type { KeyboardEvent } from 'react';
import { count } from '../../../format/numbers';
import { messages } from '../../../messages';

const words = messages.detail;
export type Tab = keyof typeof words.tabs;
const TABS: readonly Tab[] = ['details', 'related', 'history', 'json'];
export const PANEL_ID = 'detail-tab';
export const tabId = (tab: Tab) => `tab-${tab}`;

interface TabsProps {
  label: string;
  tab: Tab;
  /** Known later than the record itself, or not. */
  counts: Partial<Record<Tab, number | undefined>>;
  onTab(tab: Tab): void;
}

/** The sides of a record; arrow keys go from one to the next (WAI-ARIA APG, tabs). */
export function Tabs({ label, tab, counts, onTab }: TabsProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = TABS.indexOf(tab);
    const to: Record<string, number> = {
      ArrowRight: (at + 1) % TABS.length,
      ArrowLeft: (at + TABS.length - 1) % TABS.length,
      Home: 0,
      End: TABS.length - 1,
    };
    const next = TABS[to[event.key] ?? -1];
    if (!next || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    onTab(next);
    document.getElementById(tabId(next))?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {TABS.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={tabId(one)}
          tabIndex={one === tab ? 0 : -1}
          aria-selected={one === tab}
          aria-controls={PANEL_ID}
          className={one === tab ? 'on' : ''}
          onClick={() => onTab(one)}
        >
          {words.tabs[one]}
          {counts[one] ? <span className="n">{count(counts[one])}</span> : null}
        </button>
      ))}
    </div>
  );
}

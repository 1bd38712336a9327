import { useEffect } from 'react';
import { Kbd } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { messages } from '../../messages';
import type { GroupName, PaletteItem } from './item';
import { partsOf } from './match';

const words = messages.palette;
const GROUPS: GroupName[] = ['recent', 'places', 'records', 'commands'];

export const optionId = (list: string, item: PaletteItem): string =>
  `${list}-${encodeURIComponent(item.id)}`;

interface OptionsProps {
  id: string;
  items: PaletteItem[];
  /** What was typed: it stands out in the names. */
  text: string;
  chosen: PaletteItem | undefined;
  onPoint(item: PaletteItem): void;
  onRun(item: PaletteItem, beside: boolean): void;
}

/** What was found, in groups. */
export function Options({ id, items, text, chosen, onPoint, onRun }: OptionsProps) {
  const chosenId = chosen && optionId(id, chosen);
  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);
  const typed = text.replace(/^\s*>/, '');
  return (
    <div role="listbox" className="ls" id={id} aria-label={words.label}>
      {GROUPS.map((group) => {
        const own = items.filter((item) => item.group === group);
        if (own.length === 0) return null;
        return (
          <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
            <div className="mh" id={`${id}-${group}`}>
              {words.groups[group]}
            </div>
            {own.map((item) => {
              const on = item.id === chosen?.id;
              return (
                <div
                  key={item.id}
                  id={optionId(id, item)}
                  role="option"
                  aria-selected={on}
                  aria-label={item.detail ? words.named(item.label, item.detail) : item.label}
                  className={`mi${on ? ' on' : ''}`}
                  onMouseMove={() => !on && onPoint(item)}
                  onClick={(event) => onRun(item, event.ctrlKey || event.metaKey)}
                >
                  <Icon name={item.icon} />
                  <span className="trunc">
                    {partsOf(typed, item.label).map(({ text, hit }, at) =>
                      hit ? <b key={at}>{text}</b> : <span key={at}>{text}</span>,
                    )}
                  </span>{' '}
                  <span className="dim3 trunc sm">{item.detail}</span>
                  {on && (
                    <span aria-hidden>
                      <Kbd>↵</Kbd>
                    </span>
                  )}
                </div>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}

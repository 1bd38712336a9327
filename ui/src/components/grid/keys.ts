// Which keys the grid takes for itself, and what they do. Plain arrows, Page keys and typing are
// left to the grid library; keys of the whole window pass through.

import type { Direction } from './range';

export type GridKey =
  | { does: 'extend'; to: Direction; toEdge: boolean }
  | { does: 'go'; to: Direction[] }
  | { does: 'tick' }
  | { does: 'tick-all' }
  | { does: 'fill-down' }
  | { does: 'delete' }
  | { does: 'clear' }
  | { does: 'open' }
  | { does: 'toggle' }
  | { does: 'fold'; open: boolean }
  | { does: 'unselect' };

type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const arrows: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

export function gridKey(press: KeyPress): GridKey | undefined {
  if (press.altKey) {
    const folds = press.key === 'ArrowLeft' || press.key === 'ArrowRight';
    return folds ? { does: 'fold', open: press.key === 'ArrowRight' } : undefined;
  }
  const command = press.ctrlKey || press.metaKey;
  const to = arrows[press.key];
  if (press.shiftKey && to) return { does: 'extend', to, toEdge: command };
  if (!press.shiftKey && press.key === 'Home')
    return { does: 'go', to: command ? ['up', 'left'] : ['left'] };
  if (!press.shiftKey && press.key === 'End')
    return { does: 'go', to: command ? ['down', 'right'] : ['right'] };
  if (press.shiftKey && !command && press.key === ' ') return { does: 'tick' };
  if (press.shiftKey) return undefined;
  if (command) return commandKey(press.key);
  if (press.key === 'Delete') return { does: 'delete' };
  if (press.key === 'Backspace') return { does: 'clear' };
  if (press.key === 'Enter' || press.key === 'F2') return { does: 'open' };
  if (press.key === ' ') return { does: 'toggle' };
  if (press.key === 'Escape') return { does: 'unselect' };
  return undefined;
}

function commandKey(key: string): GridKey | undefined {
  if (key === 'a' || key === 'A') return { does: 'tick-all' };
  if (key === 'd' || key === 'D') return { does: 'fill-down' };
  return undefined;
}

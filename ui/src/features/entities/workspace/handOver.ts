import { useEffect, useRef, type RefObject } from 'react';
import type { DataGridHandle } from '../../../components/grid/types';

const isLost = (element: Element | null): boolean =>
  element === null ||
  element === document.body ||
  element.checkVisibility?.({ visibilityProperty: true }) === false;

/**
 * The record comes beside the rows, takes their place or goes away: what had the keyboard may go
 * with it, and what is left takes over.
 */
export function useHandOver(grid: RefObject<DataGridHandle | null>, shown: string): void {
  const was = useRef(shown);
  useEffect(() => {
    if (was.current === shown) return;
    was.current = shown;
    if (!isLost(document.activeElement)) return;
    const tab = document.querySelector<HTMLElement>(
      '.detail.wide [role="tab"][aria-selected="true"]',
    );
    if (tab) tab.focus();
    else grid.current?.focus();
  }, [grid, shown]);
}

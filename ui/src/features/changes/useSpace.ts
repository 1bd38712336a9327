import { useEffect, useRef } from 'react';
import { isDialogOpen } from '../../components/useKeys';

/** The space bar, where nothing that has the keyboard has a use for it. */
export function useSpace(run: () => void): void {
  const current = useRef(run);
  useEffect(() => {
    current.current = run;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const isFree = target === document.body || target.getAttribute('role') === 'listitem';
      if (event.key !== ' ' || event.defaultPrevented || !isFree || isDialogOpen()) return;
      event.preventDefault();
      current.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

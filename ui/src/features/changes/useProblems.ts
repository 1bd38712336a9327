import { useKeys } from '../../components/useKeys';

/** F8: the next record on the screen that has a problem; after the last one, the first again. */
export function useProblems(): void {
  useKeys({
    f8: () => {
      const all = [...document.querySelectorAll<HTMLElement>('[data-problem]')];
      const held = all.findIndex((one) => one.contains(document.activeElement));
      const next = all[(held + 1) % all.length];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    },
  });
}

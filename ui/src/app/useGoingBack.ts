import { useEffect } from 'react';
import { isDialogOpen, useKeys } from '../components/useKeys';
import { useBackAndForward } from '../place';

const BACK = 3;
const FORWARD = 4;

/** Back and forward by Alt and the arrows, and by the buttons on the side of a mouse. */
export function useGoingBack(): void {
  const { back, forward } = useBackAndForward();
  useKeys({ 'alt+arrowleft': back, 'alt+arrowright': forward });
  useEffect(() => {
    const onUp = (event: MouseEvent) => {
      if (event.button !== BACK && event.button !== FORWARD) return;
      event.preventDefault();
      if (!isDialogOpen()) (event.button === BACK ? back : forward)?.();
    };
    window.addEventListener('mouseup', onUp);
    return () => window.removeEventListener('mouseup', onUp);
  }, [back, forward]);
}

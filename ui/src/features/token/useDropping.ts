import { useEffect, useRef, useState } from 'react';

interface Dropped {
  text(text: string): void;
  file(file: File): void;
}

/** Text and files that are dropped anywhere on the window. Answers whether something is held above it. */
export function useDropping(dropped: Dropped): boolean {
  const now = useRef(dropped);
  useEffect(() => {
    now.current = dropped;
  });
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // What is entered is told before what is left, and not every webview says at leaving where it went.
    let entered: EventTarget | null = null;
    const over = (event: DragEvent) => {
      event.preventDefault();
      entered = event.target;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.target === entered) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      const text = event.dataTransfer?.getData('text/plain');
      if (file) now.current.file(file);
      else if (text) now.current.text(text);
    };
    window.addEventListener('dragenter', over);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', over);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver;
}

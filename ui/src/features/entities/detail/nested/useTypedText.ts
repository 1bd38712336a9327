import { useEffect, useRef, useState } from 'react';

/** Text as it is typed, handed over when it is left, also by leaving the record. */
export function useTypedText(shown: string, keep: (text: string) => void) {
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const now = useRef({ text, shown, keep });
  useEffect(() => {
    now.current = { text, shown, keep };
  });
  const handOver = () => {
    const { text: typed, shown: held, keep: give } = now.current;
    if (typed !== held) give(typed);
  };
  useEffect(() => handOver, []);
  return { text, setText, handOver };
}

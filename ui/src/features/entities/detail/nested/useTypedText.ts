import { useEffect, useRef, useState } from 'react';

interface TypedText {
  shown: string;
  /** What was typed here before and could not be taken yet. */
  unread?: string | undefined;
  /** Whether the text could be taken. */
  keep(text: string): boolean;
}

/**
 * Text as it is typed, handed over when it is left, also by leaving the record. What is read meanwhile does not touch
 * it until then.
 */
export function useTypedText({ shown, unread, keep }: TypedText) {
  const [text, setText] = useState(unread ?? shown);
  const [isTyped, setTyped] = useState(unread !== undefined);
  const now = useRef({ text, isTyped, shown, keep });
  useEffect(() => {
    now.current = { text, isTyped, shown, keep };
  });
  // What was handed over stays until it is shown.
  useEffect(() => {
    if (!now.current.isTyped) setText(shown);
  }, [shown]);
  const handOver = () => {
    const held = now.current;
    if (held.isTyped && (held.text === held.shown || held.keep(held.text))) setTyped(false);
  };
  useEffect(() => handOver, []);
  return {
    text,
    type: (typed: string) => {
      setText(typed);
      setTyped(true);
    },
    takeBack: () => {
      setText(shown);
      setTyped(false);
    },
    handOver,
  };
}

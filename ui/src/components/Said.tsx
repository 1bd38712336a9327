import { Fragment } from 'react';
import type { Phrase } from '../format/phrase';

/** A sentence with what stands out in it. */
export function Said({ words }: { words: Phrase }) {
  return words.map((part, at) =>
    part.strong ? <b key={at}>{part.text}</b> : <Fragment key={at}>{part.text}</Fragment>,
  );
}

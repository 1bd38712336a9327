import { Fragment } from 'react';
import { fold, hitsOf } from '../../../format/fold';

/** A name with the part of it that was searched for. */
export function Matched({ text, part }: { text: string; part: string }) {
  const sought = fold(part.trim());
  const [hit] = sought === '' ? [] : hitsOf(text, [sought]);
  if (!hit) return <Fragment>{text}</Fragment>;
  const [at, end] = hit;
  return (
    <>
      {text.slice(0, at)}
      <b>{text.slice(at, end)}</b>
      {text.slice(end)}
    </>
  );
}

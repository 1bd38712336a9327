import { Fragment } from 'react';

/** A name with the part of it that was searched for. */
export function Matched({ text, part }: { text: string; part: string }) {
  const sought = part.trim().toLowerCase();
  const at = sought === '' ? -1 : text.toLowerCase().indexOf(sought);
  if (at < 0) return <Fragment>{text}</Fragment>;
  const end = at + sought.length;
  return (
    <>
      {text.slice(0, at)}
      <b>{text.slice(at, end)}</b>
      {text.slice(end)}
    </>
  );
}

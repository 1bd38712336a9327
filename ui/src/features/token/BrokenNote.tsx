import type { TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { Note } from './Note';
import { isDetached } from './reading';

const words = messages.token;

/** Where it breaks, why, and what can be done. */
export function BrokenNote({ token }: { token: TokenView }) {
  const { parts, length, signature } = token;
  // Its text came to no parts, because it was not read at all.
  if (parts.length === 0)
    return (
      <Note look="bad" title={words.notReadTitle(length)}>
        <WhatToDo text={words.copyAlone} />
      </Note>
    );
  if (isDetached(token))
    return (
      <Note look="warn" title={words.detachedTitle} text={words.detachedText}>
        <WhatToDo text={words.bringWhole} />
      </Note>
    );
  const isSigned = signature.state === 'valid';
  const isCut = parts.some(({ state }) => state === 'cutOff' || state === 'missing');
  const complete = parts.filter(({ state }) => state === 'complete').length;
  const breaks = parts.find(({ breaksAt }) => breaksAt !== null)?.breaksAt ?? null;
  return (
    <Note
      look="bad"
      title={isSigned ? words.signedOddTitle : isCut ? words.cutOffTitle : words.damagedTitle}
    >
      {breaks !== null && <Break at={breaks} length={length} />}
      <p className="dim">{words.partsOf(complete, parts.length)}</p>
      <ul className="plain-list dim">
        {parts.map(({ part, problem }) => problem && <li key={part}>{problem}</li>)}
      </ul>
      <WhatToDo text={isSigned ? words.askMaker : words.copyAgain} />
    </Note>
  );
}

function WhatToDo({ text }: { text: string }) {
  return (
    <p>
      <b>{words.whatYouCanDo}</b> {text}
    </p>
  );
}

/** The token as a line, with the mark where it breaks. */
function Break({ at, length }: { at: number; length: number }) {
  const share = `${Math.min(100, (at / Math.max(1, length)) * 100).toFixed(2)}%`;
  return (
    <div className="break">
      <div className="bar" aria-hidden="true">
        <i style={{ width: share }} />
      </div>
      <span className="sm">{words.breaksAt(at, length)}</span>
    </div>
  );
}

import type { ReactNode } from 'react';
import type { TokenPartStateView, TokenPartView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { ClaimRows } from './ClaimRows';

const words = messages.token;
const LOOKS: Record<TokenPartStateView, string> = {
  complete: 'ok',
  cutOff: 'warn',
  broken: 'bad',
  missing: 'bad',
  sealed: '',
};

/** Part by part, how it stands with each and what could be read of it. */
export function PartsTable({ token }: { token: TokenView }) {
  return (
    <section aria-labelledby="token-parts">
      <h2 className="t2 token-part" id="token-parts">
        {words.stillReadable}
      </h2>
      <div className="box token-table">
        <table className="tbl claims parts" aria-labelledby="token-parts">
          <thead>
            <tr>
              <th scope="col">{words.part}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.value}</th>
              <th scope="col">{words.means}</th>
            </tr>
          </thead>
          <tbody>
            {token.parts.map((part) => (
              <PartRows key={part.part} part={part} token={token} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function PartRows({ part, token }: { part: TokenPartView; token: TokenView }) {
  const name = <td>{words.parts[part.part]}</td>;
  const state = (
    <td>
      <span className={`tag ${LOOKS[part.state]}`}>{words.partStates[part.state]}</span>
    </td>
  );
  const claims = part.part === 'header' ? token.header : part.part === 'claims' ? token.claims : [];
  if (claims.length > 0)
    return (
      <ClaimRows claims={claims} columns={5} before={{ first: pair(name, state), other: BLANK }} />
    );
  return (
    <tr>
      {name}
      {state}
      <td colSpan={3} className="dim">
        {messages.common.sentences(
          part.problem ?? undefined,
          part.part === 'signature' ? token.signature.reason : undefined,
        )}
      </td>
    </tr>
  );
}

const pair = (one: ReactNode, other: ReactNode) => (
  <>
    {one}
    {other}
  </>
);
const BLANK = pair(<td />, <td />);

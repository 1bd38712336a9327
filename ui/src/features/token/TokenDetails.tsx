import type { ReactNode } from 'react';
import { Icon } from '../../components/Icon';
import { Empty } from '../../components/State';
import type { ClaimView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { Lifetime } from './Lifetime';

const words = messages.token;

export function TokenDetails({ token }: { token: TokenView }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={messages.token.claims}>
      <div className="page" style={{ maxWidth: 'none', padding: '16px 24px 24px' }}>
        <div className="row tok" style={{ padding: '6px 10px', marginBottom: 14 }}>
          <span className="grow trunc">{token.masked}</span>
          <span className="dim3 nowrap" style={{ fontFamily: 'var(--font)' }}>
            {words.characters(token.length)}
          </span>
          <span className="sep hide-n" />
          <span className="dim3 nowrap hide-n" style={{ fontFamily: 'var(--font)' }}>
            {words.neverShown}
          </span>
        </div>
        <Lifetime token={token} />
        <div className="tgrid">
          {token.form !== 'opaque' ? (
            <Claims token={token} />
          ) : (
            <Empty icon="lock" title={words.opaque} text={words.opaqueText} />
          )}
          <div className="col g20">
            <Part title={words.signature} tag={messages.signatures[token.signature.state]}>
              <p className="sm dim">{token.signature.reason}</p>
            </Part>
            <Part title={words.canDo}>
              <ul>
                {token.scopes.map((scope) => (
                  <li key={scope.scope} className="scope">
                    <span className={scope.granted ? 'c-ok' : 'dim3'}>
                      <Icon name={scope.granted ? 'check' : 'x'} />
                    </span>
                    <span>{scope.meaning}</span>
                    <span />
                    <span className="sm dim3">
                      {scope.granted ? scope.usedFor : words.notGranted}{' '}
                      <span className="mono">{scope.scope}</span>
                    </span>
                  </li>
                ))}
              </ul>
            </Part>
            <Part title={words.base}>
              <div className="tok">
                {token.facts.find((one) => one.fact === 'baseUrl')?.value ?? words.noBase}
              </div>
            </Part>
            <Part title={words.kept}>
              <p className="sm dim">{token.kept?.entry}</p>
            </Part>
          </div>
        </div>
      </div>
    </div>
  );
}

function Part({ title, tag, children }: { title: string; tag?: string; children: ReactNode }) {
  return (
    <section>
      <div className="row" style={{ marginBottom: 6 }}>
        <h2 className="t3">{title}</h2>
        {tag && <span className="tag push">{tag}</span>}
      </div>
      {children}
    </section>
  );
}

function Claims({ token }: { token: TokenView }) {
  return (
    <div className="box" style={{ overflow: 'hidden' }}>
      <table className="tbl claims">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.value}</th>
            <th scope="col">{words.means}</th>
          </tr>
        </thead>
        <tbody>
          <Group title={words.header} claims={token.header} />
          <Group title={words.claims} claims={token.claims} />
        </tbody>
      </table>
    </div>
  );
}

function Group({ title, claims }: { title: string; claims: ClaimView[] }) {
  return (
    <>
      <tr className="h">
        <th scope="colgroup" colSpan={3}>
          {title}
        </th>
      </tr>
      {claims.map((claim) => (
        <tr key={claim.name} data-claim={claim.name}>
          <td className="mono" style={{ width: 92, color: 'var(--text-2)' }}>
            {claim.name}
          </td>
          <td className="mono" style={{ overflowWrap: 'anywhere' }}>
            {claim.value}
          </td>
          <td className="dim">{claim.meaning}</td>
        </tr>
      ))}
    </>
  );
}

import type { ReactNode } from 'react';
import type { FactView, OpaqueView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { showSeconds } from './times';

const words = messages.token;

/** What is known of a token that cannot be read, and from where. */
export function Known({ token }: { token: TokenView }) {
  return (
    <div className="box token-table">
      <table className="tbl claims" aria-label={words.known}>
        <thead>
          <tr>
            <th scope="col">{words.known}</th>
            <th scope="col">{words.value}</th>
            <th scope="col">{words.fromWhere}</th>
          </tr>
        </thead>
        <tbody>
          {token.facts.map((fact) => (
            <Row key={fact.fact} name={words.facts[fact.fact]} from={words.from[fact.from]}>
              {valueOf(fact)}
            </Row>
          ))}
          <Row name={words.length} from={words.from.token}>
            {words.characters(token.length)}
          </Row>
          {token.opaque && <FromItself opaque={token.opaque} />}
        </tbody>
      </table>
    </div>
  );
}

function FromItself({ opaque }: { opaque: OpaqueView }) {
  return (
    <>
      <Row name={words.alphabet} from={words.from.token}>
        {words.alphabets[opaque.alphabet]}
      </Row>
      {opaque.bitsAtMost !== null && (
        <Row name={words.randomness} from={words.from.token}>
          {words.bits(opaque.bitsAtMost)}
        </Row>
      )}
      {opaque.prefixOf && (
        <Row name={words.prefix} from={words.from.token}>
          {words.prefixOf(opaque.prefixOf)}
        </Row>
      )}
    </>
  );
}

function Row({ name, from, children }: { name: string; from: string; children: ReactNode }) {
  return (
    <tr>
      <th scope="row" className="claim-name plain">
        {name}
      </th>
      <td>{children}</td>
      <td className="dim">{from}</td>
    </tr>
  );
}

const MONO: FactView['fact'][] = ['baseUrl', 'client', 'fingerprint'];

export const valueOf = ({ fact, value, time }: FactView): ReactNode =>
  time !== null ? (
    showSeconds(time)
  ) : (
    <span className={MONO.includes(fact) ? 'mono' : ''}>{value}</span>
  );

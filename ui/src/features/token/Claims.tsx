import type { ClaimView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { ClaimRows } from './ClaimRows';

const words = messages.token;

/** Header and claims in the token's own order, with their meaning. */
export function Claims({ token }: { token: TokenView }) {
  return (
    <div className="box token-table">
      <table className="tbl claims" aria-label={words.claimsTitle}>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.value}</th>
            <th scope="col">{words.means}</th>
          </tr>
        </thead>
        <Group title={words.header} claims={token.header} />
        <Group title={words.claims} claims={token.claims} />
      </table>
    </div>
  );
}

function Group({ title, claims }: { title: string; claims: ClaimView[] }) {
  return (
    <tbody>
      <tr className="h">
        <th scope="rowgroup" colSpan={3}>
          {title}
        </th>
      </tr>
      {claims.length === 0 && (
        <tr>
          <td colSpan={3} className="dim">
            {words.noClaims}
          </td>
        </tr>
      )}
      <ClaimRows claims={claims} />
    </tbody>
  );
}

import { Icon } from '../../components/Icon';
import type { ScopeView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { Part } from './Part';
import { scopesIn } from './scopes';

const words = messages.token;

/** Its scopes in plain words, granted against asked. */
export function CanDo({ token }: { token: TokenView }) {
  const { source, scopes } = token;
  const granted = scopes.filter((scope) => scope.granted);
  const others = scopes.filter((scope) => !scope.granted);
  const kind = source.kind === 'connection' ? source.token : undefined;
  return (
    <Part title={words.canDo}>
      {kind === 'idToken' && <p className="sm dim">{words.identityDoes}</p>}
      {kind === 'refreshToken' && <p className="sm dim">{words.refreshDoes}</p>}
      {scopes.length > 0 && (
        <ul aria-label={words.canDo}>
          {[...granted, ...others].map((scope) => (
            <Scope key={scope.scope} scope={scope} />
          ))}
        </ul>
      )}
      {scopes.length === 0 && (kind ?? 'accessToken') === 'accessToken' && (
        <OwnScopes scopes={scopesIn(token)} />
      )}
    </Part>
  );
}

/** Of a service that is not known here: in its own words alone. */
function OwnScopes({ scopes }: { scopes: string[] }) {
  if (scopes.length === 0) return <p className="sm dim">{words.noScopes}</p>;
  return (
    <>
      <p className="sm dim">{words.ownScopes}</p>
      <ul aria-label={words.canDo}>
        {scopes.map((scope) => (
          <li key={scope} className="scope mono sm anywhere">
            {scope}
          </li>
        ))}
      </ul>
    </>
  );
}

function Scope({ scope }: { scope: ScopeView }) {
  return (
    <li className="scope">
      <span className={scope.granted ? 'c-ok' : 'dim3'}>
        <Icon name={scope.granted ? 'check' : 'x'} />
      </span>
      <span>{scope.meaning}</span>
      <span />
      <span className="sm dim3">
        {scope.granted ? scope.usedFor : scope.asked ? words.notGranted : words.notAsked}{' '}
        {scope.granted && !scope.asked && <>{words.grantedUnasked} </>}
        <span className="mono">{scope.scope}</span>
      </span>
    </li>
  );
}

import { Icon } from '../../components/Icon';
import type { ScopeView, TokenKindView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { Part } from './Part';
import { scopesIn } from './scopes';

const words = messages.token;

/** Its scopes in plain words, granted against asked. */
export function CanDo({ token, kind }: { token: TokenView; kind: TokenKindView | null }) {
  const { source, scopes, may } = token;
  // What a brought one was asked with, nobody knows.
  const isAskedKnown = source.kind === 'connection';
  const granted = scopes.filter((scope) => scope.granted);
  const others = scopes.filter((scope) => !scope.granted);
  return (
    <Part title={words.canDo}>
      {kind === 'idToken' && <p className="sm dim">{words.identityDoes}</p>}
      {kind === 'refreshToken' && <p className="sm dim">{words.refreshDoes}</p>}
      {scopes.length > 0 && (
        <ul aria-label={words.canDo}>
          {[...granted, ...others].map((scope) => (
            <Scope key={scope.scope} scope={scope} isAskedKnown={isAskedKnown} />
          ))}
        </ul>
      )}
      {scopes.length === 0 && (kind ?? 'accessToken') === 'accessToken' && (
        <OwnScopes scopes={scopesIn(token)} mayTry={may.tryIt} />
      )}
    </Part>
  );
}

/** Of a service that is not known here: in its own words alone. */
function OwnScopes({ scopes, mayTry }: { scopes: string[]; mayTry: boolean }) {
  if (scopes.length === 0)
    return <p className="sm dim">{mayTry ? words.noScopesTry : words.noScopes}</p>;
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

function standing({ granted, asked, usedFor }: ScopeView, isAskedKnown: boolean): string {
  if (granted) return isAskedKnown && !asked ? `${usedFor} ${words.grantedUnasked}` : usedFor;
  if (!isAskedKnown) return words.notInToken;
  return asked ? words.notGranted : words.notAsked;
}

function Scope({ scope, isAskedKnown }: { scope: ScopeView; isAskedKnown: boolean }) {
  return (
    <li className="scope">
      <span className={scope.granted ? 'c-ok' : 'dim3'}>
        <Icon name={scope.granted ? 'check' : 'x'} />
      </span>
      <span>{scope.meaning}</span>
      <span />
      <span className="sm dim3">
        {standing(scope, isAskedKnown)} <span className="mono">{scope.scope}</span>
      </span>
    </li>
  );
}

import { Menu } from '@mantine/core';
import { useState } from 'react';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Mark } from '../../components/Mark';
import { useNow } from '../../components/useNow';
import { showDuration, showInstant, toMillis } from '../../format/dates';
import type { ConnectionView } from '../../ipc/client';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { messages } from '../../messages';
import { useDescription } from '../services/queries';

export interface ConnectionActions {
  open(): void;
  signOut(): void;
  remove(): void;
  resetDemo(): void;
  inspect(): void;
  saveDescription(): void;
  answers(): void;
  readDescription(): void;
}

export function ConnectionRow({
  connection,
  actions,
  busy,
}: {
  connection: ConnectionView;
  actions: ConnectionActions;
  busy: boolean;
}) {
  const [unfolded, setUnfolded] = useState(false);
  const words = messages.connections;
  const out = connection.session.state === 'signedOut';
  const demo = connection.environment === 'demo';
  const missing = notGranted(connection);
  return (
    <li data-testid={`connection-${connection.id}`}>
      <div className="conn-row">
        <Mark
          text={connection.mark}
          state={connection.session.state}
          dashed={connection.environment !== 'production'}
          large
        />
        <div className="meta">
          <div className="row row-6">
            <button
              type="button"
              className="linkb trunc"
              style={{ color: 'var(--text)', fontWeight: 600 }}
              aria-expanded={unfolded}
              aria-label={words.details(connection.company)}
              onClick={() => setUnfolded(!unfolded)}
            >
              {connection.company}
            </button>
            <span className={connection.environment === 'production' ? 'tag prod' : 'tag'}>
              {messages.environments[connection.environment]}
            </span>
            {!connection.pkce && (
              <span className="tag warn" title={words.withoutPkceText}>
                {words.withoutPkce}
              </span>
            )}
          </div>
          <span className="sm dim3 trunc">
            {[connection.serviceTitle, hostOf(connection.baseUrl)].filter(Boolean).join(', ')}
          </span>
          {missing.length > 0 && (
            <span className="sm c-warn not-granted">
              <Icon name="alert" size={14} />
              {words.notGranted(missing)}
            </span>
          )}
        </div>
        <div className="meta">
          <span className="trunc">{connection.person}</span>
          <span className="sm dim3 trunc">{connection.personEmail}</span>
        </div>
        <div className="meta">
          <Session connection={connection} />
        </div>
        <div className="row row-4" style={{ justifyContent: 'flex-end', minWidth: 112 }}>
          <Button disabled={busy} onClick={actions.open}>
            {out ? words.signIn : words.open}
          </Button>
          <Menu position="bottom-end" width={connection.isDescribed ? 232 : 200}>
            <Menu.Target>
              <Button look="ghost" square icon="dots" aria-label={words.more(connection.company)} />
            </Menu.Target>
            <Menu.Dropdown aria-label={words.more(connection.company)}>
              <Menu.Item disabled={out} onClick={actions.inspect}>
                {words.inspect}
              </Menu.Item>
              <Menu.Item disabled={out} onClick={actions.signOut}>
                {words.signOut}
              </Menu.Item>
              {connection.isDescribed && (
                <>
                  <Menu.Item onClick={actions.answers}>{words.answers}</Menu.Item>
                  <Menu.Item onClick={actions.readDescription}>{words.readDescription}</Menu.Item>
                  <Menu.Item onClick={actions.saveDescription}>{words.saveDescription}</Menu.Item>
                </>
              )}
              {demo && <Menu.Item onClick={actions.resetDemo}>{words.resetDemo}</Menu.Item>}
              <Menu.Item onClick={actions.remove}>{words.remove}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      {connection.problem && <ErrorNotice error={connection.problem} onStep={actions.open} />}
      {unfolded && <Details connection={connection} onInspect={actions.inspect} />}
    </li>
  );
}

function Description({ connectionId }: { connectionId: string }) {
  const words = messages.connections;
  const { data } = useDescription(connectionId);
  if (!data) return null;
  return (
    <>
      <dt className="dim3">{words.description}</dt>
      <dd>
        {data.isBuiltIn
          ? words.builtIn
          : data.readAt === null
            ? words.neverRead
            : words.readAt(showInstant(new Date(toMillis(data.readAt)).toISOString()))}{' '}
        {data.problem?.message}
      </dd>
    </>
  );
}

/** What was asked for and taken off by the person who signed in. */
const notGranted = (connection: ConnectionView): string[] =>
  connection.scopes.flatMap((one) => (one.asked && !one.granted ? [one.meaning] : []));

const hostOf = (url: string | null): string =>
  url?.replace(/^https?:\/\//, '').replace(/\/.*$/, '') ?? '';

function Session({ connection }: { connection: ConnectionView }) {
  const now = useNow(10_000);
  const words = messages.connections;
  const { state, expiresAt, renews, reason } = connection.session;
  if (state === 'signedOut') {
    return (
      <>
        <span className="c-danger">
          {isTemporary(connection) ? words.temporaryEnded : messages.sessions.signedOut}
        </span>
        <span className="sm dim3 trunc">{reason}</span>
      </>
    );
  }
  const left = expiresAt === null ? null : toMillis(expiresAt) - now;
  if (left !== null && left <= 0 && isTemporary(connection))
    return <span className="c-danger">{words.temporaryEnded}</span>;
  if (state === 'ready' && left === null && connection.grant === 'token')
    return <span>{words.permanentToken}</span>;
  return (
    <>
      <span className={state === 'ready' ? 'nowrap' : 'nowrap c-warn'}>
        {state !== 'ready'
          ? messages.sessions[state]
          : left === null
            ? words.noExpiry
            : renews
              ? words.left(showDuration(left, true))
              : words.endsIn(showDuration(left, true))}
      </span>
      {left !== null && (
        <span className="life" aria-hidden="true">
          <i
            className={left < 600_000 ? 'warn' : ''}
            style={{ width: `${Math.max(0, Math.min(100, left / 36_000))}%` }}
          />
        </span>
      )}
      {(reason || renews || left !== null) && (
        <span className="sm dim3 trunc">{reason ?? (renews ? words.renews : words.renewsNot)}</span>
      )}
    </>
  );
}

/** Its token was not obtained in a browser, and nothing renews it. */
const isTemporary = ({ grant, session }: ConnectionView): boolean =>
  grant === 'password' || (grant === 'token' && session.expiresAt !== null);

function Details({ connection, onInspect }: { connection: ConnectionView; onInspect(): void }) {
  const words = messages.connections;
  const granted = connection.scopes.filter((scope) => scope.granted);
  const missing = notGranted(connection);
  return (
    <dl className="sm conn-details">
      {(granted.length > 0 || !connection.mayWrite) && (
        <>
          <dt className="dim3">{words.mayDo}</dt>
          <dd>
            {words.granted(
              granted.map((scope) => scope.meaning),
              connection.mayWrite,
            )}{' '}
            <span className="mono dim3 hide-n">
              {granted.map((scope) => scope.scope).join(' ')}
            </span>
          </dd>
        </>
      )}
      {missing.length > 0 && (
        <>
          <dt className="dim3">{words.notGrantedTitle}</dt>
          <dd>
            {words.missing(missing)} <span className="dim3">{words.asksAgain}</span>
          </dd>
        </>
      )}
      {!connection.pkce && (
        <>
          <dt className="dim3">{words.withoutPkce}</dt>
          <dd>{words.withoutPkceText}</dd>
        </>
      )}
      <dt className="dim3">{words.base}</dt>
      <dd className="mono">{connection.baseUrl ?? messages.token.noBase}</dd>
      {connection.isDescribed && <Description connectionId={connection.id} />}
      <dt className="dim3">{words.tokens}</dt>
      <dd className="row row-6">
        <Icon name="lock" size={14} />
        {words.kept}
        <button type="button" className="linkb" onClick={onInspect}>
          {words.inspect}
        </button>
      </dd>
    </dl>
  );
}

import { useNow } from '../../../components/useNow';
import { showDuration, toMillis } from '../../../format/dates';
import type { ConnectionView, EntityTypeView } from '../../../ipc/client';
import { usePace } from '../../../ipc/queries';
import { messages } from '../../../messages';

interface StatusBarProps {
  connection: ConnectionView;
  type: EntityTypeView;
  shown: number | undefined;
  all: number | undefined;
}

export function StatusBar({ connection, type, shown, all }: StatusBarProps) {
  const words = messages.workspace;
  const rows =
    shown === undefined
      ? ''
      : all !== undefined && all > shown
        ? words.rowsOf(shown, all)
        : words.rows(shown);
  return (
    <footer className="statusbar" data-testid="status">
      <span role="status">{rows}</span>
      {connection.unsentChanges > 0 && (
        <>
          <span className="sep" />
          <span className="c-warn">{words.unsent(connection.unsentChanges)}</span>
        </>
      )}
      <span className="push" />
      <Learnt type={type} />
      {connection.allowedRequestsPerMinute > 0 && (
        <>
          <Requests connection={connection} />
          <span className="sep hide-n" />
        </>
      )}
      <Person connection={connection} />
    </footer>
  );
}

/** How much of what the service allows was used in the last minute. */
function Requests({ connection }: { connection: ConnectionView }) {
  const pace = usePace(connection);
  const limit = messages.workspace.limit(connection.allowedRequestsPerMinute);
  if (!pace) return <span className="hide-n">{limit}</span>;
  return (
    <span
      className={`hide-n ${pace.pausedUntil ? 'c-warn' : ''}`}
      title={limit}
      data-testid="requests"
    >
      {messages.workspace.requests(pace.used, pace.perMinute)}
    </span>
  );
}

/** What the service sends and nobody had described. */
function Learnt({ type }: { type: EntityTypeView }) {
  const learnt = type.fields.filter((field) => field.origin === 'learnt');
  if (learnt.length === 0) return null;
  return (
    <>
      <span className="hide-n" title={learnt.map((field) => field.title).join(', ')}>
        {messages.workspace.learnt(learnt.length)}
      </span>
      <span className="sep hide-n" />
    </>
  );
}

const DOTS = { ready: 'ok', renewing: 'warn', offline: 'off', signedOut: 'bad' };

function Person({ connection }: { connection: ConnectionView }) {
  const now = useNow(10_000);
  const words = messages.workspace;
  const { state, expiresAt } = connection.session;
  const left = expiresAt === null ? null : toMillis(expiresAt) - now;
  const text =
    state === 'signedOut'
      ? words.signedOutAs(connection.person)
      : left === null || left <= 0
        ? words.signedInOpen(connection.person)
        : words.signedIn(connection.person, showDuration(left, true));
  return (
    <span className="st-l">
      <span className={`dot ${DOTS[state]}`} />
      {text}
    </span>
  );
}

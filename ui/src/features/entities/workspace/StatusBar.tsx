import { useNow } from '../../../components/useNow';
import { showDuration, toMillis } from '../../../format/dates';
import type { ConnectionView } from '../../../ipc/client';
import { usePace } from '../../../ipc/queries';
import { messages } from '../../../messages';

interface StatusBarProps {
  connection: ConnectionView;
  shown: number | undefined;
  all: number | undefined;
}

export function StatusBar({ connection, shown, all }: StatusBarProps) {
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

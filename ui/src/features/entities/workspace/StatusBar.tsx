import { useNow } from '../../../components/useNow';
import { showDuration, toMillis } from '../../../format/dates';
import type { ConnectionView, EntityTypeView } from '../../../ipc/client';
import { usePace } from '../../../ipc/queries';
import { messages } from '../../../messages';
import './statusbar.css';
import type { Totals } from './totals';

interface StatusBarProps {
  connection: ConnectionView;
  type: EntityTypeView;
  shown: number | undefined;
  all: number | undefined;
  /** Rows that are ticked. */
  chosen: number;
  totals: Totals | undefined;
}

export function StatusBar({ connection, type, shown, all, chosen, totals }: StatusBarProps) {
  const words = messages.workspace;
  const rows =
    shown === undefined
      ? ''
      : chosen > 0
        ? messages.totals.selectedOf(chosen, shown)
        : all !== undefined && all > shown
          ? words.rowsOf(shown, all)
          : words.rows(shown);
  return (
    <footer className="statusbar" data-testid="status">
      <span role="status">{rows}</span>
      {totals && <Sums {...totals} />}
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

/** On a narrow window the last ones go first. */
function Sums({ of, totals }: Totals) {
  if (of === undefined && totals.length === 0) return null;
  return (
    <>
      <span className="sep" />
      {of !== undefined && <span className="total">{of}</span>}
      {totals.map(({ label, value }, at) => (
        <span key={label} className={`total total-${at + 1}`} data-testid="total">
          {label} <b>{value}</b>
        </span>
      ))}
    </>
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
      <span className="trunc" title={text}>
        {text}
      </span>
    </span>
  );
}

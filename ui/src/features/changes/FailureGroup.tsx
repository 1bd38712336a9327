import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { copyDetails } from '../../errors/ErrorNotice';
import type { FailureGroupView, OutcomeView } from '../../ipc/client';
import { useCatalogue } from '../../ipc/queries';
import { messages } from '../../messages';
import { openRecord } from '../entities/openRecord';
import { RowFix } from './RowFix';

const words = messages.runs;

interface FailureGroupProps {
  connectionId: string;
  group: FailureGroupView;
  isSending: boolean;
  /** All its rows stand below it. */
  isOpen: boolean;
  onOpen(isOpen: boolean): void;
  onSend(changeIds: string[]): void;
  /** To the two versions that are to be chosen from. */
  onCompare(): void;
  /** Shows what keeps a record from being deleted. */
  onUses(outcome: OutcomeView): void;
}

/** Changes that were not done for one reason: what happened, why, and what can be done here. */
export function FailureGroup({
  connectionId,
  group,
  isSending,
  isOpen,
  onOpen,
  onSend,
  onCompare,
  onUses,
}: FailureGroupProps) {
  const { error, rows, count, status, changeIds, mayRetry } = group;
  const fieldOf = useFieldOf(connectionId, group);
  const first = rows[0]?.outcome;
  if (!first) return null;
  const isConflict = first.outcome === 'conflict';
  const isCut = count > rows.length;
  const mayFix = rows.some(({ outcome }) => fieldOf(outcome));
  return (
    <div className="failrow" data-outcome={first.outcome} data-problem>
      <span className="c-danger fail-icon">
        <Icon name="err" />
      </span>
      <div className="row">
        <b>
          {count === 1
            ? words.failed(first.title, words.verbs[first.kind])
            : words.failedMany(count)}
        </b>
        <span className="push sm dim3 mono">{status ?? messages.outcomes[first.outcome]}</span>
      </div>
      <dl className="why">
        <dt>{words.why}</dt>
        <dd>{error.message}</dd>
        {count > 1 && !mayFix && !isOpen && (
          <>
            <dt>{words.which}</dt>
            <dd className="row row-6 wrap">
              {rows.map(({ outcome }) => (
                <button
                  key={outcome.changeId}
                  type="button"
                  className="link"
                  onClick={() => openRecord({ connectionId, ...outcome })}
                >
                  {outcome.title}
                </button>
              ))}
              {isCut && <span className="dim">{words.andMore(count - rows.length)}</span>}
            </dd>
          </>
        )}
        <dt>{words.canDo}</dt>
        <dd className="col g6">
          {mayFix && <span>{words.correct}</span>}
          {isConflict && <span>{words.compareText(count)}</span>}
          {mayFix &&
            !isOpen &&
            rows.map(({ outcome }) => (
              <RowFix
                key={outcome.changeId}
                connectionId={connectionId}
                outcome={outcome}
                field={fieldOf(outcome)}
                isSending={isSending}
                isOne={count === 1}
                onSend={() => onSend([outcome.changeId])}
              />
            ))}
          {mayFix && isCut && !isOpen && (
            <span className="dim">{words.andMore(count - rows.length)}</span>
          )}
          <span className="row row-6 wrap">
            {isConflict && (
              <Button size="xsm" icon="merge" onClick={onCompare}>
                {words.compare(count)}
              </Button>
            )}
            {isCut && (
              <Button size="xsm" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
                {isOpen ? words.showFew : words.showAllOf(count)}
              </Button>
            )}
            {mayRetry && (
              <Button
                size="xsm"
                icon="refresh"
                disabled={isSending}
                onClick={() => onSend(changeIds)}
              >
                {count === 1 ? messages.common.tryAgain : words.tryAll(count)}
              </Button>
            )}
            {count === 1 && mayBeInUse(first) && (
              <Button size="xsm" onClick={() => onUses(first)}>
                {messages.deleting.uses}
              </Button>
            )}
            {count === 1 && (
              <Button
                size="xsm"
                look="ghost"
                icon="table"
                aria-label={words.openOf(first.title)}
                onClick={() => openRecord({ connectionId, ...first })}
              >
                {words.openInRows}
              </Button>
            )}
            <Button size="xsm" look="ghost" icon="copy" onClick={() => copyDetails(error)}>
              {messages.common.copyDetails}
            </Button>
          </span>
        </dd>
      </dl>
    </div>
  );
}

/** The field of a record in which changes of a group can be put right. */
export function useFieldOf(connectionId: string, group: FailureGroupView | undefined) {
  const types = useCatalogue(connectionId).data?.entityTypes ?? [];
  return (outcome: OutcomeView) =>
    types
      .find((type) => type.name === outcome.entityType)
      ?.fields.find((field) => field.name === group?.field);
}

/** A delete that other records keep from being done: 406, or 409 (bidcore-api.md, section 6; RFC 9110 §15.5.10). */
const mayBeInUse = ({ kind, outcome, status }: OutcomeView): boolean =>
  kind === 'delete' && outcome !== 'unknown' && (status === 406 || status === 409);

import { memo, type ReactNode } from 'react';
import { Icon } from '../../components/Icon';
import type { OutcomeKindView, RunRowView } from '../../ipc/client';
import { messages } from '../../messages';
import { listed } from '../../messages/plural';
import { openRecord } from '../entities/openRecord';

const words = messages.runs;

interface RunRowProps {
  row: RunRowView;
  connectionId: string;
  /** It is on its way now. */
  isNext?: boolean;
  /** At the end of the line; its time without it. */
  children?: ReactNode;
}

const BAD: OutcomeKindView[] = ['refused', 'conflict'];

/** One change of a run and what became of it. */
export const RunRow = memo(function RunRow({
  row,
  connectionId,
  isNext = false,
  children,
}: RunRowProps) {
  const { outcome, subtitle, fieldTitles, tookMs } = row;
  const { kind, title, entityType, id } = outcome;
  const isBad = BAD.includes(outcome.outcome);
  const isUnknown = outcome.outcome === 'unknown';
  return (
    <div className="runrow" data-outcome={outcome.outcome}>
      <Mark outcome={outcome.outcome} isNext={isNext} />
      <span className="runrow-title">
        <button
          type="button"
          className="rr-title trunc"
          title={words.openOf(title)}
          onClick={() => openRecord({ connectionId, entityType, id })}
        >
          {title}
        </button>
        <span className="dim3 trunc">{subtitle}</span>
      </span>
      <span className="trunc dim">{kind === 'edit' ? listed(fieldTitles) : words.kinds[kind]}</span>
      <span className={`trunc ${isBad ? 'c-danger' : isUnknown ? 'c-warn' : 'dim'}`}>
        {outcome.outcome === 'done'
          ? words.doneVerbs[kind]
          : words.outcome(messages.outcomes[outcome.outcome], isBad ? outcome.status : null)}
      </span>
      {children ?? (
        <span className="num sm dim3">
          {tookMs !== null && words.tookMs((tookMs / 1000).toFixed(1))}
        </span>
      )}
    </div>
  );
});

function Mark({ outcome, isNext }: { outcome: OutcomeKindView; isNext: boolean }) {
  if (outcome === 'done') return <Icon name="check" className="c-ok" />;
  if (BAD.includes(outcome)) return <Icon name="err" className="c-danger" />;
  if (outcome === 'unknown') return <Icon name="help" className="c-warn" />;
  return <span className={isNext ? 'spin' : 'dot off'} />;
}

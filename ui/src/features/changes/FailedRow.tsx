import type { FieldView, RunRowView } from '../../ipc/client';
import { messages } from '../../messages';
import { openRecord } from '../entities/openRecord';
import { RowFix } from './RowFix';

const words = messages.runs;

interface FailedRowProps {
  connectionId: string;
  row: RunRowView;
  /** In which it can be put right. */
  field: FieldView | undefined;
  isSending: boolean;
  onSend(): void;
}

/** One of many changes that were not done for one reason, below that reason. */
export function FailedRow({ connectionId, row, field, isSending, onSend }: FailedRowProps) {
  const { outcome, subtitle } = row;
  return (
    <div className="failed-one" data-outcome={outcome.outcome}>
      <span className="runrow-title">
        <button
          type="button"
          className="rr-title trunc"
          title={words.openOf(outcome.title)}
          onClick={() => openRecord({ connectionId, ...outcome })}
        >
          {outcome.title}
        </button>
        <span className="dim3 trunc">{subtitle}</span>
      </span>
      {field && (
        <RowFix
          connectionId={connectionId}
          outcome={outcome}
          field={field}
          isSending={isSending}
          isOne
          onSend={onSend}
        />
      )}
    </div>
  );
}

import { useState } from 'react';
import { Button } from '../../components/Button';
import { showClock } from '../../format/dates';
import type { OutcomeKindView, UndoRequest, WrittenView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { visit } from '../../place';
import { Changed } from './Changed';
import { WriteDetails } from './WriteDetails';

const words = messages.activity;

const DOTS: Record<OutcomeKindView, string> = {
  done: 'ok',
  refused: 'bad',
  conflict: 'bad',
  notSent: 'off',
  unknown: 'warn',
  waiting: 'warn',
};

interface WriteLineProps {
  write: WrittenView;
  /** It stands below its run. */
  isInside?: boolean;
  /** It undid another. */
  isUndo: boolean;
  onUndo(request: UndoRequest): void;
}

/** One write: when, what, before and after, how it ended, and its undoing. */
export function WriteLine({ write, isInside, isUndo, onUndo }: WriteLineProps) {
  const [isOpen, setOpen] = useState(false);
  const { entry, connectionId, undoneAt } = write;
  const isDone = entry.outcome === 'done';
  const mayUndo = isDone && undoneAt === null && write.notUndoable === null;
  const undo = () => onUndo({ connectionId, what: { kind: 'write', number: entry.number } });
  return (
    <>
      <tr data-journal={entry.outcome}>
        <td className="dim nowrap">{showClock(entry.at)}</td>
        <td className={isInside ? 'activity-inside' : undefined}>
          <button
            type="button"
            className="activity-record"
            onClick={() =>
              visit(paths.entities(connectionId, entry.entityType, { record: entry.id }), {
                again: true,
              })
            }
          >
            {entry.title}
          </button>
          <div className="sm dim3">
            {isInside ? entry.entityTypeTitle : words.where(entry.entityTypeTitle, entry.company)}
          </div>
        </td>
        <td>
          <Changed write={write} />
          {entry.kind === 'delete' && isDone && write.keptFields > 0 && (
            <span className="dim">{words.kept(write.keptFields)}</span>
          )}
        </td>
        <td className="nowrap">
          <span className="st-l">
            <span className={`dot ${undoneAt === null ? DOTS[entry.outcome] : 'off'}`} />
            {undoneAt === null
              ? words.answered(entry.status, messages.outcomes[entry.outcome])
              : words.undoneAt(entry.status, showClock(undoneAt))}
          </span>
        </td>
        <td className="num">
          <span className="activity-do">
            {mayUndo && (
              <Button
                size="xsm"
                icon={isUndo ? 'redo' : 'undo'}
                aria-label={words.undoOf(entry.title)}
                onClick={undo}
              >
                {isUndo ? words.doAgain : entry.kind === 'delete' ? words.makeAnew : words.undo}
              </Button>
            )}
            <Button
              size="xsm"
              look="ghost"
              square={mayUndo}
              icon={mayUndo ? (isOpen ? 'cu' : 'cd') : undefined}
              aria-expanded={isOpen}
              aria-label={words.detailsOf(entry.title)}
              title={words.details}
              onClick={() => setOpen(!isOpen)}
            >
              {!mayUndo && words.details}
            </Button>
          </span>
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td />
          <td colSpan={4}>
            <WriteDetails write={write} onUndo={mayUndo ? onUndo : undefined} />
          </td>
        </tr>
      )}
    </>
  );
}

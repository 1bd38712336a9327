import { showDuration } from '../../format/dates';
import type { RunSummaryView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.runs;

/** How far a run is: the number first, the bar, then what became of them. */
export function RunProgress({ run, isOver = false }: { run: RunSummaryView; isOver?: boolean }) {
  const { total, done, refused, conflicts, unknown, notSent, left, secondsLeft } = run;
  const ended = total - left;
  const share = (n: number) => `${total ? (n / total) * 100 : 0}%`;
  return (
    <div className="col g8">
      <div className="row base wrap">
        <span className={isOver ? 't2' : 'big'}>
          {isOver ? words.savedOf(done, total) : words.doneOf(ended, total)}
        </span>
        {!isOver && <span className="dim">{words.done}</span>}
        {run.state === 'running' && secondsLeft !== null && (
          <span className="push sm dim3">{words.about(showDuration(secondsLeft * 1000))}</span>
        )}
      </div>
      <div
        className="prog"
        role="progressbar"
        aria-label={words.progress}
        aria-valuemin={0}
        aria-valuenow={ended}
        aria-valuemax={total}
      >
        <i className="ok" style={{ width: share(done) }} />
        <i className="bad" style={{ width: share(refused + conflicts) }} />
        <i className="warn" style={{ width: share(unknown) }} />
      </div>
      <div className="row row-12 sm wrap">
        {!isOver && <Count look="ok" text={words.saved(done)} />}
        {refused > 0 && <Count look="bad" text={words.refused(refused)} />}
        {conflicts > 0 && <Count look="bad" text={words.conflicts(conflicts)} />}
        {unknown > 0 && <Count look="warn" text={words.noAnswerCount(unknown)} />}
        {notSent > 0 && <Count look="off" text={words.notSent(notSent)} />}
        {left > 0 && <span className="dim3">{words.leftCount(left)}</span>}
      </div>
    </div>
  );
}

function Count({ look, text }: { look: string; text: string }) {
  return (
    <span className="st-l">
      <span className={`dot ${look}`} />
      {text}
    </span>
  );
}

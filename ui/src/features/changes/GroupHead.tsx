import { showWhen } from '../../format/dates';
import type { ReviewedGroupView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.review;

interface GroupHeadProps {
  group: ReviewedGroupView;
  onInclude(isIncluded: boolean): void;
}

/** The changes of one entity type: how many, and against which copy they were checked. */
export function GroupHead({ group, onInclude }: GroupHeadProps) {
  const { plural, counts, asOf } = group;
  const isAny = counts.leftOut < counts.total;
  return (
    <div className="rg-h">
      <input
        type="checkbox"
        aria-label={words.includeGroup(plural)}
        checked={counts.leftOut === 0}
        ref={(box) => {
          if (box) box.indeterminate = counts.leftOut > 0 && isAny;
        }}
        onChange={(event) => onInclude(event.target.checked)}
      />
      <h2 className="t3">{plural}</h2>
      <span className="dim3 nowrap">{words.changes(counts.total)}</span>
      <span className="push sm dim3 trunc">
        {words.groupNote(counts)}
        {asOf !== null && (
          <span className="hide-n">
            {'; '}
            {words.checkedAgainst(showWhen(asOf, Date.now()))}
          </span>
        )}
      </span>
    </div>
  );
}

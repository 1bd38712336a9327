import { useCallback, useLayoutEffect, useRef, type Ref } from 'react';
import {
  VirtualRows,
  type RowSection,
  type SeenRows,
  type VirtualRowsHandle,
} from '../../components/VirtualRows';
import { ErrorNotice } from '../../errors/ErrorNotice';
import {
  commands,
  type ChangeView,
  type ConnectionView,
  type FieldView,
  type ReviewShow,
  type ReviewSummaryView,
} from '../../ipc/client';
import { useCatalogue } from '../../ipc/queries';
import { messages } from '../../messages';
import { Doubt } from './Doubt';
import { DoubtsHead } from './DoubtsHead';
import { GroupHead } from './GroupHead';
import { rowsKey, useDoubts, type ReviewActions } from './queries';
import { ReviewRow } from './ReviewRow';
import { countIn } from './shows';
import { useWindows } from './useWindows';

const DOUBTS = ' doubts';
const NO_FIELDS: FieldView[] = [];
/** Of a row with one field. */
const ROW = 51;
const DOUBT = 180;

interface ReviewListProps {
  connection: ConnectionView;
  summary: ReviewSummaryView;
  show: ReviewShow;
  actions: ReviewActions;
  /** Shows what uses a record that is to be deleted. */
  onUses(change: ChangeView): void;
  ref: Ref<VirtualRowsHandle>;
}

/** The changes that are shown, by entity type, read as they come into sight. */
export function ReviewList({ connection, summary, show, actions, onUses, ref }: ReviewListProps) {
  const connectionId = connection.id;
  const types = useCatalogue(connectionId).data?.entityTypes ?? [];
  const doubts = useDoubts(connectionId).data ?? [];
  const groups = summary.groups
    .map((group) => ({ ...group, shown: countIn(group.counts, show) }))
    .filter(({ shown }) => shown > 0);
  const starts = new Map<string, number>();
  let total = 0;
  for (const { entityType, shown } of groups) {
    starts.set(entityType, total);
    total += shown;
  }
  const { at, see, error } = useWindows([...rowsKey(connectionId), show], total, (from, count) =>
    commands
      .reviewRows({ connectionId, entityType: null, show, from, count })
      .then((window) => window.rows),
  );
  const startsNow = useRef(starts);
  useLayoutEffect(() => {
    startsNow.current = starts;
  });
  const onSee = useCallback(
    (seen: SeenRows[]) => {
      const mine = seen.flatMap(({ key, first, last }) => {
        const start = startsNow.current.get(key);
        return start === undefined ? [] : [{ first: start + first, last: start + last }];
      });
      if (mine.length > 0) see(mine[0]!.first, mine.at(-1)!.last);
    },
    [see],
  );
  const sections: RowSection[] = groups.map((group) => {
    const fields = types.find((one) => one.name === group.entityType)?.fields ?? NO_FIELDS;
    const start = starts.get(group.entityType)!;
    return {
      key: group.entityType,
      head: (
        <GroupHead
          group={group}
          onInclude={(isIncluded) =>
            actions.include({
              changes: { kind: 'group', entityType: group.entityType },
              isIncluded,
            })
          }
        />
      ),
      count: group.shown,
      estimate: ROW,
      render: (n) => {
        const row = at(start + n);
        return row ? (
          <ReviewRow
            key={row.change.changeId}
            row={row}
            fields={fields}
            connection={connection}
            actions={actions}
            onUses={onUses}
          />
        ) : (
          <div className="rr waiting" style={{ height: ROW }} aria-busy="true" />
        );
      },
    };
  });
  if (show === 'all')
    sections.unshift({
      key: DOUBTS,
      head: <DoubtsHead count={doubts.length} />,
      count: doubts.length,
      estimate: DOUBT,
      render: (n) => <Doubt key={doubts[n]!.changeId} connection={connection} doubt={doubts[n]!} />,
    });
  if (error) return <ErrorNotice error={error} />;
  return (
    <VirtualRows
      ref={ref}
      label={messages.review.list}
      sections={sections}
      onSee={onSee}
      onKey={(key, section, n) => {
        const row = key === ' ' ? at((starts.get(section) ?? NaN) + n) : undefined;
        if (!row || row.problems.length > 0) return key === ' ';
        actions.include({
          changes: { kind: 'ids', changeIds: [row.change.changeId] },
          isIncluded: !row.isIncluded,
        });
        return true;
      }}
    />
  );
}

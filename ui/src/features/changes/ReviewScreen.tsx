import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/Button';
import { Confirm } from '../../components/Confirm';
import { Empty, Loading } from '../../components/State';
import { useKeys } from '../../components/useKeys';
import { ErrorNotice } from '../../errors/ErrorNotice';
import type { EntityRequest, ReviewGroupView } from '../../ipc/client';
import { useCatalogue, useConnection } from '../../ipc/queries';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { SessionBanners } from '../connections/SessionBanners';
import { DeleteDialog } from '../entities/deleting/DeleteDialog';
import { useReview, useReviewActions } from './queries';
import { ReviewRow } from './ReviewRow';
import { ReviewSide } from './ReviewSide';
import { useProblems } from './useProblems';

const words = messages.review;

/** Every unsent change of a company as before and after; the only way out to the service. */
export function ReviewScreen({ connectionId }: { connectionId: string }) {
  const [, go] = useLocation();
  const connection = useConnection(connectionId);
  const catalogue = useCatalogue(connectionId);
  const review = useReview(connectionId);
  const { revert, keepMine, discard, send, sending } = useReviewActions(connectionId);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const back = () => go(paths.connection(connectionId));
  useKeys({ escape: back });
  useProblems();
  const all = review.data?.groups.flatMap((group) => group.changes) ?? [];
  const fieldsOf = (entityType: string) =>
    catalogue.data?.entityTypes.find((one) => one.name === entityType)?.fields ?? [];
  const [uses, setUses] = useState<EntityRequest>();
  const chosen = all.filter(
    (change) => change.problems.length === 0 && !leftOut.has(change.changeId),
  );
  const include = (ids: string[], included: boolean) => {
    const next = new Set(leftOut);
    ids.forEach((id) => (included ? next.delete(id) : next.add(id)));
    setLeftOut(next);
  };
  return (
    <main className="main" data-pane="main">
      <header className="topbar">
        <Button look="ghost" square icon="cl" aria-label={words.back} onClick={back} />
        <h1 className="t2">{words.title}</h1>
        <span className="dim3 trunc">{words.lead}</span>
        <span className="grow" />
        <Button
          look="ghost"
          icon="trash"
          disabled={all.length === 0}
          onClick={() => setAsking(true)}
        >
          {words.discard}
        </Button>
      </header>
      {connection && <SessionBanners connection={connection} />}
      {review.isPending && <Loading label={messages.common.loading} />}
      {review.isError && <ErrorNotice error={review.error} onStep={() => void review.refetch()} />}
      {review.data && all.length === 0 && (
        <Empty icon="check" title={words.empty} text={words.emptyText}>
          <Button look="pri" onClick={back}>
            {words.back}
          </Button>
        </Empty>
      )}
      {review.data && connection && all.length > 0 && (
        <div className="rv">
          <div className="scroll">
            {review.data.groups.map((group) => (
              <section key={group.entityType} aria-label={group.plural}>
                <GroupHead group={group} leftOut={leftOut} onInclude={include} />
                <ul>
                  {group.changes.map((change) => (
                    <ReviewRow
                      key={change.changeId}
                      change={change}
                      fields={fieldsOf(group.entityType)}
                      service={connection.serviceTitle}
                      onUses={() =>
                        setUses({ connectionId, entityType: group.entityType, id: change.id })
                      }
                      included={!leftOut.has(change.changeId)}
                      onInclude={(included) => include([change.changeId], included)}
                      onUndo={() => revert({ change, field: null })}
                      onKeepMine={(field) => keepMine({ change, field })}
                      onTakeTheirs={(field) => revert({ change, field })}
                    />
                  ))}
                </ul>
              </section>
            ))}
          </div>
          <ReviewSide
            connection={connection}
            review={review.data}
            chosen={chosen}
            sending={sending}
            onSend={() => send(chosen.map((change) => change.changeId))}
          />
        </div>
      )}
      {connection && (
        <DeleteDialog
          connection={connection}
          record={uses}
          isMarked
          onClose={() => setUses(undefined)}
        />
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={messages.workspace.discardTitle(all.length)}
        text={messages.workspace.discardText}
        yes={messages.workspace.discardYes(all.length)}
        cancel={messages.common.cancel}
        close={messages.common.close}
        onYes={discard}
      />
    </main>
  );
}

interface GroupHeadProps {
  group: ReviewGroupView;
  leftOut: ReadonlySet<string>;
  onInclude(ids: string[], included: boolean): void;
}

function GroupHead({ group, leftOut, onInclude }: GroupHeadProps) {
  const sendable = group.changes.filter((change) => change.problems.length === 0);
  const chosen = sendable.filter((change) => !leftOut.has(change.changeId));
  const of = (kind: string) => group.changes.filter((change) => change.kind === kind).length;
  return (
    <div className="rg-h">
      <input
        type="checkbox"
        aria-label={words.includeGroup(group.plural)}
        disabled={sendable.length === 0}
        checked={sendable.length > 0 && chosen.length === sendable.length}
        ref={(box) => {
          if (box) box.indeterminate = chosen.length > 0 && chosen.length < sendable.length;
        }}
        onChange={(event) =>
          onInclude(
            sendable.map((change) => change.changeId),
            event.target.checked,
          )
        }
      />
      <b>{group.plural}</b>
      <span className="dim3">{words.changes(group.changes.length)}</span>
      <span className="push sm dim3">
        {words.groupNote(of('edit'), of('create'), of('delete'))}
      </span>
    </div>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { Decision } from '../../components/Decision';
import { Loading } from '../../components/State';
import { useLate } from '../../components/useLate';
import { ErrorNotice, toastError } from '../../errors/ErrorNotice';
import { sentence } from '../../format/sentence';
import { isEmpty, isReference } from '../../format/values';
import { commands, type UndoPreviewView, type UndoRequest } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { visit } from '../../place';

const words = messages.undoing;
const SHOWN = 5;

interface UndoDialogProps {
  /** Nothing while it is closed. */
  request: UndoRequest | undefined;
  onClose(): void;
}

/** What undoing would do, and what it cannot; then the opposite changes are in the review. */
export function UndoDialog({ request, onClose }: UndoDialogProps) {
  const preview = useQuery({
    queryKey: ['undo', request],
    queryFn: () => commands.previewUndo(request!),
    enabled: request !== undefined,
    gcTime: 0,
  });
  const isLate = useLate(preview.isFetching);
  const { mutate: undo, isPending } = useMutation({
    mutationFn: (what: UndoRequest) => commands.undoWritten(what),
    onSuccess: (_, { connectionId }) => {
      onClose();
      visit(paths.review(connectionId));
    },
    onError: toastError,
  });
  const found = preview.data;
  const all = found ? found.changes + found.madeAnew + found.deleted : 0;
  return (
    <Decision
      title={words.title}
      opened={request !== undefined}
      onClose={onClose}
      cancel={messages.common.cancel}
      close={messages.common.close}
      yes={words.yes(all)}
      disabled={all === 0 || isPending}
      onYes={() => request && undo(request)}
    >
      {isLate && <Loading label={messages.common.loading} />}
      {preview.isError && (
        <ErrorNotice error={preview.error} onStep={() => void preview.refetch()} />
      )}
      {found && <Found preview={found} />}
    </Decision>
  );
}

function Found({ preview }: { preview: UndoPreviewView }) {
  const { changes, madeAnew, deleted, cannot, changedSince } = preview;
  return (
    <div className="col g8">
      <p className="dim">{changes + madeAnew + deleted === 0 ? words.nothing : words.lead}</p>
      <ul className="undo-list">
        {changes > 0 && <li>{words.changes(changes)}</li>}
        {madeAnew > 0 && <li>{words.madeAnew(madeAnew)}</li>}
        {deleted > 0 && <li>{words.deleted(deleted)}</li>}
      </ul>
      {cannot.length > 0 && (
        <section className="note warn" aria-label={words.cannot}>
          <div className="col g6">
            <b>{words.cannot}</b>
            {cannot.map((one) => (
              <div key={one.reason}>
                {sentence(one.reason)}
                <div className="sm dim">{words.such(one.titles, one.count)}</div>
              </div>
            ))}
          </div>
        </section>
      )}
      {changedSince.length > 0 && (
        <section className="note warn" aria-label={words.changedSince(changedSince.length)}>
          <div className="col g6">
            <b>{words.changedSince(changedSince.length)}</b>
            {changedSince.slice(0, SHOWN).map(({ title, change, now }) => (
              <div className="sm" key={`${title} ${change.field}`}>
                {words.wouldWriteOver(title, change.title, plain(now), plain(change.after))}
              </div>
            ))}
            {changedSince.length > SHOWN && (
              <div className="sm dim">{words.andMore(changedSince.length - SHOWN)}</div>
            )}
          </div>
        </section>
      )}
    </div>
  );
}

function plain(value: unknown): string {
  if (isEmpty(value)) return messages.common.empty;
  if (isReference(value)) return value.label || value.id;
  if (typeof value === 'boolean') return value ? messages.common.yes : messages.common.no;
  return String(value);
}

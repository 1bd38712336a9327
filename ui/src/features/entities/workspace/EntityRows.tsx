import { useThrottledValue } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isTicked, nothingTicked, tickedCount } from '../../../components/grid/selection';
import type { CellChange, DataGridHandle, RowSelection } from '../../../components/grid/types';
import { Loading } from '../../../components/State';
import { toastDone } from '../../../components/toast';
import { useKeys } from '../../../components/useKeys';
import { ErrorNotice, toastError } from '../../../errors/ErrorNotice';
import { toWire } from '../../../format/values';
import {
  commands,
  type ActionView,
  type ConnectionView,
  type EntityRequest,
  type EntityTypeView,
  type FieldEditRequest,
  type MirrorView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { useOfferCommands } from '../../palette/commandsHere';
import { ActionWords } from '../ActionWords';
import { actionWords, tellActed } from '../actions';
import { DeleteDialog } from '../deleting/DeleteDialog';
import { isPlain } from '../deleting/useDeleting';
import { Detail } from '../detail/Detail';
import { useDuplicate } from '../duplicating/useDuplicate';
import { openLink } from '../openLink';
import { useAskedRecord } from '../openRecord';
import { useAnswer, useEditing, useView, type Said } from '../queries';
import { Remark } from '../Remark';
import { useUndo } from '../undo';
import { Banners } from './Banners';
import { idsOf } from './chosenRows';
import { NoRows } from './NoRows';
import { turned, useQuestion } from './question';
import { useAnswerError, useReading } from './reading';
import { RowMenu, type RowMenuItem } from './RowMenu';
import { Rows } from './Rows';
import { SelectionBar } from './SelectionBar';
import { StatusBar } from './StatusBar';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import { ViewBar } from './ViewBar';

const words = messages.workspace;
/** While rows stream in, the list is asked for again at most this often. */
const REOPEN_MS = 1000;

interface EntityRowsProps {
  connection: ConnectionView;
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  onPalette(): void;
}

interface Focused {
  /** Nothing where its place in the list is not known. */
  index: number | undefined;
  id: string;
}

/** The rows of one entity type with the record in focus beside them. */
export function EntityRows({ connection, type, mirror, onPalette }: EntityRowsProps) {
  const grid = useRef<DataGridHandle>(null);
  const { question, ask } = useQuestion(connection.id, type);
  const [edits, setEdits] = useState(0);
  const answer = useAnswer(question.asked?.answerId);
  const arrived = useThrottledValue(
    [mirror?.rows, mirror?.asOf, mirror?.unsent, mirror?.state, answer?.rows, answer?.state].join(),
    REOPEN_MS,
  );
  const { view, error, revision } = useView(connection.id, type, question, `${arrived}/${edits}`);
  const [focused, setFocused] = useState<Focused>();
  const [detail, setDetail] = useState(true);
  const [created, setCreated] = useState(false);
  const [widths, setWidths] = useState<Record<string, number>>({});
  const [ticked, setTicked] = useState<RowSelection>(nothingTicked);
  const { edit, create, remove, act, revert, discard } = useEditing(connection.id, type.name, () =>
    setEdits((n) => n + 1),
  );
  const { record, undo, redo } = useUndo((steps) => edit.mutate(steps));
  const reading = useReading(connection, type, question.parent, mirror, () =>
    setEdits((n) => n + 1),
  );
  const refresh = reading.refresh;
  useAnswerError(answer, () => ask({ asked: undefined }));

  // The new record stands on top of the list that is opened next.
  useEffect(() => {
    if (!created || !view) return;
    setCreated(false);
    grid.current?.scrollToRow(0);
    // Whoever writes in its form already keeps the keyboard.
    if (!document.activeElement?.closest('.detail .form'))
      grid.current?.focusCell(0, view.columns[0] ?? '');
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a list that was opened after the record was made
  }, [revision]);

  const mayCreate = connection.mayWrite && type.mayCreate;
  const openCreated = (id: string) => {
    setFocused({ index: 0, id });
    setDetail(true);
    setCreated(true);
    setEdits((n) => n + 1);
  };
  const start = () =>
    create.mutate(undefined, {
      onSuccess: ({ createdId }) => createdId && openCreated(createdId),
    });
  const duplicate = useDuplicate(connection, type, openCreated);
  const [askedField, setAskedField] = useState<string>();
  const answered = useCallback(() => setAskedField(undefined), []);
  const editInForm = (index: number, id: string, field: string) => {
    setFocused({ index, id });
    setDetail(true);
    setAskedField(field);
  };
  useAskedRecord(connection.id, type.name, (id) => {
    setFocused({ index: undefined, id });
    setDetail(true);
  });
  const keep = (changes: CellChange[]) => {
    const after = changes.map((change) => editOf(type, change));
    void before(connection.id, type, changes)
      .then((held) => record({ before: held, after }), toastError)
      .then(() => edit.mutate(after));
  };
  const [deleting, setDeleting] = useState<EntityRequest>();
  const mark = async (rows: RowSelection) => {
    if (!connection.mayWrite) return toastDone(words.readOnly);
    if (!type.mayDelete) return toastDone(words.mayNotDelete);
    const ids = await idsOf(rows, view);
    if (!ids) return toastDone(words.tooManyToMark);
    const only = ids.length === 1 ? ids[0] : undefined;
    if (only !== undefined && !(await isPlainDelete(connection.id, type, only)))
      return setDeleting({ connectionId: connection.id, entityType: type.name, id: only });
    await remove.mutateAsync(ids);
  };
  const actions = connection.mayWrite ? type.actions : [];
  const doWith = async (rows: RowSelection, action: ActionView, said = NOTHING_SAID) => {
    const ids = await idsOf(rows, view);
    if (!ids) return toastDone(words.tooManyToMark);
    tellActed(action, await act.mutateAsync({ ids, action: action.name, said }));
  };
  const chosen = view ? tickedCount(ticked, view.rows) : 0;
  const target: RowSelection | undefined =
    chosen > 0 ? ticked : focused && { kind: 'some', keys: [focused.id] };
  const [wording, setWording] = useState(false);
  const [remarked, setRemarked] = useState<RowSelection>();
  const copied = chosen > 0 ? undefined : focused?.id;
  useOfferCommands([
    ...(duplicate.isOffered && copied !== undefined
      ? [
          {
            id: 'duplicate',
            icon: 'copy' as const,
            label: duplicate.label,
            run: () => duplicate.start(copied),
          },
        ]
      : []),
    ...(actions.length === 0
      ? []
      : [
          ...(target ? actions : []).map((action) => ({
            id: action.name,
            icon: 'check' as const,
            label: actionWords(action, Math.max(chosen, 1)),
            run: () => target && void doWith(target, action).catch(ignored),
          })),
          ...(target
            ? [
                {
                  id: 'remark',
                  icon: 'check' as const,
                  label: messages.remark.command,
                  run: () => setRemarked(target),
                },
              ]
            : []),
          {
            id: 'action-words',
            icon: 'sliders' as const,
            label: messages.actionWords.command,
            run: () => setWording(true),
          },
        ]),
  ]);
  const openRecord = (id: string) =>
    openLink({ connectionId: connection.id, entityType: type.name, id, field: null });
  /** The menu of a ticked row is about all that are ticked. */
  const menuItems = (id: string): RowMenuItem[] => {
    const isOneOfMany = isTicked(ticked, id);
    const rows: RowSelection = isOneOfMany ? ticked : { kind: 'some', keys: [id] };
    const count = isOneOfMany ? chosen : 1;
    return [
      ...(type.hasLink && count === 1
        ? [{ label: messages.links.open, icon: 'ext' as const, run: () => openRecord(id) }]
        : []),
      ...actions.map((action) => ({
        label: actionWords(action, count),
        run: () => void doWith(rows, action).catch(ignored),
      })),
      ...(actions.length > 0
        ? [{ label: messages.remark.open, run: () => setRemarked(rows) }]
        : []),
      ...(duplicate.isOffered && count === 1
        ? [{ label: duplicate.label, icon: 'copy' as const, run: () => duplicate.start(id) }]
        : []),
      ...(connection.mayWrite && type.mayDelete
        ? [
            {
              label: words.deleteYes(count),
              icon: 'trash' as const,
              run: () => void mark(rows).catch(toastError),
            },
          ]
        : []),
    ];
  };
  const step = (by: 1 | -1) =>
    grid.current?.focusCell((focused?.index ?? -1) + by, question.columns[0] ?? '');
  const again = () => {
    if (!connection.mayWrite) toastDone(words.readOnly);
    else if (!redo()) toastDone(words.nothingToUndo);
  };
  useKeys({
    f5: refresh,
    'mod+n': () => (mayCreate ? start() : !connection.mayWrite && toastDone(words.readOnly)),
    'mod+i': () => setDetail(!detail),
    'mod+z': () =>
      toastDone(
        !connection.mayWrite ? words.readOnly : undo() ? words.undone : words.nothingToUndo,
      ),
    'mod+y': again,
    'mod+shift+z': again,
    'alt+arrowdown': () => step(1),
    'alt+arrowup': () => step(-1),
  });
  return (
    <main className="main">
      <TopBar connection={connection} onPalette={onPalette} onDiscard={() => discard.mutate()} />
      <Banners connection={connection} mirror={mirror} onRefresh={refresh} />
      <ViewBar
        type={type}
        mirror={mirror}
        read={question.parent ? view : mirror}
        mayCreate={mayCreate}
        mayRefresh={reading.mayRefresh}
        onRefresh={refresh}
        parents={reading.parents}
        onReadAgain={reading.readAgain}
        onStop={reading.stop}
        onCreate={start}
      />
      <Toolbar connection={connection} type={type} question={question} onAsk={ask} />
      <div className="gridwrap">
        <div className="grid" data-pane="grid">
          {error !== undefined && (
            <ErrorNotice error={error} onStep={() => setEdits((n) => n + 1)} />
          )}
          {!view && error === undefined && <Loading label={messages.common.loading} />}
          {view && view.rows === 0 && (
            <NoRows
              type={type}
              mirror={mirror}
              question={question}
              asOf={view.asOf}
              busy={reading.busy || answer?.state === 'arriving'}
              parents={reading.parents}
              onLoadAll={reading.readAgain}
              onRefresh={refresh}
              onClear={() => ask({ search: '' })}
            />
          )}
          {view && view.rows > 0 && (
            <RowMenu items={menuItems} onOpen={(index, id) => setFocused({ index, id })}>
              <Rows
                ref={grid}
                connectionId={connection.id}
                type={type}
                view={view}
                revision={revision}
                sort={question.sort}
                widths={widths}
                mayWrite={connection.mayWrite}
                readOnlyNote={
                  connection.mayWrite
                    ? messages.detail.workedOut(connection.serviceTitle)
                    : words.readOnly
                }
                onWidth={(column, width) => setWidths({ ...widths, [column]: width })}
                onSort={(sort) => ask({ sort })}
                onEdit={keep}
                onEditElsewhere={editInForm}
                onFocusRow={(index, id) => !created && setFocused({ index, id })}
                onGone={() => setEdits((n) => n + 1)}
                onFold={(id) => question.tree && ask({ tree: turned(question.tree, id) })}
                onSelect={setTicked}
                onDelete={(rows) => void mark(rows).catch(toastError)}
              />
            </RowMenu>
          )}
          <SelectionBar
            count={chosen}
            actions={actions}
            mayDelete={connection.mayWrite && type.mayDelete}
            onAct={(action) => void doWith(ticked, action).catch(ignored)}
            onRemark={() => setRemarked(ticked)}
            onDelete={() => void mark(ticked).catch(toastError)}
            onClear={() => grid.current?.clearSelection()}
          />
        </div>
        {detail && focused && view && (
          <Detail
            key={focused.id}
            connection={connection}
            type={type}
            id={focused.id}
            place={focused.index === undefined ? undefined : focused.index + 1}
            rows={view.rows}
            onEdit={(requests) => edit.mutate(requests)}
            asked={askedField}
            onAnswered={answered}
            duplicate={
              duplicate.isOffered
                ? { label: duplicate.label, run: () => duplicate.start(focused.id) }
                : undefined
            }
            onRevert={(field) => revert.mutate({ id: focused.id, field })}
            onDelete={() => void mark({ kind: 'some', keys: [focused.id] }).catch(toastError)}
            onAct={(action) =>
              void doWith({ kind: 'some', keys: [focused.id] }, action).catch(ignored)
            }
            onRemark={() => setRemarked({ kind: 'some', keys: [focused.id] })}
            onStep={step}
            onClose={() => setDetail(false)}
          />
        )}
      </div>
      <Remark
        connection={connection}
        actions={actions}
        count={remarked && tickedCount(remarked, view?.rows ?? 0)}
        onAct={(action, said) => remarked && void doWith(remarked, action, said).catch(ignored)}
        onClose={() => setRemarked(undefined)}
      />
      <DeleteDialog
        connection={connection}
        record={deleting}
        onClose={() => setDeleting(undefined)}
        onMarked={() => setEdits((n) => n + 1)}
      />
      {duplicate.dialog}
      <ActionWords connection={connection} opened={wording} onClose={() => setWording(false)} />
      <StatusBar connection={connection} type={type} shown={view?.rows} all={mirror?.rows} />
    </main>
  );
}

/** Nothing is to be said before it is marked. A mark is a draft: where it cannot be told, the review tells. */
async function isPlainDelete(connectionId: string, type: EntityTypeView, id: string) {
  const found = await commands
    .dependants({ connectionId, entityType: type.name, id })
    .catch(() => undefined);
  return found === undefined || isPlain(found);
}

const NOTHING_SAID: Said = { recipient: null, memo: null };

/** A mutation tells its own errors. */
const ignored = () => undefined;

const fieldOf = (type: EntityTypeView, name: string) =>
  type.fields.find((field) => field.name === name);

function editOf(type: EntityTypeView, change: CellChange): FieldEditRequest {
  const field = fieldOf(type, change.columnId);
  return {
    id: change.rowKey,
    field: change.columnId,
    value: field ? toWire(field, change.value) : change.value,
  };
}

/** What the cells held before, so that the step can be undone. */
async function before(
  connectionId: string,
  type: EntityTypeView,
  changes: CellChange[],
): Promise<FieldEditRequest[]> {
  const ids = [...new Set(changes.map((change) => change.rowKey))];
  const entities = await Promise.all(
    ids.map((id) => commands.entity({ connectionId, entityType: type.name, id })),
  );
  return changes.flatMap((change) => {
    const field = fieldOf(type, change.columnId);
    const value = entities
      .find((one) => one.id === change.rowKey)
      ?.values.find((one) => one.field === change.columnId)?.value;
    return field
      ? [{ id: change.rowKey, field: change.columnId, value: toWire(field, value) }]
      : [];
  });
}

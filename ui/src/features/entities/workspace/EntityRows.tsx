import { useThrottledValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { usePreferences } from '../../../app/usePreferences';
import { tickedCount } from '../../../components/grid/selection';
import type { DataGridHandle, RowSelection } from '../../../components/grid/types';
import { Loading } from '../../../components/State';
import { toastDone } from '../../../components/toast';
import { useKeys } from '../../../components/useKeys';
import { Boundary } from '../../../errors/Boundary';
import { errorDetails, ErrorNotice } from '../../../errors/ErrorNotice';
import type { ConnectionView, EntityTypeView, MirrorView } from '../../../ipc/client';
import { asUiError } from '../../../ipc/errors';
import { messages } from '../../../messages';
import { ActionWords } from '../ActionWords';
import { DeleteDialog } from '../deleting/DeleteDialog';
import { Detail } from '../detail/Detail';
import { filteredBy } from '../filter/filteredBy';
import type { FilterRowHandle } from '../filter/FilterRow';
import { useDuplicate } from '../duplicating/useDuplicate';
import { readNamed, useNamed } from '../references';
import { queryKeyOf, useAnswer, useEditing, useView } from '../queries';
import { Remark } from '../Remark';
import { useViewing } from '../views/useViewing';
import { useActing } from './acting';
import { inOrder } from './arranging';
import { Banners } from './Banners';
import { useCellEdits } from './cellEdits';
import { useCellFilters, type CellPlace } from './cellFilters';
import { useChosen } from './chosen';
import { useFocusedRecord } from './focused';
import { useHandOver } from './handOver';
import { LoadFailed } from './LoadFailed';
import { useMarking } from './marking';
import { MissingRows } from './MissingRows';
import { NoRows } from './NoRows';
import { openCells } from './openCells';
import { turned, useQuestion } from './question';
import { useAnswerError, useReading } from './reading';
import { menuOf, useRowCommands } from './rowCommands';
import { RowMenu } from './RowMenu';
import { Rows } from './Rows';
import { SelectionBar } from './SelectionBar';
import { standingIn } from './standingIn';
import { StatusBar } from './StatusBar';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import { chosenOf, useTotals } from './totals';
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

/** The rows of one entity type with the record in focus beside them. */
export function EntityRows({ connection, type, mirror, onPalette }: EntityRowsProps) {
  const grid = useRef<DataGridHandle>(null);
  const filters = useRef<FilterRowHandle>(null);
  const list = useQuestion(connection.id, type);
  const { question, ask } = list;
  const viewing = useViewing(connection, type, list);
  const [edits, setEdits] = useState(0);
  const answer = useAnswer(question.asked?.answerId);
  const arrived = useThrottledValue(
    [mirror?.rows, mirror?.asOf, mirror?.unsent, mirror?.state, answer?.rows, answer?.state].join(),
    REOPEN_MS,
  );
  const [created, setCreated] = useState(false);
  // A new record stands at the top, and the list goes there.
  const { view, error, revision } = useView(
    connection.id,
    type,
    question,
    `${arrived}/${edits}`,
    (viewId) => (created ? Promise.resolve({}) : standingIn(grid.current, viewId)),
  );
  const firstColumn = inOrder(question)[0] ?? '';
  const { ticked, block, onSelect, onRange } = useChosen(view);
  const { preferences, change } = usePreferences();
  const detail = preferences?.detailOpen ?? true;
  useHandOver(grid, !detail ? 'closed' : preferences?.detailWide ? 'wide' : 'beside');
  const setDetail = (detailOpen: boolean) => detailOpen !== detail && change({ detailOpen });
  const { edit, create, remove, act, revert, discard } = useEditing(connection.id, type.name, () =>
    setEdits((n) => n + 1),
  );
  const { keep, undo, redo } = useCellEdits(connection.id, type, edit.mutateAsync);
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
    if (!document.activeElement?.closest('.detail .form')) grid.current?.focusCell(0, firstColumn);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a list that was opened after the record was made
  }, [revision]);

  const mayCreate = connection.mayWrite && type.mayCreate;
  const openCreated = (id: string) => {
    focused.show(0, id);
    setCreated(true);
    setEdits((n) => n + 1);
  };
  const start = () =>
    create.mutate(undefined, {
      onSuccess: ({ createdId }) => createdId && openCreated(createdId),
    });
  const duplicate = useDuplicate(connection, type, openCreated);
  const focused = useFocusedRecord({
    connectionId: connection.id,
    type,
    grid,
    view,
    queryKey: queryKeyOf(connection.id, type.name, question),
    firstColumn,
    onShow: () => setDetail(true),
    onNew: () => mayCreate && start(),
  });
  const marking = useMarking(connection, type, view, remove);
  const acting = useActing(connection, type, view, act);
  const chosen = view ? tickedCount(ticked, view.rows) : 0;
  const totals = useTotals(type, view, question.columns, chosenOf(ticked, block, view?.rows ?? 0));
  const [wording, setWording] = useState(false);
  const cellFilters = useCellFilters(type, view, ask);
  const rowCommands = {
    connection,
    type,
    acting,
    marking,
    duplicate,
    ticked,
    chosen,
    focusedId: focused.id,
    ofCell: cellFilters.items,
    grid,
    named: useNamed(connection.id, type, focused.id, question.columns),
    onWording: () => setWording(true),
  };
  useRowCommands(rowCommands);
  const readCell = async (cell: CellPlace) => {
    const named = readNamed(connection.id, type, cell.id, question.columns);
    return { filters: await cellFilters.read(cell), named: await named };
  };
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
    'alt+arrowdown': () => focused.step(1),
    'alt+arrowup': () => focused.step(-1),
  });
  return (
    <main className="main">
      <TopBar connection={connection} onPalette={onPalette} onDiscard={() => discard.mutate()} />
      <Banners connection={connection} mirror={mirror} onRefresh={refresh} />
      <ViewBar
        connectionId={connection.id}
        viewing={viewing}
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
      <Toolbar
        at={list.at}
        filters={filters}
        connection={connection}
        type={type}
        question={question}
        mirror={mirror}
        onAsk={ask}
        onSaveView={(filter) => {
          ask(filteredBy(question, filter));
          viewing.onSaveView();
        }}
      />
      <MissingRows
        connection={connection}
        type={type}
        question={question}
        mirror={mirror}
        onLoad={type.parent === null ? refresh : reading.readAgain}
        onAsk={ask}
      />
      <div className="gridwrap">
        <div className="grid" data-pane="grid" {...openCells(connection.id, type)}>
          {error !== undefined && view && (
            <ErrorNotice error={error} onStep={() => setEdits((n) => n + 1)} />
          )}
          {error !== undefined && !view && (
            <LoadFailed
              title={messages.firstCopy.failed(type.plural)}
              message={asUiError(error).message}
              details={errorDetails(asUiError(error))}
              onAgain={() => setEdits((n) => n + 1)}
            />
          )}
          {!view && error === undefined && <Loading label={messages.common.loading} />}
          {view && view.rows === 0 && (
            <NoRows
              connection={connection}
              type={type}
              mirror={mirror}
              question={question}
              asOf={view.asOf}
              busy={reading.busy || answer?.state === 'arriving'}
              parents={reading.parents}
              onLoadAll={reading.readAgain}
              onRefresh={refresh}
              onStop={reading.stop}
              onCreate={mayCreate ? start : undefined}
              onAsk={ask}
            />
          )}
          {view && view.rows > 0 && (
            <RowMenu
              items={(id, named) => menuOf(rowCommands, id, named)}
              cellItems={cellFilters.itemsOf}
              onRead={readCell}
              onFocusCell={cellFilters.focus}
              onOpen={focused.focus}
            >
              <Rows
                ref={grid}
                connectionId={connection.id}
                type={type}
                view={view}
                revision={revision}
                question={question}
                onAsk={ask}
                onRange={onRange}
                onFilterColumn={(field) => filters.current?.begin(field)}
                mayWrite={connection.mayWrite}
                readOnlyNote={
                  connection.mayWrite
                    ? messages.detail.workedOut(connection.serviceTitle)
                    : words.readOnly
                }
                onEdit={keep}
                onEditElsewhere={focused.editInForm}
                onFocusRow={(index, id) => !created && focused.focus(index, id)}
                onGone={() => setEdits((n) => n + 1)}
                onFold={(id) => question.tree && ask({ tree: turned(question.tree, id) })}
                onSelect={onSelect}
                onDelete={marking.mark}
              />
            </RowMenu>
          )}
          <SelectionBar
            count={chosen}
            rows={view?.rows ?? 0}
            actions={acting.actions}
            mayDelete={marking.may}
            onAct={(action) => acting.run(ticked, action)}
            onRemark={() => acting.remark(ticked)}
            onDelete={() => marking.mark(ticked)}
            onSelectAll={() => grid.current?.selectAll()}
            onClear={() => {
              grid.current?.clearSelection();
              // The bar goes away with its button.
              grid.current?.focus();
            }}
          />
        </div>
        {detail && focused.id !== undefined && view && (
          <Boundary of={focused.id}>
            <Detail
              connection={connection}
              type={type}
              id={focused.id}
              place={focused.place}
              rows={view.rows}
              onEdit={(requests) => edit.mutate(requests)}
              asked={focused.askedField}
              onAnswered={focused.answered}
              duplicate={
                duplicate.isOffered ? { label: duplicate.label, run: duplicate.start } : undefined
              }
              onRevert={(id, field) => revert.mutate({ id, field })}
              onDelete={(id) => marking.mark(only(id))}
              onAct={(id, action) => acting.run(only(id), action)}
              onRemark={(id) => acting.remark(only(id))}
              onStep={focused.step}
              onClose={() => setDetail(false)}
            />
          </Boundary>
        )}
      </div>
      <Remark
        connection={connection}
        actions={acting.actions}
        count={acting.remarked && tickedCount(acting.remarked, view?.rows ?? 0)}
        onAct={(action, said) => acting.remarked && acting.run(acting.remarked, action, said)}
        onClose={acting.close}
      />
      <DeleteDialog
        connection={connection}
        record={marking.asking}
        onClose={marking.close}
        onMarked={() => setEdits((n) => n + 1)}
      />
      {duplicate.dialog}
      {viewing.dialog}
      <ActionWords connection={connection} opened={wording} onClose={() => setWording(false)} />
      <StatusBar
        connection={connection}
        type={type}
        shown={view?.rows}
        all={mirror?.rows}
        chosen={chosen}
        totals={totals}
      />
    </main>
  );
}

const only = (id: string): RowSelection => ({ kind: 'some', keys: [id] });

import { useThrottledValue } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { usePreferences } from '../../../app/usePreferences';
import type { DataGridHandle } from '../../../components/grid/types';
import type { ConnectionView, EntityTypeView, MirrorView } from '../../../ipc/client';
import { filteredBy } from '../filter/filteredBy';
import type { FilterRowHandle } from '../filter/FilterRow';
import { useDraftSteps } from '../draftSteps';
import { useDuplicate } from '../duplicating/useDuplicate';
import { openRecord } from '../openRecord';
import { queryKeyOf, useAnswer, useEditing, useView } from '../queries';
import { useViewing } from '../views/useViewing';
import { useActing } from './acting';
import { inOrder } from './arranging';
import { Banners } from './Banners';
import { useBulk } from './bulk';
import { cellEdits } from './cellEdits';
import { useChosen } from './chosen';
import { Dialogs } from './Dialogs';
import { useFocusedRecord, type FocusedRecord } from './focused';
import { useHandOver } from './handOver';
import { ListBody } from './ListBody';
import { useListKeys } from './listKeys';
import { useMarking } from './marking';
import { MissingRows } from './MissingRows';
import { useQuestion } from './question';
import { useAnswerError, useReading } from './reading';
import { pasteBelow } from './pasteBelow';
import { RecordBeside } from './RecordBeside';
import { useRowsMenu } from './rowsMenu';
import { standingIn } from './standingIn';
import { StatusBar } from './StatusBar';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import { chosenOf, useTotals } from './totals';
import { ViewBar } from './ViewBar';

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
  // A new record stands at the top, and the list goes there.
  const opened = useView(connection.id, type, question, `${arrived}/${edits}`, (viewId) =>
    focused.isCreated ? Promise.resolve({}) : standingIn(grid.current, viewId),
  );
  const { view, revision } = opened;
  const again = () => setEdits((n) => n + 1);
  const chosen = useChosen(view);
  const { preferences, change } = usePreferences();
  const detail = preferences?.detailOpen ?? true;
  useHandOver(grid, !detail ? 'closed' : preferences?.detailWide ? 'wide' : 'beside');
  const setDetail = (detailOpen: boolean) => detailOpen !== detail && change({ detailOpen });
  const editing = useEditing(connection.id, type.name, again);
  const keep = cellEdits(connection.id, type, editing.edit.mutateAsync);
  const steps = useDraftSteps(connection.id, connection.mayWrite, ({ entityType, id }) => {
    again();
    if (entityType !== null && id !== null && !id.startsWith('new:'))
      openRecord({ connectionId: connection.id, entityType, id });
  });
  const reading = useReading(connection, type, question.parent, mirror, again);
  const refresh = reading.refresh;
  useAnswerError(answer, () => ask({ asked: undefined }));

  const mayCreate = connection.mayWrite && type.mayCreate;
  const openCreated = (id: string) => {
    focused.showCreated(id);
    again();
  };
  const start = () =>
    editing.create.mutate(undefined, {
      onSuccess: ({ createdId }) => createdId && openCreated(createdId),
    });
  const duplicate = useDuplicate(connection, type, openCreated);
  const focused: FocusedRecord = useFocusedRecord({
    connectionId: connection.id,
    type,
    grid,
    view,
    queryKey: queryKeyOf(connection.id, type.name, question),
    revision,
    firstColumn: inOrder(question)[0] ?? '',
    onShow: () => setDetail(true),
    onNew: () => mayCreate && start(),
  });
  const marking = useMarking(connection, type, view, editing.remove, again);
  const bulk = useBulk(connection, type, view, again);
  const acting = useActing(connection, type, view, editing.act);
  const { ticked, block, count } = chosen;
  const totals = useTotals(type, view, question.columns, chosenOf(ticked, block, view?.rows ?? 0));
  const [wording, setWording] = useState(false);
  const menu = useRowsMenu({
    connection,
    type,
    view,
    question,
    ask,
    acting,
    marking,
    duplicate,
    bulk,
    ticked,
    chosen: count,
    focusedId: focused.id,
    grid,
    onWording: () => setWording(true),
  });
  useListKeys({
    mayWrite: connection.mayWrite,
    mayCreate,
    refresh,
    create: start,
    turnDetail: () => setDetail(!detail),
    step: focused.step,
  });
  const about = { connection, type, mirror, question, onAsk: ask };
  const ofRows = { connection, type, focused, acting, marking };
  return (
    <main className="main">
      <TopBar
        connection={connection}
        steps={steps}
        onPalette={onPalette}
        onDiscard={() => editing.discard.mutate()}
      />
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
        {...about}
        onSaveView={(filter) => {
          ask(filteredBy(question, filter));
          viewing.onSaveView();
        }}
      />
      <MissingRows {...about} onLoad={type.parent === null ? refresh : reading.readAgain} />
      <div className="gridwrap">
        <ListBody
          {...about}
          {...ofRows}
          list={opened}
          reading={reading}
          isArriving={answer?.state === 'arriving'}
          grid={grid}
          menu={menu}
          chosen={chosen}
          bulk={bulk}
          onEdit={keep}
          onPasteBelow={pasteBelow(connection, type, editing.createRows)}
          onFilterColumn={(field) => filters.current?.begin(field)}
          onCreate={mayCreate ? start : undefined}
          onAgain={again}
        />
        {detail && view && (
          <RecordBeside
            {...ofRows}
            rows={view.rows}
            duplicate={duplicate}
            editing={editing}
            onClose={() => setDetail(false)}
          />
        )}
      </div>
      <Dialogs
        connection={connection}
        rows={view?.rows ?? 0}
        acting={acting}
        marking={marking}
        bulk={bulk}
        isWording={wording}
        onWorded={() => setWording(false)}
        onMarked={again}
      >
        {duplicate.dialog}
        {viewing.dialog}
      </Dialogs>
      <StatusBar
        connection={connection}
        type={type}
        shown={view?.rows}
        all={mirror?.rows}
        chosen={count}
        totals={totals}
      />
    </main>
  );
}

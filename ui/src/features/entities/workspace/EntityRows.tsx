import { useThrottledValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../components/Button';
import type { CellChange, DataGridHandle, RowSelection } from '../../../components/grid/types';
import { Empty, Loading } from '../../../components/State';
import { toastDone } from '../../../components/toast';
import { useKeys } from '../../../components/useKeys';
import { ErrorNotice, toastError } from '../../../errors/ErrorNotice';
import { toWire } from '../../../format/values';
import {
  commands,
  type ConnectionView,
  type EntityTypeView,
  type FieldEditRequest,
  type MirrorView,
} from '../../../ipc/client';
import { messages } from '../../../messages';
import { Detail } from '../detail/Detail';
import { useEditing, useView } from '../queries';
import { useUndo } from '../undo';
import { Banners } from './Banners';
import { useQuestion } from './question';
import { Rows } from './Rows';
import { StatusBar } from './StatusBar';
import { Toolbar } from './Toolbar';
import { TopBar } from './TopBar';
import { ViewBar } from './ViewBar';

const words = messages.workspace;
/** While rows stream in, the list is asked for again at most this often. */
const REOPEN_MS = 1000;
const MARK_AT_MOST = 500;

interface EntityRowsProps {
  connection: ConnectionView;
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  onPalette(): void;
}

interface Focused {
  index: number;
  id: string;
}

/** The rows of one entity type with the record in focus beside them. */
export function EntityRows({ connection, type, mirror, onPalette }: EntityRowsProps) {
  const grid = useRef<DataGridHandle>(null);
  const { question, ask } = useQuestion(connection.id, type);
  const [edits, setEdits] = useState(0);
  const arrived = useThrottledValue(
    `${mirror?.rows}/${mirror?.asOf}/${mirror?.unsent}/${mirror?.state}`,
    REOPEN_MS,
  );
  const { view, error, revision } = useView(connection.id, type, question, `${arrived}/${edits}`);
  const [focused, setFocused] = useState<Focused>();
  const [detail, setDetail] = useState(true);
  const [created, setCreated] = useState(false);
  const [widths, setWidths] = useState<Record<string, number>>({});
  const { edit, create, remove, revert, discard } = useEditing(connection.id, type.name, () =>
    setEdits((n) => n + 1),
  );
  const { record, undo, redo } = useUndo((steps) => edit.mutate(steps));
  const request = { connectionId: connection.id, entityType: type.name };
  const refresh = () => void commands.syncEntityType(request).catch(toastError);
  useEffect(() => {
    commands
      .syncEntityType({ connectionId: connection.id, entityType: type.name })
      .catch(toastError);
  }, [connection.id, type.name]);

  // The new record stands on top of the list that is opened next.
  useEffect(() => {
    if (!created || !view) return;
    setCreated(false);
    grid.current?.scrollToRow(0);
    grid.current?.focusCell(0, view.columns[0] ?? '');
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a list that was opened after the record was made
  }, [revision]);

  const mayCreate = connection.mayWrite && type.mayCreate;
  const start = () =>
    create.mutate(undefined, {
      onSuccess: ({ createdId }) => {
        if (!createdId) return;
        setFocused({ index: 0, id: createdId });
        setDetail(true);
        setCreated(true);
      },
    });
  const keep = (changes: CellChange[]) => {
    const after = changes.map((change) => editOf(type, change));
    void before(connection.id, type, changes)
      .then((held) => record({ before: held, after }), toastError)
      .then(() => edit.mutate(after));
  };
  const mark = async (rows: RowSelection) => {
    if (!connection.mayWrite || !type.mayDelete) return toastDone(words.mayNotDelete);
    if (rows.kind === 'all' || rows.keys.length > MARK_AT_MOST)
      return toastDone(words.tooManyToMark);
    await remove.mutateAsync(rows.keys);
  };
  const step = (by: 1 | -1) =>
    grid.current?.focusCell((focused?.index ?? 0) + by, question.columns[0] ?? '');
  useKeys({
    f5: refresh,
    'mod+n': () => mayCreate && start(),
    'mod+i': () => setDetail(!detail),
    'mod+z': () => toastDone(undo() ? words.undone : words.nothingToUndo),
    'mod+y': () => redo() || toastDone(words.nothingToUndo),
    'mod+shift+z': () => redo() || toastDone(words.nothingToUndo),
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
        mayCreate={mayCreate}
        onRefresh={refresh}
        onStop={() => void commands.cancelSync(request).catch(toastError)}
        onCreate={start}
      />
      <Toolbar
        type={type}
        columns={question.columns}
        sort={question.sort}
        onSearch={(search) => ask({ search })}
        onSort={(sort) => ask({ sort })}
        onColumns={(columns) => ask({ columns })}
      />
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
              search={question.search}
              onClear={() => ask({ search: '' })}
            />
          )}
          {view && view.rows > 0 && (
            <Rows
              ref={grid}
              connectionId={connection.id}
              type={type}
              view={view}
              revision={revision}
              sort={question.sort}
              widths={widths}
              mayWrite={connection.mayWrite}
              readOnlyNote={messages.detail.workedOut(connection.serviceTitle)}
              onWidth={(column, width) => setWidths({ ...widths, [column]: width })}
              onSort={(sort) => ask({ sort })}
              onEdit={keep}
              onFocusRow={(index, id) => !created && setFocused({ index, id })}
              onDelete={(rows) => void mark(rows).catch(toastError)}
            />
          )}
        </div>
        {detail && focused && view && (
          <Detail
            key={focused.id}
            connection={connection}
            type={type}
            id={focused.id}
            place={focused.index + 1}
            rows={view.rows}
            onEdit={(requests) => edit.mutate(requests)}
            onRevert={(field) => revert.mutate({ id: focused.id, field })}
            onDelete={() => void mark({ kind: 'some', keys: [focused.id] }).catch(toastError)}
            onStep={step}
            onClose={() => setDetail(false)}
          />
        )}
      </div>
      <StatusBar connection={connection} type={type} shown={view?.rows} all={mirror?.rows} />
    </main>
  );
}

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

function NoRows({
  type,
  mirror,
  search,
  onClear,
}: {
  type: EntityTypeView;
  mirror: MirrorView | undefined;
  search: string;
  onClear(): void;
}) {
  if (search) {
    return (
      <Empty icon="search" title={words.noMatch(search)} text={words.noMatchText}>
        <Button onClick={onClear}>{words.clearSearch}</Button>
      </Empty>
    );
  }
  if (!mirror || mirror.state === 'empty' || mirror.state === 'loading')
    return <Loading label={messages.common.loading} />;
  return <Empty icon="inbox" title={words.noRows(type.plural)} text={words.noRowsText} />;
}

import { useCallback, useEffect, useMemo, useRef, type Ref } from 'react';
import { DataGrid } from '../../../components/grid/DataGrid';
import type {
  CellChange,
  DataGridHandle,
  GridRow,
  RowSelection,
} from '../../../components/grid/types';
import { toastDone } from '../../../components/toast';
import { commands, type EntityTypeView, type RowView, type SortRequest } from '../../../ipc/client';
import { columnsOf } from '../gridColumns';
import { openLink } from '../openLink';
import type { OpenedView, ViewQuestion } from '../queries';

interface RowsProps {
  ref: Ref<DataGridHandle>;
  connectionId: string;
  type: EntityTypeView;
  view: OpenedView;
  revision: number;
  sort: SortRequest[];
  layout: ViewQuestion['layout'];
  mayWrite: boolean;
  readOnlyNote: string;
  onWidth(column: string, width: number): void;
  onSort(sort: SortRequest[]): void;
  onEdit(changes: CellChange[]): void;
  onFocusRow(index: number, id: string): void;
  /** A value that has no room in a cell is to be edited in the form. */
  onEditElsewhere(index: number, id: string, field: string): void;
  onFold(id: string, open: boolean): void;
  onSelect(rows: RowSelection): void;
  /** Rows of the list are gone: it is to be opened again. */
  onGone(): void;
  onDelete(rows: RowSelection): void;
}

export function Rows({
  ref,
  connectionId,
  type,
  view,
  revision,
  sort,
  layout,
  mayWrite,
  readOnlyNote,
  onWidth,
  onSort,
  onEdit,
  onFocusRow,
  onEditElsewhere,
  onFold,
  onSelect,
  onGone,
  onDelete,
}: RowsProps) {
  const columnKey = JSON.stringify(view.columns);
  const columns = useMemo(
    () =>
      columnsOf(
        connectionId,
        type,
        JSON.parse(columnKey) as string[],
        mayWrite,
        layout,
        readOnlyNote,
      ),
    [connectionId, type, columnKey, mayWrite, layout, readOnlyNote],
  );
  const viewId = view.viewId;
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  const loadRows = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) => {
      const rows = await commands.viewRows({ viewId, offset, limit: Math.min(limit, 500) });
      signal.throwIfAborted();
      if (rows.some((row) => row.mark === 'gone')) gone.current();
      return rows.map(toGridRow);
    },
    [viewId],
  );
  const order = (columnId: string, additive: boolean) => {
    const held = sort.find((one) => one.field === columnId);
    const others = additive ? sort.filter((one) => one.field !== columnId) : [];
    if (!held) onSort([...others, { field: columnId, descending: false }]);
    else if (!held.descending) onSort([...others, { field: columnId, descending: true }]);
    else onSort(others);
  };
  return (
    <DataGrid
      ref={ref}
      label={type.plural}
      columns={columns}
      rowCount={view.rows}
      loadRows={loadRows}
      revision={revision}
      queryKey={view.queryKey}
      sort={sort.map((one) => ({
        columnId: one.field,
        direction: one.descending ? 'descending' : 'ascending',
      }))}
      onSort={order}
      onEdit={onEdit}
      onFocusRow={onFocusRow}
      onEditElsewhere={(id, index, field) => onEditElsewhere(index, id, field)}
      onFold={onFold}
      onSelect={onSelect}
      onDelete={onDelete}
      onNotice={toastDone}
      onOpenLink={(id, field) => openLink({ connectionId, entityType: type.name, id, field })}
      onResizeColumn={onWidth}
    />
  );
}

/** Names that a service made up, such as `constructor`, find nothing but what was put there. */
const byName = <T,>(entries: [string, T][]): Record<string, T> =>
  Object.assign(Object.create(null) as Record<string, T>, Object.fromEntries(entries));

function toGridRow(row: RowView): GridRow {
  const edits = byName(row.edits.map((edit) => [edit.field, { before: edit.before }]));
  const problems = byName(
    row.edits.flatMap((edit) => (edit.problem ? [[edit.field, edit.problem]] : [])),
  );
  return {
    key: row.id,
    cells: row.cells,
    edits,
    problems,
    ...(row.mark === 'none' ? {} : { mark: row.mark === 'gone' ? 'deleted' : row.mark }),
    ...(row.place ? { place: row.place } : {}),
  };
}

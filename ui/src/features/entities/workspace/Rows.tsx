import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { usePreferences } from '../../../app/usePreferences';
import { DataGrid } from '../../../components/grid/DataGrid';
import type {
  CellBlock,
  CellChange,
  DataGridHandle,
  EditWay,
  RowSelection,
} from '../../../components/grid/types';
import { toastDone } from '../../../components/toast';
import { commands, type EntityTypeView } from '../../../ipc/client';
import { ahead } from '../../../ipc/ahead';
import { columnsOf } from '../gridColumns';
import { openLink } from '../openLink';
import type { OpenedView, ViewQuestion } from '../queries';
import { inOrder, withWidth } from './arranging';
import { ColumnMenu, type ColumnPlace } from './ColumnMenu';
import { markFirstRows } from './firstRows';
import { ROW_HEIGHTS, sortsOf, toGridRow } from './gridRows';
import { clicked } from './sorting';

interface RowsProps {
  ref: RefObject<DataGridHandle | null>;
  connectionId: string;
  type: EntityTypeView;
  view: OpenedView;
  revision: number;
  question: ViewQuestion;
  onAsk(change: Partial<ViewQuestion>): void;
  /** Another block of cells is selected. */
  onRange(block: CellBlock | undefined): void;
  /** A column is to be filtered. */
  onFilterColumn(field: string): void;
  /** A column is to be set in the ticked rows. */
  onBulkColumn: ((field: string) => void) | undefined;
  mayWrite: boolean;
  readOnlyNote: string;
  onEdit(changes: CellChange[], way: EditWay): void;
  onPasteBelow(texts: string[][], columnIds: string[]): void;
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
  question,
  onAsk,
  onRange,
  onFilterColumn,
  onBulkColumn,
  mayWrite,
  readOnlyNote,
  onEdit,
  onPasteBelow,
  onFocusRow,
  onEditElsewhere,
  onFold,
  onSelect,
  onGone,
  onDelete,
}: RowsProps) {
  const { sort, layout, search } = question;
  const [menu, setMenu] = useState<ColumnPlace>();
  const { preferences } = usePreferences();
  const density = question.rowHeight ?? preferences?.density ?? 'standard';
  const columnKey = JSON.stringify(inOrder(question));
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
  const { viewId, columns: held } = view;
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  const loadRows = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) => {
      const rows = await ahead.viewRows({ viewId, offset, limit: Math.min(limit, 500) });
      signal.throwIfAborted();
      if (rows.some((row) => row.mark === 'gone')) gone.current();
      if (rows.length > 0) markFirstRows();
      return rows.map((row) => toGridRow(row, held));
    },
    [viewId, held],
  );
  // The header that had the keyboard may be drawn anew by what was chosen.
  const isFilterBegun = useRef(false);
  const closeMenu = () => {
    const field = menu?.field.name;
    setMenu(undefined);
    const isElsewhere = isFilterBegun.current;
    isFilterBegun.current = false;
    if (field !== undefined && !isElsewhere)
      window.setTimeout(() => ref.current?.focusHeader(field));
  };
  const openMenu = (columnId: string, at: { x: number; y: number }) => {
    const field = type.fields.find((one) => one.name === columnId);
    if (field) setMenu({ field, ...at });
  };
  return (
    <>
      <DataGrid
        ref={ref}
        label={type.plural}
        columns={columns}
        rowCount={view.rows}
        loadRows={loadRows}
        revision={revision}
        queryKey={view.queryKey}
        sort={sortsOf(sort)}
        standing={view.standing}
        rowHeight={ROW_HEIGHTS[density]}
        search={search}
        onSort={(columnId, additive) => onAsk({ sort: clicked(sort, columnId, additive) })}
        onArrange={(columns) => onAsk({ columns })}
        onColumnMenu={openMenu}
        onRange={onRange}
        indexOf={async (id) => (await commands.rowIndex({ viewId, id })) ?? undefined}
        onEdit={onEdit}
        onPasteBelow={onPasteBelow}
        onFocusRow={onFocusRow}
        onEditElsewhere={(id, index, field) => onEditElsewhere(index, id, field)}
        onFold={onFold}
        onSelect={onSelect}
        onDelete={onDelete}
        onNotice={toastDone}
        onOpenLink={(id, field) => openLink({ connectionId, entityType: type.name, id, field })}
        onResizeColumn={(column, width) => onAsk(withWidth(question, column, width))}
      />
      <ColumnMenu
        place={menu}
        question={question}
        onAsk={onAsk}
        onFit={(field) => ref.current?.fitColumn(field)}
        onBulk={
          onBulkColumn &&
          ((field) => {
            isFilterBegun.current = true;
            onBulkColumn(field);
          })
        }
        onFilter={(field) => {
          isFilterBegun.current = true;
          onFilterColumn(field);
        }}
        onClose={closeMenu}
      />
    </>
  );
}

// Our columns as the grid library's: two narrow ones pinned to the left, then the owner's.

import type { ColDef, EditableCallbackParams } from 'ag-grid-community';
import { isWritable } from './blockEdit';
import { ColumnHeader } from './cells/ColumnHeader';
import { element } from './cells/elements';
import { EdgeCell } from './cells/EdgeCell';
import { TickCell, TickHeader, tickColumnId } from './cells/TickCell';
import { ValueCell } from './cells/ValueCell';
import { ListEditor } from './editors/ListEditor';
import { TextEditor } from './editors/TextEditor';
import type { EditorParams } from './editors/TextEditor';
import { failedRow } from './state';
import type { GridState } from './state';
import type { GridColumn, GridRow } from './types';

export type EditorCalls = Pick<EditorParams, 'finish' | 'refused'>;

const narrow: ColDef<GridRow> = {
  pinned: 'left',
  lockPinned: true,
  resizable: false,
  suppressNavigable: true,
  suppressMovable: true,
  lockPosition: 'left',
  suppressHeaderKeyboardEvent: () => true,
  editable: false,
};

export function columnDefs(
  { columns, widths }: GridState,
  editing: EditorCalls,
): ColDef<GridRow>[] {
  return [
    {
      ...narrow,
      colId: '__edge',
      headerName: 'Mark',
      headerComponent: EdgeHeader,
      width: 24,
      minWidth: 24,
      cellClass: 'grid-edge-cell',
      cellRenderer: EdgeCell,
    },
    {
      ...narrow,
      colId: tickColumnId,
      headerName: 'Select',
      headerComponent: TickHeader,
      width: 32,
      minWidth: 32,
      cellClass: 'grid-tick-cell',
      cellRenderer: TickCell,
    },
    ...columns.map((column) => columnDef(column, widths, editing)),
  ];
}

function columnDef(
  column: GridColumn,
  widths: ReadonlyMap<string, number>,
  editing: EditorCalls,
): ColDef<GridRow> {
  return {
    colId: column.id,
    headerName: column.title,
    width: (column.widest === undefined ? undefined : widths.get(column.id)) ?? column.width,
    minWidth: 48,
    pinned: column.pinned ? 'left' : null,
    // Dragging orders columns; what is pinned is said in the menu of the column.
    lockPinned: true,
    valueGetter: ({ data }) => data?.cells[column.id],
    // Marks change while the value stays, so every refresh draws.
    equals: () => false,
    editable: ({ data }: EditableCallbackParams<GridRow>) => isEditedByTyping(column, data),
    cellClass: ['grid-cell', `grid-align-${column.align}`],
    cellRenderer: ValueCell,
    cellRendererParams: { gridColumn: column },
    cellEditor:
      column.editor.kind === 'choice' || column.editor.kind === 'lookup' ? ListEditor : TextEditor,
    cellEditorParams: { gridColumn: column, ...editing },
    headerComponent: ColumnHeader,
    headerComponentParams: { gridColumn: column },
    headerClass: `grid-align-${column.align}`,
  };
}

export function isEditedByTyping(column: GridColumn, row: GridRow | undefined): boolean {
  return (
    row !== undefined &&
    row !== failedRow &&
    column.editor.kind !== 'boolean' &&
    isWritable(column, row)
  );
}

class EdgeHeader {
  #gui = element('span', 'grid-words', 'Mark');

  getGui(): HTMLElement {
    return this.#gui;
  }

  refresh(): boolean {
    return true;
  }
}

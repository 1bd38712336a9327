// What a data grid is given and what it reports back.
// No domain words and no ipc here: columns know how to show and read a value, the
// owner knows what the value means.
//
// Selectors for whole-window tests (stable, whatever draws the cells):
//   grid            [role="grid"][aria-label="<label>"]        aria-rowcount counts the header row too
//   column header   [role="columnheader"][data-column-id="X"]  aria-sort, click sorts, Shift click adds
//   row             [role="row"][data-row-index="N"]           data-row-key, data-mark, aria-rowindex = N + 2
//   cell            [role="gridcell"][data-row-index="N"][data-column-id="X"]
//                   data-state: "loading" until its window arrived, "failed" if it did not, else "ready"
//                   `.grid-text` inside holds the visible text (yes/no cells: `.grid-check`, with `.grid-check-on`),
//                   `.grid-words` the words for screen readers, such as "unsent edit, was 120.00"
//   hit of a search .grid-hit inside a cell
//   tick of a row   [data-row-index="N"][data-column-id="__select"], all: [data-column-id="__select"][role="columnheader"]
//   open editor     [data-grid-editor="X"]                     the input itself; Enter selects its text, F2 and a
//                   double click put the caret at its end, typing replaces the value. Its list: .grid-menu [role="option"],
//                   the reason a text was not taken: .grid-problem
//   fill handle     [data-grid-fill]
// Only rows near the view are in the DOM: call `scrollToRow` (or press Ctrl End) first.

export type SortDirection = 'ascending' | 'descending';

export interface GridSort {
  columnId: string;
  direction: SortDirection;
}

/** A shape and a colour in front of a choice's word; never colour alone. */
export type GridTone = 'ok' | 'warn' | 'danger' | 'half' | 'off';

export interface GridOption {
  value: unknown;
  label: string;
  /** Small grey text after the label, such as a code. */
  detail?: string;
  tone?: GridTone;
}

export type GridEditor =
  | { kind: 'text' }
  | { kind: 'number' }
  | { kind: 'date' }
  | { kind: 'boolean' }
  | { kind: 'choice'; options: GridOption[] }
  | { kind: 'lookup'; search(text: string): Promise<GridOption[]> };

export type ParsedText = { value: unknown } | { problem: string };

export interface GridColumn {
  id: string;
  title: string;
  /** In CSS pixels; the user may drag it wider or narrower. */
  width: number;
  /** Up to here the column is made as wide as what its first rows hold; without it the width stays. */
  widest?: number;
  /** A text that fits in any case, such as the longest date. */
  longest?: string;
  /** Stays at the start of the row while the others scroll. Pinned ones come first. */
  pinned?: boolean;
  align: 'start' | 'end' | 'center';
  readOnly: boolean;
  /** Read-only here and edited elsewhere: Enter, F2 and a double click ask the owner for it. */
  elsewhere?: boolean;
  sortable: boolean;
  /** Why sorting or editing is off, for the header's tooltip. */
  note?: string;
  /** What the cell shows and what a copy puts on the clipboard. */
  format(value: unknown): string;
  /** Typed or pasted text as a value, or why it cannot be one. `held`: what the cell held. */
  parse(text: string, held?: unknown): ParsedText;
  /** What the tooltip of a value says, where the cell shows less than there is. */
  hint?(value: unknown): string | undefined;
  /** Whether a value is a link: it looks like one, and Ctrl click opens it. */
  isLink?(value: unknown): boolean;
  /** Text an editor starts with, where it differs from `format`. */
  editText?(value: unknown): string;
  editor: GridEditor;
}

/** Where a row of a tree stands. */
export interface RowPlace {
  /** How many rows stand above it. */
  depth: number;
  hasBelow: boolean;
  open: boolean;
}

export type RowMark = 'edited' | 'new' | 'deleted';

export interface GridRow {
  /** Unique over all rows and the same after every refresh. */
  key: string;
  /** By column id. A column that is not there was not read yet. */
  cells: Record<string, unknown>;
  mark?: RowMark;
  /** In a tree: the first column is indented and folds. */
  place?: RowPlace;
  /** By column id: cells holding an unsent edit, and what they held before. */
  edits?: Record<string, { before: unknown }>;
  /** By column id: why the value cannot be sent. */
  problems?: Record<string, string>;
}

/** How cells came to be changed. */
export type EditWay = 'type' | 'paste' | 'fill';

export interface CellChange {
  rowKey: string;
  rowIndex: number;
  columnId: string;
  value: unknown;
  /** Why it cannot be sent as it is. */
  problem?: string;
}

/** Ticked rows: named ones, or everything the present filter shows, loaded or not. */
export type RowSelection = { kind: 'some'; keys: string[] } | { kind: 'all'; except: string[] };

/** A block of cells of more than one cell. */
export interface CellBlock {
  /** The first row and the last, both inside. */
  top: number;
  bottom: number;
  columnIds: string[];
}

/** A row that stands somewhere: by its key while the question is the same, by its index in what is shown. */
export interface Standing<Row> {
  /** The first row in sight. */
  top?: Row;
  /** The row with the keyboard's cell. */
  focused?: Row;
}

/** How copied cells are written: as the text of a spreadsheet, as CSV with a header, as a table with a header. */
export type CopyFormat = 'text' | 'csv' | 'table';

export interface DataGridProps {
  /** Accessible name of the grid. */
  label: string;
  columns: GridColumn[];
  rowCount: number;
  /** One call per window. The signal is aborted when the window scrolled out of reach before it arrived. */
  loadRows: (offset: number, limit: number, signal: AbortSignal) => Promise<GridRow[]>;
  /**
   * Change it after rows changed (edit, refresh): windows are read again and painted
   * in place, keeping scroll position, ticks and the focused cell.
   */
  revision: number;
  /**
   * Change it when the question changed (other entity, filter or sort): ticks, range and
   * held windows go and the grid starts at the top.
   */
  queryKey: string;
  /**
   * Where the rows that `standing` named are now, for the next `revision`: the first row in sight
   * stays where it is on screen, and the keyboard's cell on its row.
   */
  standing?: Standing<number> | undefined;
  /** In CSS pixels. */
  rowHeight: number;
  /** A search whose hits are marked in the cells. */
  search?: string;
  sort: GridSort[];
  /** The owner decides the next direction; `additive` keeps the sorts that are there. */
  onSort: (columnId: string, additive: boolean) => void;
  /** One call per user action, so one undo step, whether one cell or a whole paste. */
  onEdit: (changes: CellChange[], way: EditWay) => void;
  /** Pasted texts that have no row any more, and the columns that they are of. */
  onPasteBelow?: (texts: string[][], columnIds: string[]) => void;
  onFocusRow: (rowIndex: number, rowKey: string) => void;
  onSelect: (selection: RowSelection) => void;
  /** Del was pressed: the ticked rows, else the row or rows of the cell range. */
  onDelete: (rows: RowSelection) => void;
  /** Something worth telling in a toast, such as cells a paste had to leave out. */
  onNotice?: (message: string) => void;
  /** A row of a tree was opened or folded. */
  onFold?: (rowKey: string, open: boolean) => void;
  /** A cell is to be edited where its column says, outside the grid. */
  onEditElsewhere?: (rowKey: string, rowIndex: number, columnId: string) => void;
  /** A link was clicked with Ctrl. */
  onOpenLink?: (rowKey: string, columnId: string) => void;
  onResizeColumn?: (columnId: string, width: number) => void;
  /** Columns were put into another order: all of them, by id. */
  onArrange?: (columnIds: string[]) => void;
  /** The menu of a column was asked for, at a place of the window. */
  onColumnMenu?: (columnId: string, at: { x: number; y: number }) => void;
  /** Another block of cells is selected; nothing where it is one cell. */
  onRange?: (block: CellBlock | undefined) => void;
  /** Where a row stands among all; nothing where it is not shown any more. */
  indexOf?: (rowKey: string) => Promise<number | undefined>;
}

export interface DataGridHandle {
  scrollToRow(index: number): void;
  focusCell(rowIndex: number, columnId: string): void;
  /** Puts the keyboard into the grid, at the cell that had it last. */
  focus(): void;
  focusedRow(): number | undefined;
  /** Ticks everything the filter shows, loaded or not. */
  selectAll(): void;
  clearSelection(): void;
  /** Puts the keyboard on the header of a column, or into the grid where it is not shown. */
  focusHeader(columnId: string): void;
  /** Makes a column as wide as what it holds. */
  fitColumn(columnId: string): void;
  /**
   * Puts the cell range on the clipboard, else the ticked rows, else the cell in focus (as CSV or a
   * table: its row). `of`: the row that it is asked at; one that is not ticked is copied alone.
   */
  copy(as: CopyFormat, of?: string): void;
  /** By key, where the rows in sight stand. */
  standing(): Standing<string>;
}

// What the drawn cells share: columns, range, ticks and sort. Cells are created and thrown away
// while scrolling, so they register here and are repainted directly, without React in between.

import type { CellBox, CellRange } from './range';
import { boxOf } from './range';
import { SeenRows } from './changed';
import { nothingTicked } from './selection';
import type { GridColumn, GridRow, GridSort, RowSelection } from './types';

/** Stands in for a row whose window could not be read. */
export const failedRow: GridRow = { key: '', cells: {} };

export interface Painted {
  paint(): void;
}

export class GridState {
  columns: GridColumn[] = [];
  rowCount = 0;
  sort: GridSort[] = [];
  /** What is searched for, folded: its hits are marked. */
  terms: string[] = [];
  /** Widths that columns got from their first rows. */
  readonly widths = new Map<string, number>();
  readonly seen = new SeenRows();
  /** Rows that were read since the order last changed; the others may stand elsewhere by now. */
  current = new WeakSet<GridRow>();
  range: CellRange | undefined;
  /** Where a fill handle being dragged would write. */
  fillTo: CellBox | undefined;
  ticks: RowSelection = nothingTicked;

  /** Set by the component: what header and tick cells report back. */
  onSort: (columnId: string, additive: boolean) => void = () => undefined;
  onTick: (row: GridRow, rowIndex: number, upToHere: boolean) => void = () => undefined;
  onTickAll: (ticked: boolean) => void = () => undefined;
  onToggle: (rowIndex: number, column: GridColumn) => void = () => undefined;
  onRetry: () => void = () => undefined;
  onFold: (rowKey: string, open: boolean) => void = () => undefined;
  onOpenLink: (rowKey: string, columnId: string) => void = () => undefined;
  onRange: () => void = () => undefined;

  readonly cells = new Set<Painted>();
  readonly ticksDrawn = new Set<Painted>();
  readonly headers = new Set<Painted>();

  columnAt(columnId: string): number {
    return this.columns.findIndex((column) => column.id === columnId);
  }

  get box(): CellBox | undefined {
    return this.range && boxOf(this.range);
  }

  setRange(range: CellRange | undefined): void {
    this.range = range;
    repaint(this.cells);
    this.onRange();
  }

  setFillTo(box: CellBox | undefined): void {
    this.fillTo = box;
    repaint(this.cells);
  }

  setTicks(ticks: RowSelection): void {
    this.ticks = ticks;
    repaint(this.ticksDrawn);
  }

  setSort(sort: GridSort[]): void {
    this.sort = sort;
    repaint(this.headers);
  }

  setRowCount(rowCount: number): void {
    this.rowCount = rowCount;
    repaint(this.ticksDrawn);
  }
}

function repaint(painted: Set<Painted>): void {
  for (const one of painted) one.paint();
}

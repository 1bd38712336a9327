// Cell ranges: a corner that stays (anchor) and one that moves (head).
// Rows and columns are indexes; nothing here knows what a cell holds.

export interface CellPoint {
  row: number;
  column: number;
}

export interface CellRange {
  anchor: CellPoint;
  head: CellPoint;
}

/** All four edges belong to the box. */
export interface CellBox {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export interface GridSize {
  rows: number;
  columns: number;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

export function rangeAt(row: number, column: number): CellRange {
  return { anchor: { row, column }, head: { row, column } };
}

export function boxOf({ anchor, head }: CellRange): CellBox {
  return {
    top: Math.min(anchor.row, head.row),
    bottom: Math.max(anchor.row, head.row),
    left: Math.min(anchor.column, head.column),
    right: Math.max(anchor.column, head.column),
  };
}

export function boxHolds(box: CellBox, row: number, column: number): boolean {
  return row >= box.top && row <= box.bottom && column >= box.left && column <= box.right;
}

export function boxRows(box: CellBox): number {
  return box.bottom - box.top + 1;
}

export function boxColumns(box: CellBox): number {
  return box.right - box.left + 1;
}

export function isOneCell(box: CellBox): boolean {
  return box.top === box.bottom && box.left === box.right;
}

/** Moves the head by one step, or to the grid's edge; the anchor stays. */
export function extend(
  range: CellRange,
  to: Direction,
  toEdge: boolean,
  size: GridSize,
): CellRange {
  const head = { ...range.head };
  if (to === 'up') head.row = toEdge ? 0 : Math.max(0, head.row - 1);
  if (to === 'down') head.row = toEdge ? size.rows - 1 : Math.min(size.rows - 1, head.row + 1);
  if (to === 'left') head.column = toEdge ? 0 : Math.max(0, head.column - 1);
  if (to === 'right')
    head.column = toEdge ? size.columns - 1 : Math.min(size.columns - 1, head.column + 1);
  return { anchor: range.anchor, head };
}

/** The cells a fill handle adds to `source` when dragged over `to`: straight on, along the longer way. */
export function fillBox(source: CellBox, to: CellPoint): CellBox | undefined {
  const down = to.row > source.bottom ? to.row - source.bottom : Math.min(0, to.row - source.top);
  const across =
    to.column > source.right ? to.column - source.right : Math.min(0, to.column - source.left);
  if (down === 0 && across === 0) return undefined;
  if (Math.abs(down) >= Math.abs(across)) {
    return down > 0
      ? { ...source, top: source.bottom + 1, bottom: to.row }
      : { ...source, top: to.row, bottom: source.top - 1 };
  }
  return across > 0
    ? { ...source, left: source.right + 1, right: to.column }
    : { ...source, left: to.column, right: source.left - 1 };
}

// As much of the library's parameters as a cell and a header need to be drawn, so that they can be drawn without it too.

import type { GridState } from '../state';
import type { GridColumn, GridRow } from '../types';

export interface DrawnCell {
  /** Nothing while it is being read. */
  data?: GridRow | undefined;
  context: GridState;
  /** The cell that it stands in. */
  eGridCell: HTMLElement;
  node: { rowIndex: number | null };
}

export interface DrawnHeader {
  context: GridState;
  eGridHeader: HTMLElement;
}

export interface OfColumn {
  gridColumn: GridColumn;
}

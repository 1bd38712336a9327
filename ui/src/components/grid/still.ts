// A grid as it begins, drawn by the same cells without the library: it cannot be scrolled or used. It stands for the grid
// while the window's script is still being read.

import { termsOf } from '../../format/fold';
import { ColumnHeader } from './cells/ColumnHeader';
import { EdgeCell } from './cells/EdgeCell';
import { element } from './cells/elements';
import { TickCell, TickHeader } from './cells/TickCell';
import { ValueCell } from './cells/ValueCell';
import './grid.css';
import { sampleRows } from './sizing';
import { GridState } from './state';
import './still.css';
import type { DataGridProps, GridColumn, GridRow } from './types';
import { measureIn, widthFor } from './widths';

type Still = Pick<DataGridProps, 'columns' | 'rowCount' | 'rowHeight' | 'search' | 'sort'> & {
  rows: GridRow[];
};

interface Drawn {
  getGui(): HTMLElement;
}

/** A column, where it begins and what is drawn in it. */
interface Track {
  left: number;
  width: number;
  look: string;
  head(cell: HTMLElement): Drawn | undefined;
  cell(row: GridRow, rowIndex: number, cell: HTMLElement): Drawn;
}

/** Draws as many columns and rows as `root`, which is in the document, has room for. */
export function drawStill(root: HTMLElement, still: Still): void {
  const state = new GridState();
  Object.assign(state, { columns: still.columns, rowCount: still.rowCount, sort: still.sort });
  state.terms = termsOf(still.search ?? '');
  root.className = 'grid-root still';
  root.style.setProperty('--row', `${still.rowHeight}px`);
  const { clientWidth, clientHeight } = root;
  const tracks = tracksOf(state, widthsOf(root, still)).filter(({ left }) => left < clientWidth);
  const fit = still.rows.slice(0, Math.ceil(clientHeight / still.rowHeight));
  root.append(headerOf(tracks), ...fit.map((row, at) => rowOf(row, at, tracks)));
}

function widthsOf(root: HTMLElement, { columns, rows }: Still): number[] {
  const measure = measureIn(root);
  const sample = rows.slice(0, sampleRows);
  const fitted = (column: GridColumn) =>
    column.widest === undefined
      ? undefined
      : widthFor(column, sample, measure, column.widest);
  return columns.map((column) => fitted(column) ?? column.width);
}

function tracksOf(context: GridState, widths: number[]): Track[] {
  const drawn = <Cell extends Drawn, Params>(
    cell: Cell & { init(params: Params): void },
    params: Params,
  ) => {
    cell.init(params);
    return cell;
  };
  const place = (data: GridRow, rowIndex: number, eGridCell: HTMLElement) => ({
    context,
    data,
    eGridCell,
    node: { rowIndex },
  });
  const narrow: Omit<Track, 'left'>[] = [
    {
      width: 24,
      look: 'grid-edge-cell',
      head: () => undefined,
      cell: (...at) => drawn(new EdgeCell(), place(...at)),
    },
    {
      width: 32,
      look: 'grid-tick-cell',
      head: (eGridHeader) => drawn(new TickHeader(), { context, eGridHeader }),
      cell: (...at) => drawn(new TickCell(), place(...at)),
    },
  ];
  const own = context.columns.map((gridColumn, at): Omit<Track, 'left'> => ({
    width: widths[at] ?? gridColumn.width,
    look: `grid-cell grid-align-${gridColumn.align}`,
    head: (eGridHeader) => drawn(new ColumnHeader(), { context, eGridHeader, gridColumn }),
    cell: (...at) => drawn(new ValueCell(), { ...place(...at), gridColumn }),
  }));
  let left = 0;
  return [...narrow, ...own].map((track) => {
    const placed = { ...track, left };
    left += track.width;
    return placed;
  });
}

function boxOf(className: string, { left, width }: Track): HTMLElement {
  const box = element('div', className);
  box.style.left = `${left}px`;
  box.style.width = `${width}px`;
  return box;
}

function headerOf(tracks: Track[]): HTMLElement {
  const header = element('div', 'still-header');
  for (const track of tracks) {
    const box = boxOf(`still-head ${track.look}`, track);
    const drawn = track.head(box);
    if (drawn) box.append(drawn.getGui());
    header.append(box);
  }
  return header;
}

function rowOf(row: GridRow, rowIndex: number, tracks: Track[]): HTMLElement {
  const line = element('div', 'still-row');
  line.setAttribute('role', 'row');
  line.style.top = `calc(32px + ${rowIndex} * var(--row))`;
  for (const track of tracks) {
    const box = boxOf(`still-cell ${track.look}`, track);
    box.append(track.cell(row, rowIndex, box).getGui());
    line.append(box);
  }
  return line;
}

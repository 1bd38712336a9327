// The data grid as a plain table. jsdom has no layout: every box is 0 by 0, so the real grid, which
// draws only the rows in view, draws none.

import { useEffect, useImperativeHandle, useState, type Ref } from 'react';
import { everythingTicked, isTicked, nothingTicked, withTicks } from '../components/grid/selection';
import type {
  DataGridHandle,
  DataGridProps,
  GridRow,
  RowSelection,
} from '../components/grid/types';

const SHOWN = 10;
const nothing = () => undefined;
/** What the table leaves out; its functions can be watched. */
export const NOTHING: DataGridHandle = {
  scrollToRow: nothing,
  focusCell: nothing,
  focus: nothing,
  focusedRow: nothing,
  selectAll: nothing,
  clearSelection: nothing,
  fitColumn: nothing,
  focusHeader: nothing,
  copy: nothing,
  standing: () => ({}),
};

export function DataGrid({ ref, ...props }: DataGridProps & { ref?: Ref<DataGridHandle> }) {
  const {
    label,
    columns,
    loadRows,
    revision,
    queryKey,
    rowCount,
    onFocusRow,
    onDelete,
    onSelect,
    onFold,
    onEditElsewhere,
  } = props;
  const [rows, setRows] = useState<GridRow[]>([]);
  const [ticked, setTicked] = useState(nothingTicked);
  const tick = (selection: RowSelection) => {
    setTicked(selection);
    onSelect(selection);
  };
  useImperativeHandle(ref, () => ({
    ...NOTHING,
    selectAll: () => tick(everythingTicked),
    clearSelection: () => tick(nothingTicked),
  }));
  useEffect(() => {
    const stop = new AbortController();
    void loadRows(0, SHOWN, stop.signal).then(setRows, () => undefined);
    return () => stop.abort();
  }, [loadRows, revision, queryKey, rowCount]);
  return (
    <table
      aria-label={label}
      data-row-count={rowCount}
      data-row-height={props.rowHeight}
      data-columns={columns.map((column) => column.id).join(' ')}
    >
      <caption>
        <button type="button" onClick={() => tick(everythingTicked)}>
          Tick all rows
        </button>
        <button
          type="button"
          onClick={() =>
            props.onRange?.({ top: 0, bottom: 3, columnIds: ['description', 'actualHours'] })
          }
        >
          Select cells of 4 rows
        </button>
        <button
          type="button"
          onClick={() =>
            props.onPasteBelow?.(
              [
                ['30 Oct 2026', 'Quay House', '7:30'],
                ['soon', 'Nowhere', 'much'],
              ],
              ['date', 'projectId', 'actualHours'],
            )
          }
        >
          Paste 2 rows below the last one
        </button>
        {columns.map((column) => (
          <button
            key={column.id}
            type="button"
            onClick={() => props.onColumnMenu?.(column.id, { x: 0, y: 0 })}
          >
            Menu of {column.title}
          </button>
        ))}
      </caption>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.key} data-mark={row.mark} data-row-key={row.key} data-row-index={index}>
            <td>
              <input
                type="checkbox"
                aria-label={`Tick row ${index + 1}`}
                checked={isTicked(ticked, row.key)}
                onChange={(event) => tick(withTicks(ticked, [row.key], event.target.checked))}
              />
              <button type="button" onClick={() => onFocusRow(index, row.key)}>
                Row {index + 1}
              </button>
              <button type="button" onClick={() => onDelete({ kind: 'some', keys: [row.key] })}>
                Delete row {index + 1}
              </button>
            </td>
            {row.place && (
              <td>
                <button
                  type="button"
                  aria-expanded={row.place.hasBelow ? row.place.open : undefined}
                  onClick={() => onFold?.(row.key, !row.place?.open)}
                >
                  Level {row.place.depth + 1} of {row.key}
                </button>
              </td>
            )}
            {columns.map((column) => (
              <td key={column.id} data-column-id={column.id} tabIndex={-1}>
                {column.format(row.cells[column.id])}
                {column.elsewhere && (
                  <button
                    type="button"
                    aria-label={`Edit ${column.title} of row ${index + 1}`}
                    onClick={() => onEditElsewhere?.(row.key, index, column.id)}
                  />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

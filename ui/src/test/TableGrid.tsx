// The data grid as a plain table. jsdom has no layout: every box is 0 by 0, so the real grid, which
// draws only the rows in view, draws none.

import { useEffect, useState } from 'react';
import type { DataGridProps, GridRow } from '../components/grid/types';

const SHOWN = 10;

export function DataGrid(props: DataGridProps) {
  const { label, columns, loadRows, revision, queryKey, rowCount, onFocusRow, onDelete } = props;
  const [rows, setRows] = useState<GridRow[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    void loadRows(0, SHOWN, stop.signal).then(setRows, () => undefined);
    return () => stop.abort();
  }, [loadRows, revision, queryKey, rowCount]);
  return (
    <table aria-label={label} data-row-count={rowCount}>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.key} data-mark={row.mark}>
            <td>
              <button type="button" onClick={() => onFocusRow(index, row.key)}>
                Row {index + 1}
              </button>
              <button type="button" onClick={() => onDelete({ kind: 'some', keys: [row.key] })}>
                Delete row {index + 1}
              </button>
            </td>
            {columns.map((column, at) => (
              <td key={column.id}>{column.format(row.cells[at])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

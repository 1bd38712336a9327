// An editable grid over any number of rows, read in windows. What it is given and reports is in
// types.ts; it holds no edits: a change is reported and comes back through `revision`.

import { useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { Ref } from 'react';
import { setTicks } from './commands';
import { copyChosen } from './copying';
import './grid.css';
import { everythingTicked, nothingTicked } from './selection';
import { focusHeader } from './headers';
import { fitColumn } from './sizing';
import { standing } from './standing';
import { focusGrid, focusPlace, focusedPlace } from './surface';
import { openSurface } from './openSurface';
import type { OpenSurface } from './openSurface';
import type { DataGridHandle, DataGridProps } from './types';

export function DataGrid({ ref, ...props }: DataGridProps & { ref?: Ref<DataGridHandle> }) {
  const root = useRef<HTMLDivElement>(null);
  const open = useRef<OpenSurface>(undefined);
  const newest = useRef(props);

  useLayoutEffect(() => {
    newest.current = props;
  });

  useEffect(() => {
    if (!root.current) return undefined;
    const surface = openSurface(root.current, () => newest.current);
    open.current = surface;
    return () => {
      open.current = undefined;
      surface.close();
    };
  }, []);

  useEffect(() => open.current?.showLabel(props.label), [props.label]);
  useEffect(() => open.current?.showColumns(props.columns), [props.columns]);
  useEffect(() => open.current?.showSort(props.sort), [props.sort]);
  useEffect(() => open.current?.startOver(props.queryKey), [props.queryKey]);
  useEffect(
    () => open.current?.showRows(props.rowCount, props.revision),
    [props.rowCount, props.revision],
  );
  useEffect(() => open.current?.showSearch(props.search ?? ''), [props.search]);
  useEffect(() => open.current?.showRowHeight(props.rowHeight), [props.rowHeight]);

  useImperativeHandle(
    ref,
    () => ({
      scrollToRow: (index) => open.current?.api.ensureIndexVisible(index, 'middle'),
      focusCell: (rowIndex, columnId) => {
        const surface = open.current;
        if (surface) focusPlace(surface, rowIndex, surface.state.columnAt(columnId));
      },
      focus: () => {
        if (open.current) focusGrid(open.current);
      },
      focusHeader: (columnId) => {
        const surface = open.current;
        if (surface && !focusHeader(surface, columnId)) focusGrid(surface);
      },
      focusedRow: () => open.current && focusedPlace(open.current)?.row,
      selectAll: () => open.current && setTicks(open.current, everythingTicked),
      fitColumn: (columnId) => {
        const column = open.current?.state.columns.find(({ id }) => id === columnId);
        if (open.current && column) fitColumn(open.current, column);
      },
      copy: (as, of) => {
        if (open.current) void copyChosen(open.current, as, of);
      },
      standing: () => (open.current ? standing(open.current) : {}),
      clearSelection: () => open.current && setTicks(open.current, nothingTicked),
    }),
    [],
  );

  return <div ref={root} className="grid-root" />;
}

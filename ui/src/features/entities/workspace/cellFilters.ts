// Filters that the cell under the pointer or in focus suggests.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { commands, type EntityTypeView } from '../../../ipc/client';
import { filtersOfCell, type CellFilter } from '../filter/cell';
import { filteredBy } from '../filter/filteredBy';
import { narrowed } from '../filter/groups';
import { fieldOf } from '../filter/words';
import type { OpenedView } from '../queries';
import type { Ask } from './question';
import type { RowMenuItem } from './RowMenu';

/** Where a cell stands in the list. */
export interface CellPlace {
  index: number;
  id: string;
  column: string;
}

async function suggested(
  type: EntityTypeView,
  view: OpenedView | undefined,
  { index, id, column }: CellPlace,
): Promise<CellFilter[]> {
  const field = fieldOf(type, column);
  const at = view?.columns.indexOf(column) ?? -1;
  if (!view || !field || at < 0) return [];
  const [row] = await commands.viewRows({ viewId: view.viewId, offset: index, limit: 1 });
  // The list may have moved on below the pointer.
  return row?.id === id ? filtersOfCell(field, row.cells[at]) : [];
}

/** What the cell in focus suggests, and what any cell does when it is asked for its menu. */
export function useCellFilters(type: EntityTypeView, view: OpenedView | undefined, ask: Ask) {
  const [place, setPlace] = useState<CellPlace>();
  const inFocus = useQuery({
    queryKey: ['cell-filters', type.name, view?.viewId, place],
    queryFn: () => (place ? suggested(type, view, place) : []),
    enabled: place !== undefined && view !== undefined,
    gcTime: 0,
    retry: false,
  });
  const toItem = ({ label, condition }: CellFilter): RowMenuItem => ({
    label,
    icon: 'filter',
    run: () => ask((now) => filteredBy(now, narrowed(now.filter, condition))),
  });
  return {
    items: (inFocus.data ?? []).map(toItem),
    itemsOf: (filters: CellFilter[]): RowMenuItem[] => filters.map(toItem),
    read: (of: CellPlace): Promise<CellFilter[]> => suggested(type, view, of).catch(() => []),
    focus: setPlace,
  };
}

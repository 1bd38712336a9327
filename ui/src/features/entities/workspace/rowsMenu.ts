// What is offered about rows: in the palette about the ticked ones or the one in focus, in its menu about any.

import { readNamed, useNamed, type NamedRecord } from '../references';
import type { OpenedView, ViewQuestion } from '../queries';
import { useCellFilters, type CellPlace } from './cellFilters';
import type { Ask } from './question';
import { menuOf, useRowCommands, type RowCommands } from './rowCommands';

interface OfferedRows extends Omit<RowCommands, 'ofCell' | 'named' | 'columns'> {
  view: OpenedView | undefined;
  question: ViewQuestion;
  ask: Ask;
}

export function useRowsMenu({ view, question, ask, ...of }: OfferedRows) {
  const { connection, type, focusedId } = of;
  const cellFilters = useCellFilters(type, view, ask);
  const named = useNamed(connection.id, type, focusedId, question.columns);
  const { columns } = question;
  const rowCommands = { ...of, columns, ofCell: cellFilters.items, named };
  useRowCommands(rowCommands);
  return {
    items: (id: string, named: NamedRecord[]) => menuOf(rowCommands, id, named),
    cellItems: cellFilters.itemsOf,
    onFocusCell: cellFilters.focus,
    onRead: async (cell: CellPlace) => {
      const named = readNamed(connection.id, type, cell.id, question.columns);
      return { filters: await cellFilters.read(cell), named: await named };
    },
  };
}

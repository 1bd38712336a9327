// What is chosen in the list that is drawn: ticked rows and selected cells.

import { useState } from 'react';
import { nothingTicked, tickedCount } from '../../../components/grid/selection';
import type { CellBlock, RowSelection } from '../../../components/grid/types';
import type { OpenedView } from '../queries';

/** With another question, and with a list that is drawn no more, nothing is chosen any more. */
export function useChosen(view: OpenedView | undefined) {
  const [ticked, onSelect] = useState<RowSelection>(nothingTicked);
  const [block, onRange] = useState<CellBlock>();
  const drawn = view && view.rows > 0 ? view.queryKey : undefined;
  const [of, setOf] = useState(drawn);
  if (of !== drawn) {
    setOf(drawn);
    onSelect(nothingTicked);
    onRange(undefined);
  }
  return { ticked, count: view ? tickedCount(ticked, view.rows) : 0, block, onSelect, onRange };
}

// What can be done with rows, in the palette and in the menu of a row.

import { isTicked } from '../../../components/grid/selection';
import type { RefObject } from 'react';
import type { CopyFormat, DataGridHandle, RowSelection } from '../../../components/grid/types';
import { toastDone } from '../../../components/toast';
import type { ConnectionView, EntityTypeView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { useOfferCommands, type CommandHere } from '../../../commandsHere';
import { actionWords } from '../actions';
import type { useDuplicate } from '../duplicating/useDuplicate';
import { openLink } from '../openLink';
import { openNamed, type NamedRecord } from '../references';
import type { Bulk } from './bulk';
import type { useActing } from './acting';
import type { useMarking } from './marking';
import type { RowMenuItem } from './RowMenu';

const COPIES: [CopyFormat, string][] = [
  ['text', messages.copying.text],
  ['csv', messages.copying.csv],
  ['table', messages.copying.table],
];

export interface RowCommands {
  connection: ConnectionView;
  type: EntityTypeView;
  acting: ReturnType<typeof useActing>;
  marking: ReturnType<typeof useMarking>;
  duplicate: ReturnType<typeof useDuplicate>;
  bulk: Bulk;
  /** The columns in sight. */
  columns: string[];
  ticked: RowSelection;
  /** How many are ticked. */
  chosen: number;
  focusedId: string | undefined;
  /** What the cell in focus suggests. */
  ofCell: RowMenuItem[];
  grid: RefObject<DataGridHandle | null>;
  /** What the record in focus names. */
  named: NamedRecord[];
  /** Opens the words of the actions. */
  onWording(): void;
}

/** Offers commands about the ticked rows, else about the one in focus. */
export function useRowCommands(props: RowCommands): void {
  const { connection, acting, duplicate, ticked, chosen, focusedId } = props;
  const { ofCell, grid, named, bulk, columns, onWording } = props;
  const { actions } = acting;
  const focused: RowSelection | undefined =
    focusedId === undefined ? undefined : { kind: 'some', keys: [focusedId] };
  const target = chosen > 0 ? ticked : focused;
  const offered: CommandHere[] = [];
  if (chosen === 0)
    for (const one of named)
      offered.push({
        id: `open ${one.field.name}`,
        icon: 'ar',
        label: messages.workspace.openNamed(one.label),
        detail: one.field.title,
        run: () => openNamed(connection.id, one),
      });
  if (duplicate.isOffered && chosen === 0 && focusedId !== undefined)
    offered.push({
      id: 'duplicate',
      icon: 'copy',
      label: duplicate.label,
      run: () => duplicate.start(focusedId),
    });
  if (bulk.mayEdit && target)
    offered.push({
      id: 'bulk',
      icon: 'edit',
      label: messages.bulk.open,
      run: () => bulk.open(target, columns),
    });
  if (bulk.mayDuplicate && chosen > 0)
    offered.push({
      id: 'duplicate-rows',
      icon: 'copy',
      label: messages.bulk.duplicate,
      run: () => bulk.duplicate(ticked),
    });
  if (actions.length > 0 && target) {
    for (const action of actions)
      offered.push({
        id: action.name,
        icon: 'check',
        label: actionWords(action, Math.max(chosen, 1)),
        run: () => acting.run(target, action),
      });
    offered.push({
      id: 'remark',
      icon: 'check',
      label: messages.remark.command,
      run: () => acting.remark(target),
    });
  }
  if (actions.length > 0)
    offered.push({
      id: 'action-words',
      icon: 'sliders',
      label: messages.actionWords.command,
      run: onWording,
    });
  for (const { label, run } of ofCell)
    offered.push({ id: `cell-${label}`, icon: 'filter', label, run });
  if (target)
    for (const [as, label] of COPIES)
      offered.push({
        id: `copy-${as}`,
        icon: 'copy',
        label,
        run: () => grid.current?.copy(as),
      });
  useOfferCommands(offered);
}

async function copyId(id: string): Promise<void> {
  await navigator.clipboard.writeText(id);
  toastDone(messages.copying.idCopied);
}

/** The menu of a row; of a ticked one it is about all that are ticked. */
export function menuOf(props: RowCommands, id: string, named: NamedRecord[]): RowMenuItem[] {
  const { connection, type, acting, marking, duplicate, bulk, columns, ticked, chosen } = props;
  const isOneOfMany = isTicked(ticked, id);
  const rows: RowSelection = isOneOfMany ? ticked : { kind: 'some', keys: [id] };
  const count = isOneOfMany ? chosen : 1;
  const items: RowMenuItem[] = [];
  if (type.hasLink && count === 1)
    items.push({
      label: messages.links.open,
      icon: 'ext',
      run: () => openLink({ connectionId: connection.id, entityType: type.name, id, field: null }),
    });
  if (count === 1)
    for (const one of named)
      items.push({
        label: messages.workspace.openNamed(one.label),
        icon: 'ar',
        run: () => openNamed(connection.id, one),
      });
  for (const action of acting.actions)
    items.push({
      label: actionWords(action, count),
      icon: 'check',
      run: () => acting.run(rows, action),
    });
  if (acting.actions.length > 0)
    items.push({ label: messages.remark.open, icon: 'check', run: () => acting.remark(rows) });
  if (bulk.mayEdit)
    items.push({
      label: messages.bulk.open,
      icon: 'edit',
      run: () => bulk.open(rows, columns),
    });
  if (bulk.mayDuplicate && count > 1)
    items.push({
      label: messages.bulk.duplicate,
      icon: 'copy',
      run: () => bulk.duplicate(rows),
    });
  if (duplicate.isOffered && count === 1)
    items.push({ label: duplicate.label, icon: 'copy', run: () => duplicate.start(id) });
  for (const [as, label] of COPIES)
    items.push({ label, icon: 'copy', run: () => props.grid.current?.copy(as, id) });
  if (count === 1)
    items.push({ label: messages.copying.id, icon: 'copy', run: () => void copyId(id) });
  if (marking.may)
    items.push({
      label: messages.workspace.deleteYes(count),
      icon: 'trash',
      run: () => marking.mark(rows),
    });
  return items;
}

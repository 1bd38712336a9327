// The record in focus: where it stands in the list, and stepping from it to the next.

import { useCallback, useEffect, useState, type RefObject } from 'react';
import type { DataGridHandle } from '../../../components/grid/types';
import { commands, type EntityTypeView } from '../../../ipc/client';
import { useRecordOfPlace } from '../openRecord';
import type { OpenedView } from '../queries';

interface Focused {
  id: string;
  /** Nothing where its place in the list is not known. */
  index: number | undefined;
  /** The list that it was looked for in. */
  view: OpenedView | undefined;
}

interface List {
  connectionId: string;
  type: EntityTypeView;
  grid: RefObject<DataGridHandle | null>;
  view: OpenedView | undefined;
  /** Of the question that is asked now, which `view` may not answer yet. */
  queryKey: string;
  revision: number;
  firstColumn: string;
  /** A record is to be looked at beside the list. */
  onShow(): void;
  onNew(): void;
}

export type FocusedRecord = ReturnType<typeof useFocusedRecord>;

export function useFocusedRecord(list: List) {
  const { connectionId, type, grid, view, queryKey, revision, firstColumn, onShow, onNew } = list;
  const [focused, setFocused] = useState<Focused>();
  const [askedField, setAskedField] = useState<string>();
  const [isCreated, setCreated] = useState(false);
  const answered = useCallback(() => setAskedField(undefined), []);
  const id = focused?.id;
  const focus = (index: number, id: string) => setFocused({ id, index, view });
  const show = (index: number, id: string) => {
    focus(index, id);
    onShow();
  };
  // A list that was opened again may have it elsewhere, or no more.
  const isSought = view !== undefined && id !== undefined && focused?.view?.viewId !== view.viewId;
  useEffect(() => {
    if (!isSought) return;
    let live = true;
    commands.rowIndex({ viewId: view.viewId, id }).then(
      (index) => live && setFocused({ id, index: index ?? undefined, view }),
      // The next opening of the list asks anew.
      () => undefined,
    );
    return () => {
      live = false;
    };
  }, [isSought, view, id]);
  useRecordOfPlace({
    connectionId,
    entityType: type.name,
    grid,
    firstColumn,
    view: view?.queryKey === queryKey ? view : undefined,
    focusedId: id,
    onShow: (record) => {
      setFocused(record && { ...record, view: record.index === undefined ? undefined : view });
      if (record) onShow();
    },
    onNew,
  });
  // The new record stands on top of the list that is opened next.
  useEffect(() => {
    if (!isCreated || !view) return;
    setCreated(false);
    grid.current?.scrollToRow(0);
    // Whoever writes in its form already keeps the keyboard.
    if (!document.activeElement?.closest('.detail .form')) grid.current?.focusCell(0, firstColumn);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a list that was opened after the record was made
  }, [revision]);
  const index = focused?.view?.queryKey === view?.queryKey ? focused?.index : undefined;
  const step = (by: 1 | -1) => {
    const next = id === undefined ? 0 : index === undefined ? -1 : index + by;
    if (view && next >= 0 && next < view.rows) grid.current?.focusCell(next, firstColumn);
  };
  return {
    id,
    /** From 1 on; nothing where it is not known. */
    place: index === undefined ? undefined : index + 1,
    focus,
    step,
    /** Until the list is opened that has it on top. */
    isCreated,
    showCreated: (id: string) => {
      show(0, id);
      setCreated(true);
    },
    /** The field of its form that the keyboard goes to. */
    askedField,
    answered,
    editInForm: (index: number, id: string, field: string) => {
      show(index, id);
      setAskedField(field);
    },
  };
}

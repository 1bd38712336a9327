// One record by its id, from anywhere: the rows of its entity type open with it beside them.

import { useEffect, useRef, useSyncExternalStore, type RefObject } from 'react';
import type { DataGridHandle } from '../../components/grid/types';
import { commands } from '../../ipc/client';
import { paths } from '../../paths';
import { recordAt, rememberRecord } from '../../lastPlace';
import { usePlace, visit } from '../../place';
import type { OpenedView } from './queries';

export interface RecordPlace {
  connectionId: string;
  entityType: string;
  id: string;
}

export const openRecord = ({ connectionId, entityType, id }: RecordPlace): void =>
  visit(paths.entities(connectionId, entityType, { record: id }), { again: true });

/** What the list in sight is asked to do: show a record beside itself as it is, or begin a new one. */
type Asked = { connectionId: string; entityType: string } & (
  { beside: string } | { beside?: undefined }
);

let asked: Asked | undefined;
const listeners = new Set<() => void>();

function ask(next: Asked | undefined): void {
  asked = next;
  listeners.forEach((listener) => listener());
}

/** Shows a record beside the list in sight, which stays as it is. */
export const openBeside = ({ connectionId, entityType, id }: RecordPlace): void =>
  ask({ connectionId, entityType, beside: id });

/** Opens the rows of an entity type with a new record on top. */
export function openNew(connectionId: string, entityType: string): void {
  visit(paths.entities(connectionId, entityType));
  ask({ connectionId, entityType });
}

interface List {
  connectionId: string;
  entityType: string;
  grid: RefObject<DataGridHandle | null>;
  firstColumn: string;
  /** Once it shows what is asked for now. */
  view: OpenedView | undefined;
  focusedId: string | undefined;
  /** Without an index, its place in the list is not known. */
  onShow(record: { id: string; index: number | undefined } | undefined): void;
  onNew(): void;
}

const FRAMES = 60;

/** A grid that is just being made takes the keyboard some frames later. */
function goTo(grid: List['grid'], index: number, column: string, frames = FRAMES): void {
  grid.current?.scrollToRow(index);
  grid.current?.focusCell(index, column);
  const isFree = document.activeElement === document.body;
  if (isFree && frames > 0) requestAnimationFrame(() => goTo(grid, index, column, frames - 1));
}

/** The record in focus belongs to the place: coming there by its address, by going back or forward, or by being asked. */
export function useRecordOfPlace(list: List): void {
  const { connectionId, entityType, grid, firstColumn, view, focusedId, onShow, onNew } = list;
  const { step, query } = usePlace();
  const sought = useRef<{ id: string; tried: string[] }>(undefined);

  useEffect(() => {
    const id = recordAt(step) ?? new URLSearchParams(query).get('record') ?? undefined;
    sought.current = id === undefined ? undefined : { id, tried: [] };
    onShow(id === undefined ? undefined : { id, index: undefined });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each place
  }, [step]);

  const last = useRef(focusedId);
  useEffect(() => {
    if (focusedId === last.current) return;
    last.current = focusedId;
    if (focusedId !== sought.current?.id) sought.current = undefined;
    rememberRecord(step, focusedId);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is in focus while a place is left belongs to it alone
  }, [focusedId]);

  useEffect(() => {
    const now = sought.current;
    if (!view || !now) return;
    // Where rows are still coming in it may be among those that came since.
    const found = `${view.queryKey} ${view.rows}`;
    if (now.tried.includes(found)) return;
    now.tried.push(found);
    // A list that was opened again in the meantime is asked by its next opening.
    const index = commands.rowIndex({ viewId: view.viewId, id: now.id }).catch(() => {
      now.tried = now.tried.filter((one) => one !== found);
      return null;
    });
    void index.then((index) => {
      if (index === null || sought.current !== now) return;
      sought.current = undefined;
      onShow({ id: now.id, index });
      goTo(grid, index, firstColumn);
    });
  });

  const wanted = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => asked,
  );
  useEffect(() => {
    if (wanted?.connectionId !== connectionId || wanted.entityType !== entityType) return;
    ask(undefined);
    const { beside: id } = wanted;
    if (id === undefined) return onNew();
    onShow({ id, index: undefined });
    // The list stays as it is; only the record's place in it is told.
    if (view)
      void commands.rowIndex({ viewId: view.viewId, id }).then(
        (index) => index !== null && last.current === id && onShow({ id, index }),
        () => undefined,
      );
  });
}

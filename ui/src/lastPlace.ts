// Where the window was last, kept so that the next start comes back to it; and where each company was left in this window.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { commands, type DeskView } from './ipc/client';
import { ahead } from './ipc/ahead';
import { keys } from './ipc/queries';
import { keepSoon } from './keeping';
import { paths } from './paths';
import { addressOf, placeNow, recall, remember, usePlace, visit } from './place';

const RECORD = 'record';
const lists = new Map<string, string>();

const connectionIn = (path: string): string | undefined => {
  const id = /^\/c\/([^/]+)/.exec(path)?.[1];
  return id === undefined ? undefined : decodeURIComponent(id);
};
const isList = (path: string): boolean => /^\/c\/[^/]+\/e\//.test(path);
/** Forms and what is under way are not there at the next start. */
const isLasting = (path: string): boolean =>
  isList(path) ||
  /^\/c\/[^/]+(\/review)?$/.test(path) ||
  [paths.home, paths.activity, paths.tokens, paths.settings].includes(path);

/** The record that had the focus at a visited place. */
export const recordAt = (step: number): string | undefined =>
  recall(step, RECORD) as string | undefined;

export function rememberRecord(step: number, id: string | undefined): void {
  remember(step, RECORD, id);
  keepPlace();
}

function keepPlace(): void {
  const { path, query, step } = placeNow();
  const shown = new URLSearchParams(query);
  const record = recordAt(step);
  if (record !== undefined) shown.set('record', record);
  const address = addressOf({ path, query: shown.toString() });
  const connectionId = connectionIn(path);
  if (connectionId !== undefined && isList(path)) lists.set(connectionId, address);
  // Without it the next start shows the connections, which is no harm.
  if (isLasting(path))
    keepSoon('last-place', () => commands.setLastPlace(address).catch(() => undefined));
}

/** Goes to a company: to the list that was left last, as it was left. */
export function showCompany(connectionId: string): void {
  const { path } = placeNow();
  if (connectionIn(path) === connectionId && isList(path)) return;
  visit(lists.get(connectionId) ?? paths.connection(connectionId));
}

function isThere(address: string, desk: DeskView): boolean {
  const path = address.split('?')[0] ?? '';
  const connectionId = connectionIn(path);
  const isKnown = desk.connections.some(({ id }) => id === connectionId);
  return isLasting(path) && (connectionId === undefined || isKnown);
}

/** Keeps where the window is; at its start it goes to where it was. False until that is known. */
export function useLastPlace(): boolean {
  const cache = useQueryClient();
  const place = usePlace();
  const [isKnown, setKnown] = useState(() => window.location.hash !== '');
  useEffect(() => {
    if (isKnown) keepPlace();
  }, [isKnown, place]);
  useEffect(() => {
    if (isKnown) return;
    const desk = cache.fetchQuery({ queryKey: keys.desk, queryFn: () => ahead.desk() });
    void Promise.all([commands.lastPlace(), desk])
      .then(([last, desk]) => (last !== null && isThere(last, desk) ? last : paths.home))
      .catch(() => paths.home)
      .then((address) => {
        visit(address, { replace: true, again: true });
        setKnown(true);
      });
  }, [isKnown, cache]);
  return isKnown;
}

/** As in a window that was just opened. */
export const forgetCompanies = (): void => lists.clear();

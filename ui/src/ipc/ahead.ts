// What was read or asked for before the window's script was there. Each answer is given once: whoever asks again gets it
// afresh.

import {
  commands,
  type CatalogueView,
  type DeskView,
  type KeptViewsView,
  type MirrorView,
  type OpenViewRequest,
  type RowView,
  type StartListView,
  type ViewRowsRequest,
  type ViewView,
} from './client';
import { sameJson } from './sameJson';
import { start } from './start';

interface Waiting {
  desk: Promise<DeskView>;
  catalogue: Promise<CatalogueView>;
  keptViews: Promise<KeptViewsView>;
  mirrors: Promise<MirrorView[]>;
}

export interface Ahead {
  desk(): Promise<DeskView>;
  catalogue(connectionId: string): Promise<CatalogueView>;
  keptViews(connectionId: string): Promise<KeptViewsView>;
  mirrors(connectionId: string): Promise<MirrorView[]>;
  openView(request: OpenViewRequest): Promise<ViewView>;
  viewRows(request: ViewRowsRequest): Promise<RowView[]>;
  /** Asks for what a list needs beside its rows. */
  begin(): void;
}

/** With the list that the start brought along, if any. */
export function aheadOf(list: StartListView | null | undefined): Ahead {
  const id = list?.connection.id;
  let waiting: Partial<Waiting> = {};
  let view = list?.view;
  /** The first rows of the windows that were given. */
  const given = new Set<number>();
  const taken = <What extends keyof Waiting>(what: What): Waiting[What] | undefined => {
    const answer = waiting[what];
    waiting = { ...waiting, [what]: undefined };
    return answer;
  };
  const takenOf = <What extends keyof Waiting>(what: What, connectionId: string) =>
    connectionId === id ? taken(what) : undefined;
  return {
    desk: () => taken('desk') ?? commands.desk(),
    catalogue: (of) => takenOf('catalogue', of) ?? commands.catalogue(of),
    keptViews: (of) => takenOf('keptViews', of) ?? commands.keptViews(of),
    mirrors: (of) => takenOf('mirrors', of) ?? commands.mirrors(of),
    openView: (request) => {
      const held = view;
      if (!held || !sameJson(request, list?.request)) return commands.openView(request);
      view = undefined;
      return Promise.resolve(held);
    },
    viewRows: (request) => {
      const { viewId, offset, limit } = request;
      const end = Math.min(offset + limit, list?.view.rows ?? 0);
      const isHeld = list !== null && viewId === list?.view.viewId && end <= list.rows.length;
      if (!isHeld || given.has(offset)) return commands.viewRows(request);
      given.add(offset);
      return Promise.resolve(list.rows.slice(offset, end));
    },
    begin: () => {
      if (id === undefined) return;
      waiting = {
        desk: commands.desk(),
        catalogue: commands.catalogue(id),
        keptViews: commands.keptViews(id),
        mirrors: commands.mirrors(id),
      };
      // Whoever takes an answer is told why there is none.
      for (const answer of Object.values(waiting)) answer.catch(() => undefined);
    },
  };
}

export const ahead = aheadOf(start?.list);

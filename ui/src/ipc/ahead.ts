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
  let rows = list?.rows;
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
      const held = rows;
      const isHeld = viewId === list?.view.viewId && offset === 0;
      if (!held || !isHeld || held.length < Math.min(limit, list.view.rows))
        return commands.viewRows(request);
      rows = undefined;
      return Promise.resolve(held.slice(0, limit));
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

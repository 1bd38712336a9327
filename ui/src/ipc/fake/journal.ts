// The journal, undoing what was sent, and change files.

import { has } from '../../format/fold';
import type {
  commands as Commands,
  JournalCountView,
  JournalEntryView,
  JournalOutcome,
  JournalQuery,
  JournalRunView,
  UndoRequest,
  UndoPreviewView,
  WrittenView,
} from '../bindings';
import { fail } from './fail';
import { rowsOf, state, ID, keyOf, typeOf } from './state';
import { stored } from './records';

const PERSON = 'Priya Nair';

const FITS: Record<JournalOutcome, (entry: JournalEntryView) => boolean> = {
  saved: (entry) => entry.outcome === 'done',
  refused: (entry) => ['refused', 'conflict', 'notSent'].includes(entry.outcome),
  unknown: (entry) => ['unknown', 'waiting'].includes(entry.outcome),
  undone: (entry) => state.undone.has(entry.number),
};

const textOf = (entry: JournalEntryView): string =>
  JSON.stringify([entry.title, entry.entityTypeTitle, entry.fields, entry.words]);

const asked = (query: JournalQuery): JournalEntryView[] =>
  state.journal.filter(
    (entry) =>
      (query.connectionId === null || query.connectionId === ID) &&
      (query.entityType === null || query.entityType === entry.entityType) &&
      (query.id === null || query.id === entry.id) &&
      (query.runId === null || query.runId === entry.runId) &&
      (query.person === null || query.person === PERSON) &&
      (query.outcome === null || FITS[query.outcome](entry)) &&
      (query.from === null || entry.at >= query.from * 1000) &&
      (query.until === null || entry.at < query.until * 1000) &&
      has(textOf(entry), query.search),
  );

const written = (entry: JournalEntryView): WrittenView => ({
  entry,
  connectionId: ID,
  sentBy: PERSON,
  preparedBy: null,
  requestId: entry.outcome === 'refused' ? 'r-1042' : null,
  answeredAt: entry.at + 400,
  undoneAt: state.undone.get(entry.number) ?? null,
  notUndoable: entry.fields.some((field) => field.action !== null)
    ? 'What was done with a record along its way cannot be undone here.'
    : null,
  keptFields: entry.kind === 'delete' ? 14 : 0,
});

function runOf(runId: string, entries: JournalEntryView[]): JournalRunView {
  const of = (outcome: JournalOutcome) => entries.filter(FITS[outcome]).length;
  const times = entries.map((entry) => entry.at);
  const undone = entries.flatMap((entry) => state.undone.get(entry.number) ?? []);
  return {
    runId,
    connectionId: ID,
    company: entries[0]!.company,
    at: Math.min(...times),
    endedAt: Math.max(...times) + 400,
    sentBy: PERSON,
    preparedBy: null,
    undoesRun: null,
    writes: entries.length,
    saved: of('saved'),
    refused: of('refused'),
    unknown: of('unknown'),
    undone: undone.length,
    undoneAt: undone.length > 0 ? Math.max(...undone) : null,
    undoable: entries.map(written).filter(mayUndo).length,
    only: entries.length === 1 ? written(entries[0]!) : null,
  };
}

const mayUndo = (write: WrittenView): boolean =>
  write.entry.outcome === 'done' && write.undoneAt === null && write.notUndoable === null;

function counted(
  entries: JournalEntryView[],
  keyOfEntry: (entry: JournalEntryView) => string,
  titleOf: (entry: JournalEntryView) => string,
): JournalCountView[] {
  const found = new Map<string, JournalCountView>();
  for (const entry of entries) {
    const key = keyOfEntry(entry);
    const former = found.get(key) ?? { key, title: titleOf(entry), count: 0 };
    found.set(key, { ...former, count: former.count + 1 });
  }
  return [...found.values()].sort((one, other) => other.count - one.count);
}

/** With one field of it alone, where one is meant. */
const partOf = (entry: JournalEntryView, { what }: UndoRequest): JournalEntryView =>
  what.kind === 'field'
    ? { ...entry, fields: entry.fields.filter((one) => one.field === what.field) }
    : entry;

const meant = ({ what }: UndoRequest): JournalEntryView[] =>
  state.journal.filter((entry) =>
    what.kind === 'run' ? entry.runId === what.runId : entry.number === what.number,
  );

function previewOf(request: UndoRequest): UndoPreviewView {
  const all = meant(request).map(written);
  const mine = all.filter(mayUndo).map((write) => write.entry);
  const cannot = all.filter((write) => write.entry.outcome === 'done' && write.notUndoable);
  const of = (kind: string) => mine.filter((entry) => entry.kind === kind).length;
  return {
    changes: of('edit'),
    madeAnew: of('delete'),
    deleted: of('create'),
    cannot:
      cannot.length > 0
        ? [
            {
              reason: cannot[0]!.notUndoable!,
              count: cannot.length,
              titles: cannot.map((write) => write.entry.title),
            },
          ]
        : [],
    changedSince: [],
  };
}

export const journal = {
  journalRuns: async ({ query, before, limit }) => {
    const runs = new Map<string, JournalEntryView[]>();
    for (const entry of asked(query))
      runs.set(entry.runId, [...(runs.get(entry.runId) ?? []), entry]);
    const all = [...runs].map(([runId, entries]) => runOf(runId, entries));
    const from = before === null ? 0 : all.findIndex((run) => run.runId === before) + 1;
    const page = all.slice(from, from + limit);
    return { runs: page, next: from + limit < all.length ? (page.at(-1)?.runId ?? null) : null };
  },
  journalWrites: async ({ query, from, count }) => {
    const all = asked(query);
    return { total: all.length, writes: all.slice(from, from + count).map(written) };
  },
  journalCounts: async (query) => {
    const of = (outcome: JournalOutcome) => asked({ ...query, outcome }).length;
    return {
      all: asked({ ...query, outcome: null }).length,
      saved: of('saved'),
      refused: of('refused'),
      unknown: of('unknown'),
      undone: of('undone'),
      entityTypes: counted(
        asked({ ...query, entityType: null }),
        (entry) => entry.entityType,
        (entry) => typeOf(entry.entityType).plural,
      ),
      connections: counted(
        asked({ ...query, connectionId: null }),
        () => ID,
        (entry) => entry.company,
      ),
      people: counted(
        asked({ ...query, person: null }),
        () => PERSON,
        () => PERSON,
      ),
    };
  },
  verifyJournals: async () => [
    {
      connectionId: ID,
      company: state.journal[0]?.company ?? '',
      entries: state.journal.length,
      isWhole: state.journalBrokenAt === null,
      brokenAt: state.journalBrokenAt,
      words:
        state.journalBrokenAt === null
          ? 'All entries are as they were written.'
          : `Entry ${state.journalBrokenAt} is not as it was written.`,
    },
  ],
  journalBehind: async () => state.journalBehind,
  exportJournal: async (_, kind) => `activity.${kind}`,
  previewUndo: async (request) => previewOf(request),
  undoWritten: async (request) => {
    const now = Date.now();
    for (const { entry: whole } of meant(request).map(written).filter(mayUndo)) {
      const entry = partOf(whole, request);
      if (entry.fields.length === whole.fields.length) state.undone.set(entry.number, now);
      const row = stored(entry.entityType, entry.id);
      if (!row || entry.kind !== 'edit') continue;
      const fields = entry.fields.map((field) => [field.field, field.before] as const);
      state.changes.set(keyOf(entry.entityType, entry.id), {
        entityType: entry.entityType,
        id: entry.id,
        kind: 'edit',
        fields: new Map(fields),
      });
    }
    return { changes: state.changes.size, createdId: null };
  },
  saveChangeFile: async () => 'changes.coredesk.json',
  openChangeFile: async () =>
    rowsOf('TimeEntry').length > 0
      ? { changes: 2, madeBy: 'Priya Nair', madeAt: Date.now() / 1000, left: [] }
      : fail({ message: 'This change file belongs to another company.' }),
} satisfies Partial<typeof Commands>;

// What records are called that values point at by id. Those asked for at once are asked of the core in one go.

import { commands } from '../../../../ipc/client';

/** What the core answers at most in one go. */
const AT_ONCE = 500;

interface Batch {
  ids: Set<string>;
  labels: Promise<ReadonlyMap<string, string>>;
}

/** By connection and entity types: what is asked for in this turn of the event loop. */
const gathering = new Map<string, Batch>();

/** The record's name; nothing where it is not on this computer. */
export async function labelOf(
  connectionId: string,
  entityTypes: string[],
  id: string,
): Promise<string | null> {
  const key = JSON.stringify([connectionId, entityTypes]);
  let batch = gathering.get(key);
  if (!batch || batch.ids.size >= AT_ONCE) {
    const ids = new Set<string>();
    const gathered = new Promise<void>((done) => setTimeout(done));
    const opened: Batch = {
      ids,
      labels: gathered.then(() => {
        if (gathering.get(key) === opened) gathering.delete(key);
        return labelsOf(connectionId, entityTypes, [...ids]);
      }),
    };
    gathering.set(key, (batch = opened));
  }
  batch.ids.add(id);
  return (await batch.labels).get(id) ?? null;
}

async function labelsOf(connectionId: string, entityTypes: string[], ids: string[]) {
  const found = await commands.referenceLabels({ connectionId, entityTypes, ids });
  return new Map(found.map((record) => [record.id, record.label]));
}

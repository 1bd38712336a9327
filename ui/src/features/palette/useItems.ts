import type { ConnectionView, RecordHitView } from '../../ipc/client';
import { messages } from '../../messages';
import { usePlace } from '../../place';
import { openBeside, openRecord } from '../entities/openRecord';
import { useCommands } from './commands';
import type { PaletteItem } from './item';
import { rank } from './match';
import { useKnown, usePlaces, type KnownConnection } from './places';
import { recentOf } from './recent';
import { useRecords } from './records';

const words = messages.palette;
/** Of each group, when all stand below each other. */
const MOST = { places: 8, records: 12, commands: 8 };
const MOST_COMMANDS = 60;

/** What fits what is typed, best first in each group. */
function fitting(items: PaletteItem[], typed: string): PaletteItem[] {
  const ranked = items.flatMap((item) => {
    const at = rank(typed, item.label, item.detail);
    return at === undefined ? [] : [{ item, at }];
  });
  return ranked.sort((a, b) => a.at - b.at).map(({ item }) => item);
}

export function useItems(connections: ConnectionView[], text: string, onHelp: () => void) {
  const { path } = usePlace();
  const [, connectionId, entityType] = /^\/c\/([^/]+)(?:\/e\/([^/]+))?/.exec(path) ?? [];
  const inSight = connectionId && decodeURIComponent(connectionId);
  const list = entityType && decodeURIComponent(entityType);
  const known = useKnown(connections, inSight);
  const places = usePlaces(known, inSight);
  const commands = useCommands(known, inSight, onHelp);
  const { hits, isGoingOn, failed } = useRecords(text, inSight);
  const typed = text.trim();
  if (typed.startsWith('>')) {
    const items = fitting(commands, typed.slice(1)).slice(0, MOST_COMMANDS);
    return { items, isGoingOn: false, failed: false };
  }
  if (typed === '') {
    const recent = recentOf([...places, ...commands]);
    const isShown = ({ id }: PaletteItem) => recent.some((item) => item.id === id);
    const rest = [...places, ...commands].filter((item) => !isShown(item));
    return { items: [...recent, ...rest], isGoingOn: false, failed: false };
  }
  const isInSight = (hit: RecordHitView) => hit.connectionId === inSight && hit.entityType === list;
  return {
    items: [
      ...fitting(places, typed).slice(0, MOST.places),
      ...hits.slice(0, MOST.records).map((hit) => recordItem(hit, known, inSight, isInSight(hit))),
      ...fitting(commands, typed).slice(0, MOST.commands),
    ],
    isGoingOn,
    failed,
  };
}

function recordItem(
  hit: RecordHitView,
  known: KnownConnection[],
  inSight: string | undefined,
  isOfList: boolean,
): PaletteItem {
  const { connectionId, entityType, id, label, detail } = hit;
  const of = known.find(({ connection }) => connection.id === connectionId);
  const title = of?.types.find(({ name }) => name === entityType)?.title ?? entityType;
  const company = connectionId === inSight ? undefined : of?.connection.company;
  const item: PaletteItem = {
    id: `record ${connectionId} ${entityType} ${id}`,
    group: 'records',
    icon: 'file',
    label,
    detail: recordDetail(title, detail, company),
    run: () => openRecord(hit),
  };
  return isOfList ? { ...item, beside: () => openBeside(hit) } : item;
}

function recordDetail(title: string, detail: string | null, company: string | undefined): string {
  if (detail && company) return words.recordWith(title, detail, company);
  if (detail) return words.record(title, detail);
  return company ? words.recordIn(title, company) : title;
}

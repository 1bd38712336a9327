import { useQueries } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { ConnectionView, EntityTypeView } from '../../ipc/client';
import { commands, type MirrorView, type SavedViewView } from '../../ipc/client';
import { currentMirrors } from '../../ipc/mirrors';
import { keys } from '../../ipc/queries';
import { showCompany } from '../../lastPlace';
import { messages } from '../../messages';
import { FORMS, paths } from '../../paths';
import { visit } from '../../place';
import { useViewCounts } from '../entities/views/counts';
import { keptViewsOf } from '../entities/views/kept';
import { ICONS, SECTIONS } from '../settings/sections';
import type { PaletteItem } from './item';

const words = messages.palette;

export interface KnownConnection {
  connection: ConnectionView;
  types: EntityTypeView[];
  mirrors: MirrorView[];
  views: SavedViewView[];
}

/** What is known of each connection, the one in sight first. */
export function useKnown(
  connections: ConnectionView[],
  inSight: string | undefined,
): KnownConnection[] {
  const ordered = [...connections].sort(
    (a, b) => Number(b.id === inSight) - Number(a.id === inSight),
  );
  const catalogues = useQueries({
    queries: ordered.map(({ id }) => ({
      queryKey: keys.catalogue(id),
      queryFn: () => commands.catalogue(id),
      staleTime: Infinity,
    })),
  });
  const mirrors = useQueries({
    queries: ordered.map(({ id }) => ({
      queryKey: keys.mirrors(id),
      queryFn: () => currentMirrors(id),
    })),
  });
  const kept = useQueries({ queries: ordered.map(({ id }) => keptViewsOf(id)) });
  return ordered.map((connection, n) => ({
    connection,
    types: catalogues[n]?.data?.entityTypes ?? [],
    mirrors: mirrors[n]?.data ?? [],
    views: kept[n]?.data?.views ?? [],
  }));
}

/** Lists of entity types and saved views, companies and screens. */
export function usePlaces(known: KnownConnection[], inSight: string | undefined): PaletteItem[] {
  const [, go] = useLocation();
  const counts = useViewCounts(inSight ?? '');
  const place = (
    id: string,
    icon: PaletteItem['icon'],
    label: string,
    detail: string,
    run: () => void,
  ): PaletteItem => ({ id, group: 'places', icon, label, detail, run });
  const screen = (path: string, icon: PaletteItem['icon'], label: string) =>
    place(path, icon, label, words.screen, () => go(path));

  const lists = known.flatMap(({ connection, types, mirrors, views }) => {
    const { id, company } = connection;
    const isInSight = id === inSight;
    const detailOf = ({ name }: EntityTypeView) => {
      const mirror = mirrors.find(({ entityType }) => entityType === name);
      if (!mirror || mirror.state === 'empty') return isInSight ? '' : company;
      return isInSight ? words.rows(mirror.rows) : words.rowsIn(mirror.rows, company);
    };
    const viewDetail = (view: SavedViewView, type: EntityTypeView) => {
      const rows = counts.get(view.id);
      if (isInSight && rows !== undefined) return words.savedViewRows(rows);
      return words.savedViewOf(type.plural);
    };
    return types.flatMap((type) => [
      place(`list ${id} ${type.name}`, 'table', type.plural, detailOf(type), () =>
        go(paths.entities(id, type.name)),
      ),
      ...views
        .filter(({ entityType }) => entityType === type.name)
        .map((view) =>
          place(`view ${view.id}`, 'view', view.name, viewDetail(view, type), () =>
            visit(paths.entities(id, type.name, { view: view.id })),
          ),
        ),
    ]);
  });
  return [
    ...lists,
    ...known.map(({ connection }) =>
      place(`company ${connection.id}`, 'layers', connection.company, connection.serviceTitle, () =>
        showCompany(connection.id),
      ),
    ),
    screen(paths.home, 'home', messages.rail.home),
    screen(paths.activity, 'clock', messages.rail.activity),
    screen(paths.tokens, 'key', messages.rail.tokens),
    screen(paths.settings, 'sliders', messages.rail.settings),
    ...SECTIONS.map((section) =>
      place(
        paths.settingsAt(section),
        ICONS[section],
        messages.settings.sections[section].title,
        messages.settings.title,
        () => go(paths.settingsAt(section)),
      ),
    ),
    ...messages.connections.services.map((service) =>
      place(
        `add-${service.opens}`,
        'plus',
        messages.newConnection.title(service.title),
        messages.rail.add,
        () => go(FORMS[service.opens]),
      ),
    ),
  ];
}

import { useLocation } from 'wouter';
import { usePreferences } from '../../app/usePreferences';
import type { DensityView, ThemeView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { useBackAndForward } from '../../place';
import { openChangeFile } from '../changes/changeFile';
import { openNew } from '../entities/openRecord';
import { useBringing } from '../token/useBringing';
import { useCommandsHere } from '../../commandsHere';
import type { PaletteItem } from './item';
import type { KnownConnection } from './places';

const words = messages.palette;
const THEMES: ThemeView[] = ['system', 'light', 'dark'];
const DENSITIES: DensityView[] = ['compact', 'standard', 'relaxed'];

/** Everything that can be done by name. */
export function useCommands(
  known: KnownConnection[],
  inSight: string | undefined,
  onHelp: () => void,
): PaletteItem[] {
  const [, go] = useLocation();
  const here = useCommandsHere();
  const bring = useBringing();
  const { preferences, change } = usePreferences();
  const { back, forward } = useBackAndForward();
  const command = (
    id: string,
    icon: PaletteItem['icon'],
    label: string,
    run: () => void,
    detail = '',
  ): PaletteItem => ({ id, group: 'commands', icon, label, detail, run });
  const mark = (isPresent: boolean) => (isPresent ? words.present : '');
  const seen = known.find(({ connection }) => connection.id === inSight);
  const creatable = seen?.connection.mayWrite ? seen.types.filter((type) => type.mayCreate) : [];
  return [
    ...here.map(({ id, icon, label, run, detail = words.here }) =>
      command(`here ${id}`, icon, label, run, detail),
    ),
    ...known
      .filter(({ connection }) => connection.unsentChanges > 0)
      .map(({ connection: { id, unsentChanges, company } }) =>
        command(
          `review ${id}`,
          'layers',
          messages.workspace.review(unsentChanges),
          () => go(paths.review(id)),
          company,
        ),
      ),
    ...(seen?.connection.mayWrite
      ? [
          command('change-file', 'import', messages.changeFile.open, () =>
            openChangeFile(seen.connection.id),
          ),
        ]
      : []),
    ...creatable.map((type) =>
      command(`new ${type.name}`, 'plus', messages.workspace.create(type.title), () =>
        openNew(seen!.connection.id, type.name),
      ),
    ),
    command('paste-token', 'key', messages.token.pasteFromClipboard, () => void bring.paste()),
    command('token-file', 'file', messages.token.openTokenFile, () => void bring.openFile()),
    ...(back ? [command('back', 'cl', words.goBack, back)] : []),
    ...(forward ? [command('forward', 'cr', words.goForward, forward)] : []),
    ...THEMES.map((theme) =>
      command(
        `theme ${theme}`,
        'sliders',
        words.theme(messages.settings.appearance.themes[theme]),
        () => change({ theme }),
        mark(preferences?.theme === theme),
      ),
    ),
    ...DENSITIES.map((density) =>
      command(
        `density ${density}`,
        'sliders',
        words.density(messages.settings.appearance.densities[density]),
        () => change({ density }),
        mark(preferences?.density === density),
      ),
    ),
    command('help', 'help', messages.shortcuts.title, onHelp),
  ];
}

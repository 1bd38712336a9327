import type { IconName } from '../../components/Icon';

export type GroupName = 'recent' | 'places' | 'records' | 'commands';

export interface PaletteItem {
  /** The same at every opening of the palette. */
  id: string;
  group: GroupName;
  icon: IconName;
  label: string;
  detail: string;
  run(): void;
  /** What Ctrl Enter does, where that differs. */
  beside?(): void;
}

import type { IconName } from '../../components/Icon';

/** The parts of the settings, in their order. */
export const SECTIONS = [
  'appearance',
  'updating',
  'data',
  'keyring',
  'diagnostics',
  'about',
] as const;

export type Section = (typeof SECTIONS)[number];

export const ICONS: Record<Section, IconName> = {
  appearance: 'sliders',
  updating: 'refresh',
  data: 'layers',
  keyring: 'key',
  diagnostics: 'file',
  about: 'info',
};

export const isSection = (text: string | undefined): text is Section =>
  SECTIONS.some((section) => section === text);

// How the window is at the first start.

import type { PreferencesView } from '../bindings';

export const PREFERENCES: PreferencesView = {
  theme: 'system',
  density: 'standard',
  textSize: 100,
  lessMotion: false,
  navigatorWidth: 224,
  navigatorOpen: true,
  detailWidth: 372,
  detailOpen: true,
  detailWide: false,
  refreshMinutes: 5,
};

import { createTheme, Menu, type MantineColorsTuple } from '@mantine/core';

// Every shade is the accent: the real colours are the variables of theme.css.
const accent = Array.from({ length: 10 }, () => '#1B5FCC') as unknown as MantineColorsTuple;

export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent },
  defaultRadius: 6,
  respectReducedMotion: true,
  // A menu stays while it is open, also where its button has no place on the screen, and starts on its first item.
  components: {
    Menu: Menu.extend({
      defaultProps: { hideDetached: false, withInitialFocusPlaceholder: false },
    }),
  },
  cursorType: 'default',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  shadows: {
    xs: 'var(--shadow-1)',
    sm: 'var(--shadow-1)',
    md: 'var(--shadow-2)',
    lg: 'var(--shadow-2)',
    xl: 'var(--shadow-3)',
  },
});

(({ theme, density, lessMotion }) => {
  const page = document.documentElement;
  if (!page) return;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  page.dataset.theme = theme === 'system' ? (dark ? 'dark' : 'light') : theme;
  page.dataset.density = density;
  if (lessMotion) page.dataset.motion = 'less';
})(globalThis.coredeskStart.preferences);

// The colour tokens themselves; where they are used is looked at in a real window.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(resolve('src/app/theme.css'), 'utf8').replace(/\/\*.*?\*\//gs, '');

function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  const block = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', (m[2] ?? '').trim()]),
  );
}

const light = tokens(":root[data-theme='light']");
const dark = tokens("\n[data-theme='dark']");

function luminance(hex: string): number {
  expect(hex).toMatch(/^#[0-9a-f]{6}$/);
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(theme: Map<string, string>, one: string, other: string): number {
  const [a, b] = [one, other].map((name) => luminance(theme.get(name) ?? `no --${name}`));
  return (Math.max(a!, b!) + 0.05) / (Math.min(a!, b!) + 0.05);
}

const TEXT = ['text', 'text-2', 'text-3', 'accent-text', 'warn-text', 'danger-text', 'ok-text'];
const PAGES = ['bg', 'bg-app', 'bg-subtle'];

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_, theme) => {
  it.each(TEXT.flatMap((text) => PAGES.map((page) => [text, page])))(
    '%s on %s can be read (4.5 to 1)',
    (text, page) => {
      expect(contrast(theme, text!, page!)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(['accent', 'warn', 'danger', 'ok'])('%s text can be read on its tint', (tone) => {
    expect(contrast(theme, `${tone}-text`, `${tone}-tint`)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-danger', 'danger-solid'],
    ['inv-text', 'inv-bg'],
  ])('%s on %s can be read (4.5 to 1)', (text, fill) => {
    expect(contrast(theme, text, fill)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['line-control', 'focus'])('%s stands out from the page (3 to 1)', (line) => {
    expect(contrast(theme, line, 'bg')).toBeGreaterThanOrEqual(3);
  });
});

it('the dark theme sets every colour that the light one sets', () => {
  const colours = [...light].filter(([, value]) => /#|rgba/.test(value)).map(([name]) => name);
  expect(colours.length).toBeGreaterThan(30);
  expect(colours.filter((name) => !dark.has(name))).toEqual([]);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cover, uncover } from './cover';

const HERE = '/c/halden/e/project';

const isOn = () => document.querySelector('.start-cover') !== null;
const windowIsThere = () => document.getElementById('root')?.append('rows');
const key = () => dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div id="root"></div>';
  history.replaceState(null, '', `#${HERE}`);
  cover(HERE, (element) => void element.append('drawn'));
});

afterEach(() => {
  uncover();
  vi.useRealTimers();
  history.replaceState(null, '', '#');
});

test('nobody is told of it, and nothing of it can be reached', () => {
  const element = document.querySelector<HTMLElement>('.start-cover');
  expect(element?.textContent).toBe('drawn');
  expect(element?.inert).toBe(true);
  expect(element?.getAttribute('aria-hidden')).toBe('true');
});

test('it goes when the rows behind it are there, and taking it off again is no error', () => {
  uncover();
  expect(isOn()).toBe(false);
  uncover();
});

test('whoever uses the window sees what they use, as soon as there is one', () => {
  key();
  expect(isOn()).toBe(true);
  windowIsThere();
  key();
  expect(isOn()).toBe(false);
});

test('a pointer counts as use', () => {
  windowIsThere();
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  expect(isOn()).toBe(false);
});

test('elsewhere it hides nothing', () => {
  dispatchEvent(new PopStateEvent('popstate'));
  expect(isOn()).toBe(true);
  history.replaceState(null, '', '#/settings');
  dispatchEvent(new PopStateEvent('popstate'));
  expect(isOn()).toBe(false);
});

test('it goes by itself where the rows never come', () => {
  vi.advanceTimersByTime(3999);
  expect(isOn()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(isOn()).toBe(false);
});

import { expect, it } from 'vitest';
import { messages } from '../messages';
import { inSentence } from './inSentence';

it.each([
  ['Line items', 'line items'],
  ['Time Entry', 'time entry'],
  ['SSPs', 'SSPs'],
  ['HTML code', 'HTML code'],
  ['Plan B', 'plan B'],
])('%s inside a sentence: %s', (title, written) => expect(inSentence(title)).toBe(written));

it('titles stand so in what the window says', () =>
  expect(messages.fields.addTo('SSPs')).toBe('Add to SSPs'));

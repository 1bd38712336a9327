import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ErrorCode, NextStep } from '../ipc/client';
import { messages } from '../messages';
import { nextStepLabel, presentError } from './presentation';

// Read from the generated file, so that a code the core adds is asked for here.
function membersOf<T extends string>(name: string): T[] {
  const source = readFileSync(resolve('src/ipc/bindings.ts'), 'utf8');
  const body = new RegExp(`export type ${name} =([^;]+);`).exec(source)?.[1] ?? '';
  return [...body.matchAll(/"(\w+)"/g)].map((m) => m[1] as T);
}

const codes = membersOf<ErrorCode>('ErrorCode');
const steps = membersOf<NextStep>('NextStep');

it('the generated file names codes and steps', () => {
  expect(codes).toContain('signInNeeded');
  expect(steps).toContain('nothing');
});

describe('every error code', () => {
  it.each(codes)('%s has a title', (code) => {
    expect(presentError(code).title).toMatch(/\S/);
  });

  it('has a title of its own', () => {
    expect(new Set(codes.map((code) => presentError(code).title)).size).toBe(codes.length);
  });
});

describe('every next step', () => {
  it.each(steps.filter((step) => step !== 'nothing'))('%s has a button label', (step) => {
    expect(nextStepLabel(step)).toMatch(/\S/);
  });

  it('"nothing" offers no button', () => {
    expect(messages.nextSteps.nothing).toBe('');
    expect(nextStepLabel('nothing')).toBeUndefined();
  });
});

it('what passes by itself warns, what was lost or refused is bad', () => {
  expect(presentError('slowDown').tone).toBe('warn');
  expect(presentError('unreachable').tone).toBe('warn');
  expect(presentError('refused').tone).toBe('bad');
  expect(presentError('ours').tone).toBe('bad');
});

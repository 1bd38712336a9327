import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

type Dates = typeof import('./dates');

const home = process.env['TZ'];

// The formatters take the zone when the module loads, so each zone loads its own.
describe.each([
  ['America/Los_Angeles', '30 Oct 2026, 02:30', '30 Oct 2026, 16:59'],
  ['Asia/Kolkata', '30 Oct 2026, 15:00', '31 Oct 2026, 05:29'],
  ['Pacific/Auckland', '30 Oct 2026, 22:30', '31 Oct 2026, 12:59'],
])('in %s', (zone, morning, night) => {
  let dates: Dates;
  beforeAll(async () => {
    process.env['TZ'] = zone;
    vi.resetModules();
    dates = await import('./dates');
  });
  afterAll(() => {
    if (home === undefined) delete process.env['TZ'];
    else process.env['TZ'] = home;
  });

  it('the zone is in force', () => {
    expect(
      new Intl.DateTimeFormat().resolvedOptions().timeZone.replace('Calcutta', 'Kolkata'),
    ).toBe(zone);
  });

  it('a day is shown as the day it says, whatever clock hangs on it', () => {
    expect(dates.showDay('2026-10-30')).toBe('30 Oct 2026');
    expect(dates.showDay('2026-10-30T00:00:00')).toBe('30 Oct 2026');
    expect(dates.showDay('2026-10-30T00:00:00Z')).toBe('30 Oct 2026');
    expect(dates.showDay('2026-10-30T23:59:59Z')).toBe('30 Oct 2026');
    expect(dates.showDay('2026-01-01')).toBe('1 Jan 2026');
    expect(dates.showDay('2024-02-29T00:00:00')).toBe('29 Feb 2024');
  });

  it('every day of a year keeps its number, also around the change of clocks', () => {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000) {
      const text = new Date(at).toISOString().slice(0, 10);
      expect(dates.showDay(text).split(' ')[0]).toBe(String(Number(text.slice(8))));
      expect(dates.parseDay(dates.showDay(text))).toBe(text);
    }
  });

  it('a date and time without a zone stays as it stands', () => {
    expect(dates.showDateTime('2026-10-30T09:30:00')).toBe('30 Oct 2026, 09:30');
    expect(dates.showDateTime('2026-10-30T23:45:00')).toBe('30 Oct 2026, 23:45');
    expect(dates.showDateTime('2026-10-30T00:00:00')).toBe('30 Oct 2026');
  });

  it('an instant is shown by the clock of this place', () => {
    expect(dates.showInstant('2026-10-30T09:30:00Z')).toBe(morning);
    expect(dates.showInstant('2026-10-30T23:59:00Z')).toBe(night);
  });

  it('an instant without a zone is UTC', () => {
    expect(dates.showInstant('2026-10-30T09:30:00')).toBe(morning);
  });

  it('an instant with an offset means the same moment', () => {
    expect(dates.showInstant('2026-10-30T11:30:00+02:00')).toBe(morning);
  });

  it('a typed day is the day that was typed', () => {
    for (const typed of [
      '30 Oct 2026',
      '30 october 2026',
      '30oct2026',
      '30.10.2026',
      '30/10/2026',
      '30 10 2026',
      '30-10-2026',
      '30.10.26',
      '30-Oct-26',
      '30-Oct-2026',
      '2026/10/30',
      '2026.10.30',
      '2026-10-30',
      '2026-10-30T00:00:00',
      '  30 Oct 2026 ',
    ]) {
      expect(dates.parseDay(typed), typed).toBe('2026-10-30');
    }
  });

  it('the day of a wire value is cut, not converted', () => {
    expect(dates.isoDay('2026-10-30T23:59:59-08:00')).toBe('2026-10-30');
    expect(dates.isoDay('2026-10-30T00:00:00+13:00')).toBe('2026-10-30');
  });

  it('headings go by the local midnight', () => {
    const now = new Date(2026, 10, 2, 0, 5).getTime();
    expect(dates.dayHeading(new Date(2026, 10, 2, 0, 1).getTime(), now)).toBe(
      'Today, 2 November 2026',
    );
    expect(dates.dayHeading(new Date(2026, 10, 1, 23, 59).getTime(), now)).toBe(
      'Yesterday, 1 November 2026',
    );
    expect(dates.dayHeading(new Date(2026, 9, 31, 23, 59).getTime(), now)).toBe('31 October 2026');
  });

  it('yesterday is yesterday also when the day had 23 or 25 hours', () => {
    for (let day = 1; day <= 365; day++) {
      const now = new Date(2026, 0, day, 12).getTime();
      const before = new Date(2026, 0, day - 1, 12).getTime();
      expect(dates.dayHeading(before, now)).toMatch(/^Yesterday, /);
      expect(dates.dayHeading(now, now)).toMatch(/^Today, /);
    }
  });

  it('takes seconds and milliseconds alike', () => {
    const at = new Date(2026, 9, 30, 9, 30, 5).getTime();
    expect(dates.showTime(at)).toBe('09:30');
    expect(dates.showTime(at / 1000)).toBe('09:30');
    expect(dates.showClock(at / 1000)).toBe('09:30:05');
  });
});

describe('days that are none', () => {
  let dates: Dates;
  beforeAll(async () => {
    dates = await import('./dates');
  });

  it('are refused', () => {
    for (const typed of [
      '31 Feb 2026',
      '29 Feb 2026',
      '2026-13-01',
      '2026-00-10',
      '32.1.2026',
      '0/1/2026',
      '10 Foo 2026',
      '30-10.2026',
      '31-Feb-26',
      'soon',
      '',
    ]) {
      expect(dates.parseDay(typed), typed).toBeUndefined();
    }
  });

  it('are shown as they came', () => {
    expect(dates.showDay('soon')).toBe('soon');
    expect(dates.showInstant('soon')).toBe('soon');
    expect(dates.isoDay('soon')).toBe('');
  });

  it('a day without a year is of this year', () => {
    expect(dates.parseDay('3 mar')).toBe(`${new Date().getFullYear()}-03-03`);
  });
});

describe('durations', () => {
  let dates: Dates;
  beforeAll(async () => {
    dates = await import('./dates');
  });

  it.each([
    [0, '0 s'],
    [-5000, '0 s'],
    [12_999, '12 s'],
    [60_000, '1 min'],
    [2_214_000, '36 min 54 s'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [47 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 days'],
  ])('%i ms reads "%s"', (ms, text) => {
    expect(dates.showDuration(ms)).toBe(text);
  });

  it('coarse ones leave the seconds out only above a minute', () => {
    expect(dates.showDuration(2_214_000, true)).toBe('36 min');
    expect(dates.showDuration(12_000, true)).toBe('12 s');
  });

  it('elapsed time has two figures for seconds', () => {
    expect(dates.showElapsed(48_000)).toBe('0:48');
    expect(dates.showElapsed(65_900)).toBe('1:05');
    expect(dates.showElapsed(-1)).toBe('0:00');
  });
});

/** Holds windows and steps to the calendar of their zone, clock changes included. */
import { describe, expect, test } from 'vitest';
import {
  DAY_MS,
  HOUR_MS,
  dayWindow,
  isTimeZone,
  isoTime,
  localDate,
  parseTime,
  stepBoundaries,
} from '../../shared/window.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);

describe('parseTime', () => {
  test.each([
    ['now', 'now', NOW_MS],
    ['days back', 'now-7d', NOW_MS - 7 * DAY_MS],
    ['a date in the zone', '2026-11-01', Date.UTC(2026, 9, 31, 23)],
    ['an instant', '2026-11-01T00:00:00Z', Date.UTC(2026, 10, 1)],
    ['an offset', '2026-11-01T05:45:00+05:45', Date.UTC(2026, 10, 1)],
  ])('reads %s', (_name, text, atMs) => {
    expect(parseTime(text, NOW_MS, 'Europe/Berlin')).toEqual({ ok: true, value: atMs });
  });

  test.each(['yesterday', '2026-02-30', '2026-02-30T00:00:00Z', '2026-13-01', 'now-7y', ''])(
    'refuses %j',
    (text) => {
      expect(parseTime(text, NOW_MS, 'UTC').ok).toBe(false);
    },
  );
});

describe('stepBoundaries', () => {
  const lengths = (from: string, to: string, timeZone: string): readonly number[] => {
    const window = { startMs: Date.parse(from), endMs: Date.parse(to) };
    const cuts = stepBoundaries(window, '1d', timeZone) ?? [];
    return cuts.slice(1).map((cutMs, i) => (cutMs - (cuts[i] ?? 0)) / HOUR_MS);
  };

  test('gives days of 23 and 25 hours when clocks change', () => {
    const spring = lengths('2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z', 'Europe/Berlin');
    expect(spring).toEqual([24, 23, 24]);
    const autumn = lengths('2026-10-31T04:00:00Z', '2026-11-03T05:00:00Z', 'America/New_York');
    expect(autumn).toEqual([24, 25, 24]);
  });

  test('begins days at a quarter hour where the zone does', () => {
    const window = { startMs: Date.UTC(2026, 10, 1), endMs: Date.UTC(2026, 10, 2) };
    const cuts = stepBoundaries(window, '1d', 'Asia/Kathmandu') ?? [];
    expect(cuts.map(isoTime)).toEqual([
      '2026-11-01T00:00:00Z',
      '2026-11-01T18:15:00Z',
      '2026-11-02T00:00:00Z',
    ]);
  });

  test('aligns hours to the clock and cuts both ends', () => {
    const window = { startMs: 30 * 60_000, endMs: 2 * HOUR_MS + 1 };
    const cuts = [30 * 60_000, HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS + 1];
    expect(stepBoundaries(window, '1h', 'UTC')).toEqual(cuts);
  });

  test('refuses more steps than an answer may have', () => {
    expect(stepBoundaries({ startMs: 0, endMs: NOW_MS }, '1m', 'UTC')).toBeNull();
  });
});

describe('dayWindow', () => {
  test('begins at the first moment of a date that has no midnight', () => {
    const day = dayWindow('2026-03-29', 'Africa/Cairo');
    expect(day.ok && localDate(day.value.startMs, 'Africa/Cairo')).toBe('2026-03-29');
    expect(day.ok && localDate(day.value.startMs - 1, 'Africa/Cairo')).toBe('2026-03-28');
  });
});

describe('isTimeZone', () => {
  test('knows names of the tz database and nothing else', () => {
    expect(isTimeZone('Asia/Kathmandu')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});

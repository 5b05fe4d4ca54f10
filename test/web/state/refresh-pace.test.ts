/** The page shows new data soon, and asks seldom while the server tells it what changes. */
import { describe, expect, test } from 'vitest';
import { refreshDelayMs } from '../../../web/state/refresh-pace.ts';

const calm = { isLive: true, isBackfilling: false, hasChanged: false, sinceMs: 0, slowestMs: 0 };

describe('refreshDelayMs', () => {
  test.each([
    ['a minute while the line stands and nothing changes', {}, 60_000],
    ['ten seconds after the last poll for new data', { hasChanged: true }, 10_000],
    ['what is left of that', { hasChanged: true, sinceMs: 7_000 }, 3_000],
    ['nothing when new data comes after a long silence', { hasChanged: true, sinceMs: 40_000 }, 0],
    ['twenty times the slowest answer', { hasChanged: true, slowestMs: 900 }, 18_000],
    ['half a minute after the slowest of all', { hasChanged: true, slowestMs: 9_000 }, 30_000],
    ['half a minute without a line', { isLive: false }, 30_000],
    [
      'five seconds without a line during a backfill',
      { isLive: false, isBackfilling: true },
      5_000,
    ],
    [
      'five seconds for each change of a backfill',
      { isBackfilling: true, hasChanged: true },
      5_000,
    ],
  ])('is %s', (_, changes, expected) => {
    expect(refreshDelayMs({ ...calm, ...changes })).toBe(expected);
  });
});

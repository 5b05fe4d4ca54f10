/** Spend that departs from its season: found when it is there, quiet when it is not. */
import { describe, expect, test } from 'vitest';
import { findAnomalies, weeksBefore } from '../../server/alarm/anomaly.ts';
import { createRandom } from '../../server/demo/random.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';

const START_MS = Date.UTC(2026, 9, 5);
const SETTINGS = { minimumAttoUsd: parseAttoUsd('5') ?? 0n, timeZone: 'UTC' };
const MICRO_USD = 10n ** 12n;

/** Six weeks of a tenant by hour: busy by day, quiet at weekends, with noise. */
function tenant(seed: number, factorAt: (hour: number) => number = () => 1) {
  const random = createRandom(seed);
  const scale = 1 + 9 * random.next();
  const hours = new Map<number, bigint>();
  for (let hour = 0; hour < 6 * 7 * 24; hour += 1) {
    const day = Math.floor(hour / 24) % 7;
    const rhythm = (hour % 24 >= 8 && hour % 24 < 20 ? 1 : 0.25) * (day < 5 ? 1 : 0.4);
    const noise = 0.7 + 0.6 * random.next();
    const usd = scale * rhythm * noise * factorAt(hour);
    hours.set(START_MS + hour * HOUR_MS, BigInt(Math.round(usd * 1e6)) * MICRO_USD);
  }
  return { hours, knownFromMs: START_MS };
}

const WINDOW = { startMs: START_MS + 28 * DAY_MS, endMs: START_MS + 42 * DAY_MS };

describe('findAnomalies', () => {
  test('finds at least 95 of 100 spends of three times the usual over eight hours', () => {
    let found = 0;
    for (let seed = 0; seed < 500; seed += 1) {
      const from = 29 * 24 + ((seed * 7) % (12 * 24));
      const spend = tenant(seed, (hour) => (hour >= from && hour < from + 8 ? 3 : 1));
      const [startMs, endMs] = [START_MS + from * HOUR_MS, START_MS + (from + 8) * HOUR_MS];
      const hits = findAnomalies(spend, WINDOW, { ...SETTINGS, minimumAttoUsd: 0n }).filter(
        (one) => {
          return one.startMs < endMs && one.endMs > startMs;
        },
      );
      if (hits.length > 0) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(475);
  });

  test('is wrong at most once in a hundred weeks of quiet tenants', () => {
    const wrong = Array.from({ length: 100 }, (_, seed) => {
      return findAnomalies(tenant(seed), WINDOW, SETTINGS).length;
    });
    expect(wrong.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2); // Of 200 weeks.
  });

  test('makes one stretch of hours that hang together, with exact sums', () => {
    const from = 30 * 24 + 9;
    const spend = tenant(1, (hour) => (hour >= from && hour < from + 6 ? 8 : 1));
    const found = findAnomalies(spend, WINDOW, SETTINGS);
    expect(found).toHaveLength(1);
    const [one] = found;
    const hours = [...spend.hours].filter(([atMs]) => {
      return one && atMs >= one.startMs && atMs < one.endMs;
    });
    const sum = hours.reduce((total, [, attoUsd]) => total + attoUsd, 0n);
    expect(one?.spentAttoUsd).toBeLessThanOrEqual(sum);
    expect(one && one.spentAttoUsd - one.usualAttoUsd).toBe(one?.impactAttoUsd);
  });

  test('says nothing below the least impact', () => {
    const spend = tenant(1, (hour) => (hour === 30 * 24 + 9 ? 8 : 1));
    const high = { ...SETTINGS, minimumAttoUsd: parseAttoUsd('1000') ?? 0n };
    expect(findAnomalies(spend, WINDOW, high)).toEqual([]);
  });

  test('finds nothing where fewer than two weeks are known', () => {
    const spend = { ...tenant(1, (hour) => (hour > 30 * 24 ? 8 : 1)), knownFromMs: WINDOW.startMs };
    expect(
      findAnomalies(spend, { ...WINDOW, endMs: WINDOW.startMs + 9 * DAY_MS }, SETTINGS),
    ).toEqual([]);
  });
});

test('weeksBefore gives the same hours of the four weeks before', () => {
  const weeks = weeksBefore({ startMs: START_MS, endMs: START_MS + HOUR_MS });
  expect(weeks.map(({ startMs }) => (START_MS - startMs) / DAY_MS)).toEqual([7, 14, 21, 28]);
});

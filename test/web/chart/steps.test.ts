/** Claims about rows laid onto steps. */
import { describe, expect, test } from 'vitest';
import type { QueryRow } from '../../../shared/contract.ts';
import {
  provisionalFrom,
  stepAmounts,
  stepCounts,
  stepIndexAt,
  stepLabels,
  stepNumbers,
  stepTicks,
  wholeOnly,
  type Steps,
} from '../../../web/chart/steps.ts';

import { dayWindow, HOUR_MS, stepBoundaries } from '../../../shared/window.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');

function stepsOf(count: number, completeTo: string | null, part: Partial<Steps> = {}): Steps {
  return {
    startsMs: Array.from({ length: count }, (_, at) => START_MS + at * HOUR_MS),
    endMs: START_MS + count * HOUR_MS,
    step: '1h',
    timeZone: 'UTC',
    completeToMs: completeTo === null ? null : Date.parse(completeTo),
    ...part,
  };
}

function rowAt(start: string, values: QueryRow['values']): QueryRow {
  return { group: {}, start, values };
}

describe('values by step', () => {
  const steps = stepsOf(4, '2026-11-22T12:30:00Z');
  const rows = [rowAt('2026-11-22T11:00:00Z', { cost: '1.5', errors: 3, latencyP99: 800 })];

  test('money and counts are zero where logs are read, and a gap where they are not', () => {
    expect(stepAmounts(rows, steps)).toEqual([0n, 1_500_000_000_000_000_000n, 0n, null]);
    expect(stepCounts(rows, 'errors', steps)).toEqual([0, 3, 0, null]);
  });

  test('latency without data is a gap, never zero', () => {
    expect(stepNumbers(rows, 'latencyP99', steps)).toEqual([null, 800, null, null]);
  });

  test('nothing is zero while it is not known how far logs are read', () => {
    expect(stepCounts([], 'errors', stepsOf(2, null))).toEqual([null, null]);
  });

  test('the step under way is provisional and left out of trends', () => {
    expect(provisionalFrom(steps)).toBe(2);
    expect(wholeOnly(['a', 'b', 'c', 'd'], steps)).toEqual(['a', 'b']);
    expect(provisionalFrom(stepsOf(4, '2026-11-22T14:00:00Z'))).toBeNull();
  });
});

test('an instant belongs to the step that holds it', () => {
  const { startsMs } = stepsOf(3, null);
  const at = (ms: number): number | null => stepIndexAt(startsMs, START_MS + ms);
  expect([at(-1), at(0), at(HOUR_MS - 1), at(HOUR_MS)]).toEqual([null, 0, 0, 1]);
});

describe('stepTicks', () => {
  test('names round hours, and midnight by its day', () => {
    const ticks = stepTicks(stepsOf(24, null));
    expect(ticks.map(({ label }) => label)).toEqual([
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      '23 Nov',
      '03:00',
      '06:00',
      '09:00',
    ]);
  });

  test('follows the zone', () => {
    const ticks = stepTicks(stepsOf(24, null, { timeZone: 'Asia/Tokyo' }));
    expect(ticks.find(({ label }) => label === '23 Nov')?.index).toBe(5);
  });

  test('names at most eight days', () => {
    const startsMs = Array.from({ length: 30 }, (_, at) => START_MS + (at * 24 - 10) * HOUR_MS);
    const steps = stepsOf(0, null, { startsMs, endMs: START_MS + 710 * HOUR_MS, step: '1d' });
    expect(stepTicks(steps).length).toBeLessThanOrEqual(8);
  });
});

test('labels name the day and the time of a step', () => {
  expect(stepLabels(stepsOf(1, null))).toEqual(['22 Nov, 10:00']);
});

describe('a chart over days on which clocks change', () => {
  test.each([
    ['Europe/Berlin', '2026-10-25', 25],
    ['Europe/Berlin', '2026-03-29', 23],
    ['Asia/Kathmandu', '2026-11-22', 24],
  ])('in %s has a bar an hour on %s', (timeZone, date, hours) => {
    const day = dayWindow(date, timeZone);
    if (!day.ok) throw new Error(day.problem);
    const cuts = stepBoundaries(day.value, '1h', timeZone) ?? [];
    const steps = stepsOf(0, null, {
      startsMs: cuts.slice(0, -1),
      endMs: day.value.endMs,
      timeZone,
    });
    const whole = cuts.slice(0, -1).filter((atMs, at) => (cuts[at + 1] ?? 0) - atMs === HOUR_MS);
    // Hours are those of UTC: a zone off the hour begins and ends within one.
    expect(whole.length + (timeZone === 'Asia/Kathmandu' ? 1 : 0)).toBe(hours);
    expect(stepLabels(steps)[0]).toMatch(/, 00:00$/);
  });
});

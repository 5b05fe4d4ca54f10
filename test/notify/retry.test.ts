/** When a message is tried again, and what a receiver may ask for. */
import { describe, expect, test } from 'vitest';
import { parseRetryAfter } from '../../server/notify/retry-after.ts';
import { nextAttemptAtMs } from '../../server/notify/retry-schedule.ts';

const NOW_MS = Date.UTC(2026, 9, 21, 7, 28, 0);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('nextAttemptAtMs', () => {
  test('keeps the schedule of Standard Webhooks, 75:35:05 in all', () => {
    let atMs = NOW_MS;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const nextMs = nextAttemptAtMs(attempt, atMs, null, 0.5) ?? Number.NaN;
      waits.push((nextMs - atMs) / 1000);
      atMs = nextMs;
    }
    expect(waits).toEqual([0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    expect(atMs - NOW_MS).toBe((75 * 3600 + 35 * 60 + 5) * 1000);
  });

  test('ends after ten attempts, whatever the receiver asks for', () => {
    expect(nextAttemptAtMs(10, NOW_MS, null, 0.5)).toBeNull();
    expect(nextAttemptAtMs(11, NOW_MS, 1000, 0.5)).toBeNull();
  });

  test('spreads attempts by a tenth each way', () => {
    expect(nextAttemptAtMs(2, 0, null, 0)).toBe(270_000);
    expect(nextAttemptAtMs(2, 0, null, 1)).toBe(330_000);
  });

  test('waits longer when asked to, never shorter, and a day at the most', () => {
    expect(nextAttemptAtMs(1, 0, 120_000, 0.5)).toBe(120_000);
    expect(nextAttemptAtMs(3, 0, 1000, 0.5)).toBe(1_800_000);
    expect(nextAttemptAtMs(1, 0, 1e15, 0.5)).toBe(DAY_MS);
  });
});

describe('parseRetryAfter', () => {
  test.each<[string, string, number | null]>([
    ['seconds', '120', 120_000],
    ['none', '0', 0],
    ['more than a day', '1000000000', DAY_MS],
    ['a huge number', '9'.repeat(20), DAY_MS],
    ['a date', 'Wed, 21 Oct 2026 07:30:00 GMT', 120_000],
    ['a date gone by', 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['a date next year', 'Thu, 21 Oct 2027 07:28:00 GMT', DAY_MS],
    ['a day that is not in the calendar', 'Wed, 99 Oct 2026 07:28:00 GMT', null],
    ['a fraction', '1.5', null],
    ['a negative number', '-1', null],
    ['words', 'soon', null],
    ['an ISO date', '2026-10-21T07:30:00Z', null],
    ['nothing', '', null],
  ])('reads %s', (_, text, expected) => {
    expect(parseRetryAfter(text, NOW_MS)).toBe(expected);
  });
});

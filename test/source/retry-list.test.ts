/** Hours with failed objects come again ever later. */
import { describe, expect, test } from 'vitest';
import { dueRetries, withOutcome, type Retry } from '../../server/source/retry-list.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';

function failTimes(times: number): readonly Retry[] {
  let retries: readonly Retry[] = [];
  for (let count = 0; count < times; count += 1) {
    retries = withOutcome(retries, { hourMs: HOUR_MS, failed: true, nowMs: 0 });
  }
  return retries;
}

describe('withOutcome', () => {
  test.each([
    [1, MINUTE_MS],
    [2, 4 * MINUTE_MS],
    [6, 1_024 * MINUTE_MS],
    [7, DAY_MS],
    [90, DAY_MS],
  ])('after %i failures waits %i ms', (times, waitMs) => {
    expect(failTimes(times)).toEqual([{ hourMs: HOUR_MS, tries: times, dueMs: waitMs }]);
  });

  test('forgets an hour that went well', () => {
    expect(withOutcome(failTimes(3), { hourMs: HOUR_MS, failed: false, nowMs: 0 })).toEqual([]);
  });

  test('keeps the newest hundred hours', () => {
    let retries: readonly Retry[] = [];
    for (let hour = 0; hour < 150; hour += 1) {
      retries = withOutcome(retries, { hourMs: hour * HOUR_MS, failed: true, nowMs: 0 });
    }
    expect(retries).toHaveLength(100);
    expect(retries.at(-1)?.hourMs).toBe(50 * HOUR_MS);
  });
});

describe('dueRetries', () => {
  test('gives what is due and nothing else', () => {
    expect(dueRetries(failTimes(1), MINUTE_MS - 1)).toEqual([]);
    expect(dueRetries(failTimes(1), MINUTE_MS)).toHaveLength(1);
  });
});

/** A broken line is tried again, more and more slowly. */
import { describe, expect, test } from 'vitest';
import { pauseMs } from '../../../web/api/live.ts';

describe('pauseMs', () => {
  test('doubles with each failure and ends at a minute', () => {
    expect([1, 2, 3, 7, 60].map((failures) => pauseMs(failures, 1))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000,
    ]);
  });

  test('is spread over half of its length, so that pages do not come back together', () => {
    expect(pauseMs(3, 0)).toBe(2_000);
  });
});

/** Tests of a report's day: its length and whether it is over. */
import { describe, expect, test } from 'vitest';
import { nightlyDay } from '../../server/report/nightly-day.ts';
import { DAY } from './nightly-fixture.ts';

function dayWith(completeTo: string | null): ReturnType<typeof nightlyDay> {
  return nightlyDay({ ...DAY, generatedFrom: { ...DAY.generatedFrom, completeTo } });
}

describe('nightlyDay', () => {
  test.each([
    ['unknown', null, true],
    ['a second early', '2026-11-20T23:59:59Z', true],
    ['at midnight', '2026-11-21T00:00:00Z', false],
    ['later', '2026-11-22T00:00:00Z', false],
  ])('knows whether the day is whole when logs are read: %s', (_, completeTo, isPreliminary) => {
    expect(dayWith(completeTo).isPreliminary).toBe(isPreliminary);
  });

  test.each([
    ['when clocks go back', '2026-10-25', 25],
    ['when they go forward', '2026-03-29', 23],
  ])('has its own length %s', (_, date, hours) => {
    const { startMs, endMs } = nightlyDay({ ...DAY, date, timeZone: 'Europe/Berlin' });
    expect((endMs - startMs) / 3_600_000).toBe(hours);
  });

  test('refuses what is no date, so that none gets into a file name', () => {
    expect(() => nightlyDay({ ...DAY, date: '../../etc' })).toThrow('date of the calendar');
  });
});

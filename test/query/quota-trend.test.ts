/** Growth over whole weeks: days to the limit, or why there are none. */
import { describe, expect, test } from 'vitest';
import { quotaTrend } from '../../server/query/quota-trend.ts';

const USE = { peak: 50, quota: 100 };

describe('quotaTrend', () => {
  test.each([
    ['no week', []],
    ['two weeks', [10, 20]],
  ])('has not enough history with %s', (_, weeks) => {
    expect(quotaTrend(weeks, USE)).toEqual({ kind: 'notEnoughHistory', weeks: weeks.length });
  });

  test.each([
    ['steady use', [100, 100, 100, 100]],
    ['use that falls', [130, 120, 110, 100]],
    ['the noise of weeks', [100, 101, 99, 101]],
    ['no use', [0, 0, 0]],
    ['use that has ended', [90, 100, 110, 0]],
  ])('is not growing with %s', (_, weeks) => {
    expect(quotaTrend(weeks, USE).kind).toBe('notGrowing');
  });

  test('tells in how many days growth by a tenth a week doubles the peak', () => {
    expect(quotaTrend([80, 90, 100, 110], USE)).toEqual({
      kind: 'growing',
      weeks: 4,
      perWeek: 0.1,
      daysToLimit: 70,
    });
  });

  test('is not moved by one storm', () => {
    const calm = quotaTrend([80, 90, 100, 110, 120, 130], USE);
    const storm = quotaTrend([80, 90, 1000, 110, 120, 130], USE);
    expect(calm.kind === 'growing' && calm.daysToLimit).toBe(84);
    expect(storm).toEqual(calm);
  });

  test('has no day left where the peak has met the quota', () => {
    expect(quotaTrend([80, 90, 100], { peak: 100, quota: 100 })).toMatchObject({ daysToLimit: 0 });
  });

  test('knows no day without a quota', () => {
    expect(quotaTrend([80, 90, 100], null)).toMatchObject({ kind: 'growing', daysToLimit: null });
  });
});

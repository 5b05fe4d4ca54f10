/** Tests of the day hour by hour: what is drawn where, and what is left as a gap. */
import { describe, expect, test } from 'vitest';
import {
  hourlySpendChart,
  hourlyTroubleChart,
  spendSentence,
} from '../../server/report/hourly-chart.ts';
import { DAY, TROUBLED_DAY } from './nightly-fixture.ts';

function titles(svg: string): readonly string[] {
  return [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title = '']) =>
    title.replaceAll('\u00a0', ' '),
  );
}

describe('hourlySpendChart', () => {
  test('draws one bar an hour, each with its exact words', () => {
    const bars = titles(hourlySpendChart(DAY).toString());
    expect(bars).toHaveLength(24);
    expect(bars[14]).toBe('14:00: $4.33, 2,444 calls');
  });

  test('draws no bar for an hour that is missing', () => {
    const hourly = DAY.hourly.filter((_, hour) => hour !== 3);
    expect(titles(hourlySpendChart({ ...DAY, hourly }).toString())).toHaveLength(23);
  });

  test('hatches gaps and what is not read yet', () => {
    const marks = titles(hourlySpendChart(TROUBLED_DAY).toString()).slice(0, 2);
    expect(marks).toEqual([
      'Logs not read yet',
      '420 calls without a log in 123456789012 eu-central-1',
    ]);
  });

  test('gives a day of 25 hours its own width and both hours of the same name', () => {
    const start = Date.parse('2026-10-24T22:00:00Z');
    const hourly = Array.from({ length: 25 }, (_, hour) => ({
      ...DAY.hourly[14],
      start: new Date(start + hour * 3_600_000).toISOString(),
      unpricedInvocations: 0,
      costAttoUsd: 10n ** 18n,
      invocations: 1,
      throttles: 0,
      errors: 0,
      latencyP99Ms: null,
    }));
    const data = { ...DAY, date: '2026-10-25', timeZone: 'Europe/Berlin', hourly };
    const bars = titles(hourlySpendChart(data).toString());
    expect(bars).toHaveLength(25);
    expect(bars.filter((title) => title.startsWith('02:00'))).toHaveLength(2);
  });
});

describe('hourlyTroubleChart', () => {
  test('is left out on a day without trouble', () => {
    const hourly = DAY.hourly.map((hour) => ({ ...hour, throttles: 0, errors: 0 }));
    expect(hourlyTroubleChart({ ...DAY, hourly })).toBeNull();
  });

  test('counts throttles and errors of an hour', () => {
    const bars = titles(hourlyTroubleChart(DAY)?.toString() ?? '');
    expect(bars).toContain('15:00: 47 throttles, 5 errors');
  });
});

describe('spendSentence', () => {
  test.each([
    ['the dearest hour', DAY, 'The dearest hour was 14:00 with $4.33.'],
    ['no hours', { ...DAY, hourly: [] }, 'No hour of this day has a record.'],
    [
      'hours without cost',
      { ...DAY, hourly: DAY.hourly.map((hour) => ({ ...hour, costAttoUsd: 0n })) },
      'No hour of this day has a cost.',
    ],
  ])('tells %s', (_, data, expected) => {
    expect(spendSentence(data)).toBe(expected);
  });
});

/** Claims about the month at hand and what each unit costs. */
import { describe, expect, test } from 'vitest';
import { DAY_MS, isoTime } from '../../../shared/window.ts';
import { monthAt, monthEnd } from '../../../web/chart/month-spec.ts';
import { unitCostTable } from '../../../web/chart/unit-cost-spec.ts';

const NOW_MS = Date.parse('2026-11-21T00:00:00Z');

describe('monthEnd', () => {
  const month = monthAt(NOW_MS, 'UTC');
  const days = Array.from({ length: 28 }, (_, at) => NOW_MS - (at + 1) * DAY_MS);
  const rows = days.map((atMs) => ({ group: {}, start: isoTime(atMs), values: { cost: '2.00' } }));
  const end = monthEnd({ month, rows, toMs: NOW_MS, timeZone: 'UTC' });

  test('adds the days that are to come to those that were, by the method of budgets', () => {
    expect([end.spentAttoUsd, end.forecastAttoUsd]).toEqual([40n * 10n ** 18n, 60n * 10n ** 18n]);
  });

  test('shows expected days as a series of their own', () => {
    const [spent, expected] = end.spec.series;
    expect([spent?.values[20], expected?.values[19], expected?.values[20]]).toEqual([
      null,
      null,
      2,
    ]);
  });

  test('expects nothing while fewer than three whole days are known', () => {
    const young = monthEnd({ month, rows: rows.slice(0, 2), toMs: NOW_MS, timeZone: 'UTC' });
    expect(young.forecastAttoUsd).toBeNull();
  });
});

test('a month begins at midnight of its zone and ends with that of the next year', () => {
  const { window } = monthAt(Date.parse('2026-12-31T20:00:00Z'), 'Asia/Kathmandu');
  expect(isoTime(window.startMs)).toBe('2026-12-31T18:15:00Z');
  expect(isoTime(window.endMs)).toBe('2027-01-31T18:15:00Z');
});

test('unit costs stand by group, dearest first, under everything and the mean', () => {
  const rowOf = (tenant: string | null, cost: string) => ({
    group: tenant === null ? {} : { tenant },
    start: '2026-11-21T00:00:00Z',
    values: { cost, invocations: 1 },
  });
  const total = rowOf(null, '4.00');
  const table = unitCostTable(total, [rowOf('a', '1.00'), rowOf('b', '3.00')], ['tenant']);
  expect(table.rows.map((row) => row.slice(0, 3))).toEqual([
    ['All', '100.0\u00a0%', '$4.00'],
    ['Mean of 2 by tenant', '', '$2.00'],
    ['b', '75.0\u00a0%', '$3.00'],
    ['a', '25.0\u00a0%', '$1.00'],
  ]);
  expect(table.names).toEqual([null, null, 'b', 'a']);
});

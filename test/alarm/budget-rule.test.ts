/** The calendar of budgets, and what a budget may say. */
import { describe, expect, test } from 'vitest';
import { periodAt, periodBefore } from '../../server/alarm/budget-period.ts';
import { lineText, parseBudgetRule, reaches } from '../../server/alarm/budget-rule.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { budgetOf } from './budget-of.ts';

const usd = (text: string): bigint => parseAttoUsd(text) ?? 0n;
const at = (text: string): number => Date.parse(text);
const calendar = (changes: Record<string, unknown> = {}) => budgetOf(changes).calendar;

describe('periodAt', () => {
  test.each([
    ['day', 'Europe/Paris', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', 23],
    ['day', 'Europe/Paris', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', 25],
    ['week', 'Europe/Paris', '2026-03-29T12:00:00Z', '2026-03-22T23:00:00Z', 167],
    ['week', 'UTC', '2026-11-02T00:00:00Z', '2026-11-02T00:00:00Z', 168],
    ['month', 'UTC', '2026-11-30T23:59:59Z', '2026-11-01T00:00:00Z', 720],
    ['month', 'Asia/Tokyo', '2026-01-31T15:00:00Z', '2026-01-31T15:00:00Z', 672],
    ['quarter', 'UTC', '2026-12-31T00:00:00Z', '2026-10-01T00:00:00Z', 92 * 24],
    ['year', 'UTC', '2028-02-29T00:00:00Z', '2028-01-01T00:00:00Z', 366 * 24],
  ])('holds the %s in %s of %s', (period, timeZone, now, start, hours) => {
    const found = periodAt(calendar({ period, timeZone }), at(now));
    expect(new Date(found.startMs)).toEqual(new Date(start));
    expect((found.endMs - found.startMs) / HOUR_MS).toBe(hours);
  });

  test.each([
    ['year', '2026-03-31T00:00:00Z', '2025-04-01 (year)'],
    ['year', '2026-04-01T00:00:00Z', '2026-04-01 (year)'],
    ['quarter', '2026-01-15T00:00:00Z', '2026-01-01 (quarter)'],
    ['quarter', '2026-06-30T00:00:00Z', '2026-04-01 (quarter)'],
  ])('counts the %s of %s from the fiscal start in April', (period, now, label) => {
    expect(periodAt(calendar({ period, fiscalYearStart: 4 }), at(now)).label).toBe(label);
  });

  test('follows the one before without a gap, over 20 years of every kind', () => {
    for (const period of ['day', 'week', 'month', 'quarter', 'year']) {
      const cal = calendar({ period, timeZone: 'America/Sao_Paulo', fiscalYearStart: 7 });
      let one = periodAt(cal, at('2026-11-20T00:00:00Z'));
      for (let step = 0; step < 20; step += 1) {
        const before = periodBefore(cal, one);
        expect(before.endMs).toBe(one.startMs);
        one = before;
      }
    }
  });
});

describe('parseBudgetRule', () => {
  test.each([
    ['zero', 0],
    ['a negative amount', -1],
    ['no number', Number.NaN],
    ['more than there is', 1e308],
    ['infinity', Number.POSITIVE_INFINITY],
    ['words', 'a lot'],
    ['digits finer than an atto-dollar', '0.0000000000000000001'],
  ])('B12: rejects an amount of %s', (_, amount) => {
    expect(parseBudgetRule({ name: 'x', amount }, 'UTC')).toMatchObject({
      ok: false,
      problem: { path: 'amount' },
    });
  });

  test.each([
    [{ actual: [0] }, 'actual.0'],
    [{ actual: [33.333] }, 'actual.0'],
    [{ forecast: [1001] }, 'forecast.0'],
    [{ period: 'decade' }, 'period'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ groupBy: ['requestId'] }, 'groupBy.0'],
    [{ amounts: { acme: 5 } }, 'amounts'],
    [{ groupBy: ['tenant'], amounts: { acme: 0 } }, 'amounts.acme'],
    [{ filter: 'nope=1' }, 'filter'],
    [{ fiscalYearStart: 13 }, 'fiscalYearStart'],
  ])('rejects %j and names the key', (text, path) => {
    expect(parseBudgetRule({ name: 'x', amount: 1, ...text }, 'UTC')).toMatchObject({
      ok: false,
      problem: { path },
    });
  });

  test('takes percentages with two decimals, each once, in order', () => {
    const { lines } = budgetOf({ actual: [100, 33.33, 100], forecast: [] });
    expect(lines.map(lineText)).toEqual(['33.33 % spent', '100 % spent']);
  });

  test('compares exactly, and equal is reached', () => {
    const [line] = budgetOf({ actual: [33.33], forecast: [] }).lines;
    if (!line) throw new Error('there is a line');
    expect(reaches(usd('33.33'), line, usd('100'))).toBe(true);
    expect(reaches(usd('33.329999999999999999'), line, usd('100'))).toBe(false);
  });
});

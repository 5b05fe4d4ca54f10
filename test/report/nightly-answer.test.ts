/** Tests of the sentence that opens a report. */
import { describe, expect, test } from 'vitest';
import { nightlyAnswer, nightlyMovers } from '../../server/report/nightly-answer.ts';
import type { NightlyReportData, NightlyRow } from '../../server/report/nightly-data.ts';
import { DAY, NOTHING, row, totalOf, TROUBLED_DAY, usd } from './nightly-fixture.ts';

function dayOf(rows: readonly NightlyRow[], before: string | null): NightlyReportData {
  const previousDay = before === null ? null : { ...NOTHING, costAttoUsd: usd(before) };
  const sections = [{ dimension: 'tenant', label: 'Tenant', rows }];
  return { ...DAY, total: { ...totalOf(rows), invocations: 9 }, previousDay, sections };
}

function answer(data: NightlyReportData): string {
  return nightlyAnswer(data).replaceAll('\u00a0', ' ');
}

describe('nightlyAnswer', () => {
  test('tells cost, change and who is behind it', () => {
    expect(answer(DAY)).toBe(
      '$48.13 on Friday, 20 November 2026, 12 % over the day before; ' +
        'globex explains 78 % of the rise.',
    );
  });

  test.each([
    [
      'a fall',
      [row('a', '5', { before: '10' })],
      '10',
      '50 % under the day before; a explains 100 % of the fall',
    ],
    [
      'a quiet day',
      [row('a', '10.05', { before: '10' })],
      '10',
      'about the same as the day before',
    ],
    [
      'a small change',
      [row('a', '10.5', { before: '10' })],
      '10',
      '5.0 % over the day before; a explains 100 % of the rise',
    ],
    [
      'a rise that others dampen',
      [row('a', '15', { before: '10' }), row('b', '6', { before: '10' })],
      '20',
      '5.0 % over the day before; a alone changed by +$5.00',
    ],
    ['a start', [row('a', '5', { before: '0' })], '0', 'after a day without cost'],
    ['tenants of whom yesterday is not known', [row('a', '5')], '10', '50 % under the day before'],
  ])('tells of %s', (_, rows, before, expected) => {
    expect(answer(dayOf(rows, before))).toBe(
      `${answer(dayOf(rows, null)).slice(0, -1)}, ${expected}.`,
    );
  });

  test('blames nobody for a rise that many share', () => {
    const rows = [...'abcdefgh'].map((name) => row(name, '2', { before: '1' }));
    expect(answer(dayOf(rows, '8'))).toContain('; the rise is spread over many tenants.');
  });

  test('says so far, at least, and compares nothing while logs and rates are missing', () => {
    expect(answer(TROUBLED_DAY)).toBe(
      'At least $48.13 so far on Friday, 20 November 2026; ' +
        'logs are read up to 19:40 Europe/Berlin.',
    );
  });

  test('says at least when calls have no log', () => {
    const { gaps } = TROUBLED_DAY;
    expect(answer({ ...DAY, gaps })).toMatch(/^At least \$48\.13 on .* explains 78 % of the rise/);
  });

  test('does not call a day free whose calls have no rate', () => {
    const data = dayOf([row('a', '0', { unpricedInvocations: 9 })], '10');
    expect(answer(data)).toBe('No rate covers the 9 calls of Friday, 20 November 2026.');
  });

  test('tells a day without calls', () => {
    expect(answer({ ...DAY, total: NOTHING })).toBe(
      'No call was logged on Friday, 20 November 2026.',
    );
  });
});

describe('nightlyMovers', () => {
  test('names the three largest changes, whichever way', () => {
    const rows = [
      row('a', '1', { before: '2' }),
      row('b', '9', { before: '4' }),
      row('c', '7', { before: '7.5' }),
      row('d', '7.1', { before: '7' }),
    ];
    expect(nightlyMovers(dayOf(rows, '20'))).toEqual([
      { name: 'b', change: '+$5.00' },
      { name: 'a', change: '−$1.00' },
      { name: 'c', change: '−$0.50' },
    ]);
  });

  test('is silent below a cent and on a preliminary day', () => {
    expect(nightlyMovers(dayOf([row('a', '1.001', { before: '1' })], '1'))).toEqual([]);
    expect(nightlyMovers(TROUBLED_DAY)).toEqual([]);
  });
});

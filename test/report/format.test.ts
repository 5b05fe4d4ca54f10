/** Tests of how figures are written. */
import { describe, expect, test } from 'vitest';
import {
  changePermille,
  formatCompact,
  formatCounted,
  formatDate,
  formatInstant,
  formatLatency,
  formatRatio,
  formatSigned,
  formatUsd,
  formatUsdChange,
} from '../../server/report/format.ts';
import { usd } from './nightly-fixture.ts';

/** With plain spaces, to be read in a table. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

describe('formatUsd', () => {
  test.each([
    ['0', '$0.00'],
    ['0.004', '<$0.01'],
    ['0.005', '$0.01'],
    ['48.125', '$48.13'],
    ['1234567.891', '$1,234,567.89'],
    ['-12.5', '−$12.50'],
    ['-0.001', '>−$0.01'],
  ])('writes %s as %s', (decimal, expected) => {
    expect(formatUsd(usd(decimal))).toBe(expected);
  });

  test('marks a rise', () => {
    expect(formatUsdChange(usd('4.111'))).toBe('+$4.11');
    expect(formatUsdChange(usd('-4.111'))).toBe('−$4.11');
  });

  test('loses no digit of an amount past the range of floats', () => {
    expect(formatUsd(usd('90071992547409.93'))).toBe('$90,071,992,547,409.93');
  });
});

describe('formatCompact', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.00k'],
    [12_345, '12.3k'],
    [999_499, '999k'],
    [999_999, '1.00M'],
    [4_560_000_000, '4.56G'],
  ])('writes %i as %s', (count, expected) => {
    expect(formatCompact(count)).toBe(expected);
  });
});

describe('formatRatio', () => {
  test.each([
    ['nothing of nothing', 0, 0, '–'],
    ['nothing', 0, 10, '0.0 %'],
    ['a trace', 1, 100_000, '<0.1 %'],
    ['a third', 1, 3, '33.3 %'],
    ['all', 3, 3, '100.0 %'],
  ])('writes %s', (_, part, whole, expected) => {
    expect(plain(formatRatio(part, whole))).toBe(expected);
  });
});

describe('changePermille', () => {
  test.each([
    ['a rise', '48.12', '42.87', '+12.2 %'],
    ['a fall', '90', '100', '−10.0 %'],
    ['halves away from zero', '1000.5', '1000', '+0.1 %'],
    ['no change', '5', '5', '0.0 %'],
    ['a fall to nothing', '0', '5', '−100.0 %'],
    ['a rise of thousands', '1000', '1', '+99,900.0 %'],
  ])('tells %s', (_, after, before, expected) => {
    const change = changePermille(usd(after), usd(before));
    expect(change === null ? null : plain(formatSigned(change))).toBe(expected);
  });

  test('tells nothing after nothing', () => {
    expect(changePermille(usd('5'), 0n)).toBeNull();
  });
});

describe('formatLatency', () => {
  test.each([
    [null, '–'],
    [842.6, '843 ms'],
    [9999.4, '9,999 ms'],
    [9999.6, '10.0 s'],
    [12_440, '12.4 s'],
  ])('writes %s as %s', (latencyMs, expected) => {
    expect(plain(formatLatency(latencyMs))).toBe(expected);
  });
});

test('formatCounted knows one from many', () => {
  expect([1, 1200].map((count) => plain(formatCounted(count, 'call')))).toEqual([
    '1 call',
    '1,200 calls',
  ]);
});

test('formatDate writes the weekday and the month', () => {
  expect(formatDate('2026-11-20')).toBe('Friday, 20 November 2026');
  expect(formatDate('2028-02-29')).toBe('Tuesday, 29 February 2028');
});

test('formatInstant writes the wall clock of the zone', () => {
  expect(formatInstant(Date.parse('2026-11-20T23:30:00Z'), 'Asia/Kolkata')).toBe(
    '2026-11-21 05:00',
  );
});

/** Claims about money as the page writes it. */
import { describe, expect, test } from 'vitest';
import { parseAttoUsd } from '../../../shared/money.ts';
import {
  attoOf,
  formatUsd,
  formatUsdChange,
  formatUsdShort,
  shareOf,
  sumAtto,
} from '../../../web/format/money.ts';

const atto = (text: string): bigint => parseAttoUsd(text) ?? -1n;

describe('formatUsdShort', () => {
  const rows: readonly [name: string, usd: string, text: string][] = [
    ['nothing', '0', '$0'],
    ['a fraction of a cent', '0.0421', '$0.0421'],
    ['a whole dollar', '5', '$5.00'],
    ['tens', '12.345', '$12.3'],
    ['hundreds', '642.41', '$642'],
    ['thousands', '4812.21', '$4.81k'],
    ['a carry into the next scale', '999.9', '$1.00k'],
    ['millions', '1234567', '$1.23M'],
    ['past the safe integers', '9007199254740993', '$9010000B'],
    ['a loss', '-36.4', '\u2212$36.4'],
  ];
  test.each(rows)('keeps three digits of %s', (_name, usd, text) => {
    expect(formatUsdShort(atto(usd))).toBe(text);
  });
});

describe('formatUsd', () => {
  const rows: readonly [name: string, usd: string, text: string][] = [
    ['nothing', '0', '$0.00'],
    ['half a cent upwards', '1.005', '$1.01'],
    ['thousands with commas', '1234567.891', '$1,234,567.89'],
    ['six digits under a dollar', '0.0123456789', '$0.012346'],
    ['all digits under a millionth', '0.000000012345', '$0.000000012345'],
    ['two digits at least', '0.5', '$0.50'],
    ['digits that a float would lose', '90071992547409.93', '$90,071,992,547,409.93'],
  ];
  test.each(rows)('writes %s', (_name, usd, text) => {
    expect(formatUsd(atto(usd))).toBe(text);
  });

  test('puts a sign before a rise and a fall', () => {
    expect([formatUsdChange(atto('2')), formatUsdChange(atto('-2'))]).toEqual([
      '+$2.00',
      '\u2212$2.00',
    ]);
  });
});

describe('sums and shares', () => {
  test('add up without a float', () => {
    const tenths = Array.from({ length: 10 }, () => atto('0.1'));
    expect(sumAtto([...tenths, null])).toBe(atto('1'));
  });

  test('give no share of nothing', () => {
    expect(shareOf(1n, 0n)).toBe(0);
  });

  test('take money only from decimal text', () => {
    expect([attoOf('0.1'), attoOf(0.1), attoOf(null), attoOf('x')]).toEqual([
      atto('0.1'),
      null,
      null,
      null,
    ]);
  });
});

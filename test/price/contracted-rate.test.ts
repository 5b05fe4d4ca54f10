/** A discount lowers the rate of a unit, exactly for every price that comes with the program. */
import { describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { contractedRate, type Discount } from '../../server/price/discount.ts';

const EIGHTH: Discount = {
  model: '*',
  account: '*',
  tenant: '*',
  offMillionths: 125_000n,
  effectiveFromMs: null,
  effectiveToMs: null,
};

describe('contractedRate', () => {
  test('takes the share off the rate', () => {
    expect(contractedRate(3_300_000_000_000n, EIGHTH)).toBe(2_887_500_000_000n);
  });

  test.each([
    ['no discount', null, 7n],
    ['nothing off', { ...EIGHTH, offMillionths: 0n }, 7n],
    ['a twentieth on top', { ...EIGHTH, offMillionths: -50_000n }, 7n],
    ['as much again on top', { ...EIGHTH, offMillionths: -1_000_000n }, 14n],
    ['all off', { ...EIGHTH, offMillionths: 1_000_000n }, 0n],
    ['half off an odd rate, rounded half up', { ...EIGHTH, offMillionths: 500_000n }, 4n],
  ] as const)('of 7 with %s is known', (_, discount, rate) => {
    expect(contractedRate(7n, discount)).toBe(rate);
  });

  test('never rounds a bundled rate, whatever the discount', () => {
    const { rows } = bundledPriceBook();
    expect(rows.length).toBeGreaterThan(1000);
    const finer = rows.filter(({ picoUsdPerMillion }) => picoUsdPerMillion % 1_000_000n !== 0n);
    expect(finer.map(({ id }) => id)).toEqual([]);
  });
});

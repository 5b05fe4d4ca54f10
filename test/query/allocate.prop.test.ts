/** Sharing out: parts are whole units, add up exactly, and are as near to their share as can be. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from '../../server/query/allocate.ts';

const amount = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 12 });

describe('allocate', () => {
  test.each([
    ['evenly', 9n, [1n, 1n, 1n], [3n, 3n, 3n]],
    ['what is left to who lost most', 100n, [1n, 2n, 3n], [17n, 33n, 50n]],
    ['a tie to the earlier one', 1n, [1n, 1n], [1n, 0n]],
    ['nothing to a weight of nothing', 7n, [0n, 5n, 0n], [0n, 7n, 0n]],
    ['a credit as a charge', -100n, [1n, 2n, 3n], [-17n, -33n, -50n]],
    ['nothing at all', 0n, [1n, 2n], [0n, 0n]],
  ])('gives %s', (_, whole, shares, parts) => {
    expect(allocate(whole, shares)).toEqual(parts);
  });

  test('gives nobody a share where nobody has a weight', () => {
    expect(allocate(5n, [])).toBeNull();
    expect(allocate(5n, [0n, 0n])).toBeNull();
  });

  test('refuses a weight below zero', () => {
    expect(() => allocate(5n, [1n, -1n])).toThrow('a share has a weight of zero or more');
  });

  test('adds up to the whole, each part less than a unit off its exact share', () => {
    fc.assert(
      fc.property(amount, weights, (whole, shares) => {
        const sum = shares.reduce((a, b) => a + b, 0n);
        const parts = allocate(whole, shares);
        expect(parts === null).toBe(sum === 0n);
        if (parts === null) return;
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(whole);
        parts.forEach((part, index) => {
          const off = part * sum - whole * (shares[index] ?? 0n);
          expect(off < sum && off > -sum).toBe(true);
        });
      }),
      { seed: 3, numRuns: 300, endOnFailure: true },
    );
  });
});

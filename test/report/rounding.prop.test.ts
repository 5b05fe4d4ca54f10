/** Properties of the rounding that lets shown parts add up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundToCents, sharesPermille } from '../../server/report/rounding.ts';

const CENT = 10n ** 16n;
const amounts = fc.array(
  fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.bigInt({ min: 0n, max: 3n * CENT })),
  { maxLength: 40 },
);
const signed = fc.array(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), { maxLength: 40 });

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

describe('roundToCents', () => {
  test('makes the parts sum to the total', () => {
    fc.assert(
      fc.property(fc.oneof(amounts, signed), (parts) => {
        const { partsCents, totalCents } = roundToCents(parts);
        expect(sumOf(partsCents)).toBe(totalCents);
      }),
    );
  });

  test('rounds the total to the nearest cent', () => {
    fc.assert(
      fc.property(fc.oneof(amounts, signed), (parts) => {
        const off = distance(roundToCents(parts).totalCents * CENT, sumOf(parts));
        expect(2n * off <= CENT).toBe(true);
      }),
    );
  });

  test('moves no part by a whole cent', () => {
    fc.assert(
      fc.property(fc.oneof(amounts, signed), (parts) => {
        const { partsCents } = roundToCents(parts);
        expect(partsCents).toHaveLength(parts.length);
        parts.forEach((part, index) => {
          expect(distance((partsCents[index] ?? 0n) * CENT, part) < CENT).toBe(true);
        });
      }),
    );
  });

  test('keeps the order of amounts: what costs more never shows less', () => {
    fc.assert(
      fc.property(amounts, (parts) => {
        const sorted = [...parts].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
        const { partsCents } = roundToCents(sorted);
        partsCents.slice(1).forEach((cents, index) => {
          expect(cents <= (partsCents[index] ?? 0n)).toBe(true);
        });
      }),
    );
  });

  test('gives thirds of a dollar as 34, 33 and 33 cents', () => {
    const third = 10n ** 18n / 3n;
    expect(roundToCents([third, third, third])).toEqual({
      partsCents: [34n, 33n, 33n],
      totalCents: 100n,
    });
  });
});

describe('sharesPermille', () => {
  test('makes the shares of any cost sum to 100 %', () => {
    fc.assert(
      fc.property(amounts, (parts) => {
        const shares = sharesPermille(parts);
        if (sumOf(parts) === 0n) expect(shares).toBeNull();
        else expect(sumOf(shares ?? [])).toBe(1000n);
      }),
    );
  });
});

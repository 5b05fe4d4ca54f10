/** Sums of products are those of big integers, whatever the sizes and however many. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactSum, factorOf } from '../../server/price/exact-sum.ts';

const products = fc.array(
  fc.record({
    quantity: fc.oneof(fc.maxSafeNat(), fc.nat({ max: 5_000_000 })),
    rate: fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 13n }),
      fc.bigInt({ min: 0n, max: 10n ** 22n }),
    ),
  }),
  { maxLength: 60 },
);

test('is exact for quantities and rates of every size', () => {
  fc.assert(
    fc.property(products, (all) => {
      const sum = new ExactSum();
      for (const { quantity, rate } of all) sum.add(quantity, factorOf(rate));
      const exact = all.reduce((total, one) => total + BigInt(one.quantity) * one.rate, 0n);
      expect(sum.total()).toBe(exact);
    }),
  );
});

test('goes on exactly after its limbs were full, and after it was read', () => {
  const sum = new ExactSum();
  const factor = factorOf(999_999_999_999n);
  for (let index = 0; index < 5_000; index += 1) sum.add(9_007_199_254, factor);
  const half = sum.total();
  sum.add(1, factor);
  expect([half, sum.total() - half]).toEqual([
    5_000n * 9_007_199_254n * 999_999_999_999n,
    999_999_999_999n,
  ]);
});

/** The first discount that fits holds, within its period. */
import { describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { discountFor } from '../../server/price/discount.ts';
import { parsePriceFile } from '../../server/price/price-file.ts';
import { OCTOBER_MS, SONNET } from './usage-samples.ts';

const PARSED = parsePriceFile(
  {
    discounts: [
      { model: 'anthropic.*', tenant: 'acme', percent: 12.5 },
      { model: 'anthropic.*', percent: '10', from: '2026-01-01', to: '2027-01-01' },
      { account: '1111*', percent: '0.0001' },
    ],
  },
  bundledPriceBook(),
);
const DISCOUNTS = PARSED.ok ? PARSED.value.discounts : [];

describe('discountFor', () => {
  test.each([
    ['the first that fits', { tenant: 'acme' }, OCTOBER_MS, 125_000n],
    ['the next where a pattern fails', {}, OCTOBER_MS, 100_000n],
    ['another past the end of a period', {}, Date.UTC(2027, 0, 1), 1n],
    ['one of any model by its account', { model: 'amazon.nova-pro' }, OCTOBER_MS, 1n],
    ['none', { model: 'amazon.nova-pro', account: '999999999999' }, OCTOBER_MS, undefined],
  ])('takes %s', (_name, different, atMs, offMillionths) => {
    const use = { model: SONNET, account: '111122223333', tenant: 'globex', ...different };
    expect(discountFor(DISCOUNTS, use, atMs)?.offMillionths).toBe(offMillionths);
  });
});

const MIXED = parsePriceFile(
  {
    discounts: [{ model: 'anthropic.*', percent: 12.5 }],
    markups: [
      { tenant: 'acme', percent: 5, from: '2026-01-01', to: '2027-01-01' },
      { percent: '0.25' },
    ],
  },
  bundledPriceBook(),
);
const TERMS = MIXED.ok ? MIXED.value.discounts : [];

describe('discountFor with mark-ups', () => {
  test.each([
    // 1 - 0.875 x 1.05 = 1 - 0.91875
    ['both, one on the rest of the other', { tenant: 'acme' }, OCTOBER_MS, 81_250n],
    ['the mark-up alone', { tenant: 'acme', model: 'amazon.nova-pro' }, OCTOBER_MS, -50_000n],
    // 1 - 0.875 x 1.0025 = 1 - 0.8771875, kept to a millionth: half up
    [
      'the next mark-up past the end of a period',
      { tenant: 'acme' },
      Date.UTC(2027, 0, 1),
      122_812n,
    ],
  ])('takes %s', (_name, different, atMs, offMillionths) => {
    const use = { model: SONNET, account: '111122223333', ...different };
    expect(discountFor(TERMS, use, atMs)?.offMillionths).toBe(offMillionths);
  });
});

/** Properties of money: order and splitting change no sum, and what is unknown is never zero. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { costAttoUsd, createPriceBook, findRate } from '../../server/price/price-book.ts';
import type { RateMatch } from '../../server/price/price-book.ts';
import { parseRate } from '../../server/price/price-row.ts';
import type { UsageType } from '../../server/meter/usage.ts';
import { USAGE_DIMENSIONS } from '../../shared/usage-dimension.ts';
import { OCTOBER_MS, row, SONNET, usage } from './usage-samples.ts';

const BOOK = bundledPriceBook();

const anyType: fc.Arbitrary<UsageType> = fc.record({
  model: fc.constantFrom(SONNET, 'amazon.nova-pro', 'amazon.nova-canvas', 'guardrail', 'no.model'),
  region: fc.constantFrom('us-east-1', 'eu-west-1', 'sa-east-1', 'us-gov-west-1', 'xx-none-1'),
  dimension: fc.constantFrom(...USAGE_DIMENSIONS),
  api: fc.constantFrom('runtime', 'mantle'),
  routing: fc.constantFrom('regional', 'geo', 'global'),
  tier: fc.constantFrom('standard', 'priority', 'flex', 'batch', 'reserved'),
  latency: fc.constantFrom('standard', 'optimized'),
  context: fc.constantFrom('standard', 'long'),
  variant: fc.constantFrom('base', 'custom', 'imported', 'provisioned'),
  cacheTtl: fc.constantFrom('5m', '30m', '1h', 'unknown', null),
  detail: fc.constantFrom('', 'quality=standard side=1024', 'policy=wordPolicyUnits', 'side='),
});

const anyQuantities = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 20 });
const SEED = { seed: 20_261_122, numRuns: 300 };

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

describe('costAttoUsd', () => {
  test('gives the same sum in any order and however usage is split', () => {
    fc.assert(
      fc.property(anyType, anyQuantities, (type, quantities) => {
        const match = findRate(BOOK, type, OCTOBER_MS);
        if (match === null) return;
        const costs = quantities.map((quantity) => costAttoUsd(quantity, match));
        expect(sum(costs)).toBe(costAttoUsd(sum(quantities), match));
        expect(sum([...costs].reverse())).toBe(sum(costs));
      }),
      SEED,
    );
  });
});

describe('findRate', () => {
  test('gives zero only where a source says so or hours pay for it', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        const match = findRate(BOOK, type, OCTOBER_MS);
        if (match === null || match.picoUsdPerMillion !== 0n) return;
        expect(isKnownZero(match)).toBe(true);
      }),
      { ...SEED, numRuns: 2000 },
    );
  });

  test('gives no rate to an unknown model, but for what is paid otherwise or has no model', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        const unknown = { ...type, model: 'no.model' };
        const match = findRate(BOOK, unknown, OCTOBER_MS);
        if (match === null) return;
        expect(match.row.model === '*' || match.row.source.key === 'covered').toBe(true);
      }),
      { ...SEED, numRuns: 1000 },
    );
  });

  test('does not depend on the order of the rows', () => {
    const rows = BOOK.rows.filter(
      ({ model }) => model === 'amazon.nova-canvas' || model === SONNET,
    );
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...rows], { minLength: rows.length }),
        anyType,
        (mixed, type) => {
          const match = findRate(createPriceBook(mixed), type, OCTOBER_MS);
          const expected = findRate(createPriceBook(rows), type, OCTOBER_MS);
          expect(match?.picoUsdPerMillion).toBe(expected?.picoUsdPerMillion);
        },
      ),
      { ...SEED, numRuns: 50 },
    );
  });

  test('tells steps for all that is not exact', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        const match = findRate(BOOK, type, OCTOBER_MS);
        if (match === null || match.quality === 'exact') return;
        expect(match.steps.length).toBeGreaterThan(0);
      }),
      { ...SEED, numRuns: 1000 },
    );
  });
});

describe('parseRate', () => {
  test('holds every price of ten decimals exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), (tenBillionths) => {
        const text = tenBillionths.toString().padStart(11, '0');
        const usd = `${text.slice(0, -10)}.${text.slice(-10)}`;
        const perThousand = parseRate(usd, 1000, 'input_tokens');
        expect(perThousand).toBe(tenBillionths * 100_000n);
        const match = findRate(createPriceBook([row({ usd, per: 1000 })]), usage(), OCTOBER_MS);
        expect(match && costAttoUsd(1000n, match)).toBe(tenBillionths * 100_000_000n);
      }),
      SEED,
    );
  });
});

function isKnownZero({ row: found }: RateMatch): boolean {
  return found.source.key === 'covered' || found.usd === '0';
}

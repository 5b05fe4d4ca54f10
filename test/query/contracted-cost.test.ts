/** Contracted cost: what is paid after discounts, beside the list cost, exact in every grouping. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discountFor, type Discount } from '../../server/price/discount.ts';
import { createPriceBook, type PriceBook } from '../../server/price/price-book.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { matchesPattern } from '../../shared/filter.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { INPUT_TYPE, T0_MS } from '../support/metered.ts';
import { ask, call, HAND_BOOK, storeOf, type Question } from './ask.ts';
import { traffic } from './traffic.ts';

const USD = 1_000_000_000_000_000_000n;
const HOUR = T0_MS + HOUR_MS + 77; // Off every bucket.

const BASE: Discount = {
  model: '*',
  account: '*',
  tenant: '*',
  offMillionths: 125_000n,
  effectiveFromMs: null,
  effectiveToMs: null,
};

function bookWith(...changes: readonly Partial<Discount>[]): PriceBook {
  return { ...HAND_BOOK, discounts: changes.map((change) => ({ ...BASE, ...change })) };
}

/** A million input tokens of Nova Micro: one dollar by list. */
function dollar(number: number, afterMs: number, tenant = 'acme'): MeteredInvocation {
  const usage = [{ type: INPUT_TYPE, quantity: 1_000_000 }];
  return call(number, afterMs, { usage, attribution: { tenant } });
}

function contracted(rows: readonly MeteredInvocation[], book: PriceBook, more = {}) {
  const question: Question = { metrics: ['contractedCost', 'cost'], ...more };
  return ask(storeOf(rows), question, book).rows.map(({ group, values }) => {
    return [group.join('|'), values.get('contractedCost'), values.get('cost')];
  });
}

/** Sixty stores, each asked six times: slow where many tests share a machine. */
const PROPERTY_MS_MAX = 120_000;

describe('contractedCost', () => {
  const rows = [dollar(1, 0), dollar(2, DAY_MS, 'globex')];

  test('is the cost where there is no discount', () => {
    expect(contracted(rows, HAND_BOOK)).toEqual([['', 2n * USD, 2n * USD]]);
  });

  test('stands beside the cost, which no discount changes', () => {
    expect(contracted(rows, bookWith({}))).toEqual([['', (2n * USD * 7n) / 8n, 2n * USD]]);
  });

  test('is lowered for the tenant that the discount names, grouped by it or not', () => {
    const book = bookWith({ tenant: 'globex', offMillionths: 500_000n });
    expect(contracted(rows, book)).toEqual([['', (3n * USD) / 2n, 2n * USD]]);
    expect(contracted(rows, book, { groupBy: ['tenant'] })).toEqual([
      ['acme', USD, USD],
      ['globex', USD / 2n, USD],
    ]);
    expect(contracted(rows, book, { groupBy: ['model'], filter: 'tenant=acme' })).toEqual([
      ['amazon.nova-micro', USD, USD],
    ]);
  });

  test('is lowered for the account that the discount names', () => {
    const elsewhere = call(3, 0, {
      usage: [{ type: INPUT_TYPE, quantity: 1_000_000 }],
      invocation: { accountId: '444455556666' },
    });
    const book = bookWith({ account: '4444*', offMillionths: 1_000_000n });
    expect(contracted([...rows, elsewhere], book, { groupBy: ['account', 'tenant'] })).toEqual([
      ['111122223333|acme', USD, USD],
      ['111122223333|globex', USD, USD],
      ['444455556666|acme', 0n, USD],
    ]);
  });

  test('holds from the first millisecond of the discount to the last', () => {
    const times = [HOUR - 1, HOUR, HOUR + 9, HOUR + 10].map((atMs) => atMs - T0_MS);
    const calls = times.map((afterMs, index) => dollar(index, afterMs));
    const book = bookWith({ effectiveFromMs: HOUR, effectiveToMs: HOUR + 10 });
    expect(contracted(calls, book)).toEqual([['', (15n * USD) / 4n, 4n * USD]]);
  });

  test('is unknown and not zero where nothing is priced', () => {
    const unpriced = call(1, 0, { model: 'acme.mystery' });
    expect(contracted([unpriced], bookWith({}))).toEqual([['', null, null]]);
  });

  test('leaves guardrails alone when the discount names a model', () => {
    const type = { ...INPUT_TYPE, model: 'guardrail', dimension: 'guardrail_text_units' } as const;
    const guarded = call(1, 0, { usage: [{ type, quantity: 1000 }] });
    const price = { model: 'guardrail', dimension: 'guardrail_text_units', per: 1000 } as const;
    const list = createPriceBook([row({ ...price, usd: '0.15' })]);
    const book = { ...list, discounts: [{ ...BASE, model: 'amazon.*' }] };
    const [found] = contracted([guarded], book);
    expect(found?.[1]).toBe(found?.[2]);
    expect(found?.[1]).toBe((USD * 15n) / 100n);
  });
});

const discount = fc.record({
  model: fc.constantFrom('*', 'amazon.*', 'amazon.nova-half'),
  account: fc.constantFrom('*', '1111*', '9*'),
  tenant: fc.constantFrom('*', 'acme', '*o*'),
  offMillionths: fc.bigInt(-500_000n, 1_000_000n), // Below zero is a mark-up.
  effectiveFromMs: fc.option(fc.integer({ min: T0_MS, max: T0_MS + DAY_MS })),
  effectiveToMs: fc.option(fc.integer({ min: T0_MS + DAY_MS, max: T0_MS + 3 * DAY_MS })),
});

/** Call by call, by the cost of each line after the first discount that fits. */
function plainSum(rows: readonly MeteredInvocation[], book: PriceBook, pattern = '*'): bigint {
  const own = rows.filter(({ attribution }) => matchesPattern(pattern, attribution.tenant));
  const costs = own.flatMap((one) => {
    const { accountId: account, timestampMs } = one.invocation;
    const use = { model: one.model, account, tenant: one.attribution.tenant };
    const off = discountFor(book.discounts, use, timestampMs)?.offMillionths ?? 0n;
    const [cost] = contracted([one], HAND_BOOK);
    return [(BigInt(cost?.[2] ?? 0n) * (1_000_000n - off)) / 1_000_000n];
  });
  return costs.reduce((sum, cost) => sum + cost, 0n);
}

describe('the sum of parts', () => {
  test(
    'is the whole to the last digit, for any discounts and any grouping',
    () => {
      fc.assert(
        fc.property(traffic, fc.array(discount, { maxLength: 4 }), (rows, discounts) => {
          const book = { ...HAND_BOOK, discounts };
          const whole = plainSum(rows, book);
          for (const groupBy of [[], ['tenant'], ['model'], ['session', 'account']] as const) {
            const parts = contracted(rows, book, { groupBy: [...groupBy], step: '1h' });
            expect(parts.reduce((sum, one) => sum + BigInt(one[1] ?? 0n), 0n)).toBe(whole);
          }
          const acme = contracted(rows, book, { filter: 'tenant=acme' });
          expect(BigInt(acme[0]?.[1] ?? 0n)).toBe(plainSum(rows, book, 'acme'));
        }),
        { seed: 4, numRuns: 60 },
      );
    },
    PROPERTY_MS_MAX,
  );
});

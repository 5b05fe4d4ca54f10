/** A comparison prices the same usage twice: its parts add up, and what is unknown is told. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import { createPriceBook, type PriceBook } from '../../server/price/price-book.ts';
import { compareCosts, totalOf } from '../../server/query/compare-costs.ts';
import { NO_CHANGE, type UsageChange } from '../../server/query/usage-change.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { INPUT_TYPE, T0_MS } from '../support/metered.ts';
import { call, CHANGE_MS, HAND_BOOK, queryOf, storeOf, valueOf } from './ask.ts';
import { traffic } from './traffic.ts';

const USD = 1_000_000_000_000_000_000n;

const using = (number: number, type: Partial<UsageType>, afterMs = 0, tenant = 'acme') => {
  const usage = [{ type: { ...INPUT_TYPE, ...type }, quantity: 1_000_000 }];
  return call(number, afterMs, { usage, attribution: { tenant } });
};

interface Case {
  readonly change?: Partial<UsageChange>;
  readonly book?: PriceBook;
  readonly groupBy?: readonly string[];
}

function compare(store: Store, { change = {}, book = HAND_BOOK, groupBy = ['tenant'] }: Case) {
  const query = queryOf({ metrics: ['cost'], groupBy: [...groupBy] });
  return compareCosts(query, store, {
    before: { book: HAND_BOOK, change: NO_CHANGE },
    after: { book, change: { ...NO_CHANGE, ...change } },
  });
}

const told = (store: Store, one: Case) =>
  compare(store, one).map(({ group, beforeAttoUsd, afterAttoUsd, differenceAttoUsd }) => {
    return [group.join('|'), beforeAttoUsd, afterAttoUsd, differenceAttoUsd];
  });

describe('compareCosts', () => {
  test('prices the usage of each tenant by the other model, at the rates of its time', () => {
    const store = storeOf([
      using(1, {}),
      using(2, {}, CHANGE_MS - T0_MS),
      using(3, { model: 'amazon.nova-half' }, 0, 'globex'),
    ]);
    expect(told(store, { change: { model: 'amazon.nova-half' } })).toEqual([
      ['acme', 4n * USD, 4n * USD, 0n],
      ['globex', 2n * USD, 2n * USD, 0n],
    ]);
    expect(told(store, { change: { model: 'amazon.nova-micro' } })[0]).toEqual([
      'globex',
      2n * USD,
      USD,
      -USD,
    ]);
  });

  test('cuts time where only the other choice has a change of price', () => {
    const rows = [0, CHANGE_MS - T0_MS - 1, CHANGE_MS - T0_MS].map((afterMs, index) => {
      return using(index, { model: 'amazon.nova-half' }, afterMs);
    });
    const change = { model: 'amazon.nova-micro' };
    expect(told(storeOf(rows), { change })).toEqual([['acme', 6n * USD, 5n * USD, -USD]]);
  });

  test('says which part of the other side is an estimate', () => {
    const store = storeOf([using(1, { model: 'amazon.nova-half' })]);
    const [found] = compare(store, { change: { tier: 'batch' } });
    expect(found).toMatchObject({ afterAttoUsd: USD, inexactAfterAttoUsd: USD });
  });

  test('keeps usage without a rate afterwards out of the difference, and tells of it', () => {
    const type = { dimension: 'output_tokens' } as const;
    const store = storeOf([using(1, type), using(2, {})]);
    expect(compare(store, { change: { model: 'amazon.nova-half' } })).toMatchObject([
      {
        beforeAttoUsd: 11n * USD,
        afterAttoUsd: 2n * USD,
        differenceAttoUsd: USD,
        newlyUnpricedAttoUsd: 10n * USD,
        unpricedInvocationsBefore: 0,
        unpricedInvocationsAfter: 1,
      },
    ]);
  });

  test('tells what another book prices that had no rate', () => {
    const book = createPriceBook([row({ usd: '5', model: 'acme.mystery' })]);
    const [found] = compare(storeOf([using(1, { model: 'acme.mystery' })]), { book });
    expect(found).toMatchObject({
      beforeAttoUsd: 0n,
      differenceAttoUsd: 0n,
      newlyPricedAttoUsd: 5n * USD,
      unpricedInvocationsBefore: 1,
      unpricedInvocationsAfter: 0,
    });
  });

  test('counts a discount of the other book for its tenant only', () => {
    const off = { offMillionths: 250_000n, effectiveFromMs: null, effectiveToMs: null };
    const discounts = [{ model: '*', account: '*', tenant: 'globex', ...off }];
    const store = storeOf([using(1, {}), using(2, {}, DAY_MS, 'globex')]);
    const book = { ...HAND_BOOK, discounts };
    expect(told(store, { book })).toEqual([
      ['globex', USD, (3n * USD) / 4n, -USD / 4n],
      ['acme', USD, USD, 0n],
    ]);
    expect(told(store, { book, groupBy: [] })).toEqual([
      ['', 2n * USD, (7n * USD) / 4n, -USD / 4n],
    ]);
  });

  test('gives nothing for a window without usage', () => {
    expect(compare(storeOf([]), {})).toEqual([]);
  });
});

const change = fc.record({
  model: fc.constantFrom(null, 'amazon.nova-micro', 'amazon.nova-half', 'acme.mystery'),
  tier: fc.constantFrom(null, 'flex' as const, 'batch' as const),
  routing: fc.constantFrom(null, 'global' as const),
  cacheTtl: fc.constant(null),
});

describe('any comparison', () => {
  test('adds up: after less before is the difference and what is newly priced or unpriced', () => {
    fc.assert(
      fc.property(traffic, change, (rows, after) => {
        const store = storeOf(rows);
        const parts = compare(store, { change: after });
        for (const one of [...parts, totalOf(parts)]) {
          const moved = one.newlyPricedAttoUsd - one.newlyUnpricedAttoUsd;
          const gap = one.afterAttoUsd - one.beforeAttoUsd;
          expect(gap).toBe(one.differenceAttoUsd + moved);
        }
        expect(totalOf(parts).beforeAttoUsd).toBe(BigInt(valueOf(store, 'cost') ?? 0));
        const whole = compare(store, { change: after, groupBy: [] });
        expect(totalOf(whole)).toEqual(totalOf(parts));
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  test('of nothing with itself changes nothing', () => {
    fc.assert(
      fc.property(traffic, (rows) => {
        const total = totalOf(compare(storeOf(rows), {}));
        expect(total.afterAttoUsd).toBe(total.beforeAttoUsd);
        expect(total.differenceAttoUsd).toBe(0n);
      }),
      { seed: 7, numRuns: 30 },
    );
  });
});

/** A check names usage without a rate, usage with a rough one, and changes that are near. */
import { describe, expect, test } from 'vitest';
import type { UsageType } from '../../server/meter/usage.ts';
import { checkPrices, type PriceCheck } from '../../server/query/check-prices.ts';
import { createPriceBook, type PriceBook } from '../../server/price/price-book.ts';
import { row } from '../price/usage-samples.ts';
import { DAY_MS } from '../../shared/window.ts';
import { INPUT_TYPE, T0_MS } from '../support/metered.ts';
import { call, CHANGE_MS, HAND_BOOK, storeOf } from './ask.ts';

const USD = 1_000_000_000_000_000_000n;
const WINDOW = { startMs: T0_MS, endMs: T0_MS + 4 * DAY_MS };

const using = (number: number, type: Partial<UsageType>, quantity: number, afterMs = 0) =>
  call(number, afterMs, { usage: [{ type: { ...INPUT_TYPE, ...type }, quantity }] });

function check(
  rows: ReturnType<typeof using>[],
  nowMs = T0_MS,
  bundled: PriceBook = HAND_BOOK,
): PriceCheck {
  return checkPrices({ window: WINDOW, nowMs }, storeOf(rows), {
    book: HAND_BOOK,
    bundled,
  });
}

describe('checkPrices', () => {
  test('finds nothing where every usage has its listed rate for good', () => {
    const rows = [using(1, { model: 'amazon.nova-half' }, 5)];
    expect(check(rows)).toEqual({
      unpriced: [],
      inexact: [],
      odd: [],
      changing: [],
      changed: [],
    });
  });

  test('names usage without a rate, with quantity and calls, the most called first', () => {
    const { unpriced } = check([
      using(1, { model: 'acme.rare' }, 900),
      using(2, { model: 'acme.mystery' }, 10),
      using(3, { model: 'acme.mystery' }, 20, DAY_MS),
      using(4, { model: 'acme.video', dimension: 'output_video_seconds' }, 2500),
    ]);
    expect(unpriced.map(({ type, ...rest }) => ({ model: type.model, ...rest }))).toEqual([
      { model: 'acme.mystery', quantity: 30, invocations: 2 },
      { model: 'acme.rare', quantity: 900, invocations: 1 },
      { model: 'acme.video', quantity: 2.5, invocations: 1 },
    ]);
  });

  test('names usage whose rate is an estimate, with what hangs on it, the dearest first', () => {
    const { inexact } = check([
      using(1, { model: 'amazon.nova-half', tier: 'flex' }, 1_000_000),
      using(2, { model: 'amazon.nova-half', tier: 'priority' }, 1_000_000),
    ]);
    const told = inexact.map(({ type, match, costAttoUsd }) => {
      return [type.tier, match.quality, costAttoUsd];
    });
    expect(told).toEqual([
      ['priority', 'estimate', (7n * USD) / 2n],
      ['flex', 'estimate', USD],
    ]);
  });

  test('keeps apart what was used before a change of price and after it', () => {
    const flex = { tier: 'flex' } as const;
    const { inexact } = check([
      using(1, flex, 1_000_000),
      using(2, flex, 1_000_000, CHANGE_MS - T0_MS),
    ]);
    expect(inexact.map(({ costAttoUsd }) => costAttoUsd)).toEqual([(3n * USD) / 2n, USD / 2n]);
  });

  test.each([
    ['a millisecond before', CHANGE_MS - 1, 1],
    ['thirty days before', CHANGE_MS - 30 * DAY_MS, 1],
    ['longer before', CHANGE_MS - 30 * DAY_MS - 1, 0],
    ['at its moment', CHANGE_MS, 0],
  ])('tells a change of price %s', (_, nowMs, count) => {
    const { changing } = check([using(1, {}, 5)], nowMs);
    expect(changing).toHaveLength(count);
    for (const { atMs, before, after } of changing) {
      expect([atMs, before?.row.usd, after?.row.usd]).toEqual([CHANGE_MS, '1', '3']);
    }
  });

  test('tells a change within the window apart from one to come', () => {
    const { changing, changed } = check([using(1, {}, 5)], CHANGE_MS + DAY_MS);
    expect([changing.length, changed.map(({ atMs }) => atMs)]).toEqual([0, [CHANGE_MS]]);
  });

  test.each([
    ['more than double', '0.99', 1],
    ['double', '1', 0],
    ['half', '4', 0],
    ['less than half', '4.01', 1],
  ])('names a rate that is %s the bundled one', (_, bundledUsd, count) => {
    const bundled = createPriceBook([row({ usd: bundledUsd, model: 'amazon.nova-half' })]);
    const { odd } = check([using(1, { model: 'amazon.nova-half' }, 1_000_000)], T0_MS, bundled);
    const told = odd.map(({ match, listed, costAttoUsd }) => {
      return [match.row.usd, listed.row.usd, costAttoUsd];
    });
    expect(told).toEqual(count === 0 ? [] : [['2', bundledUsd, 2n * USD]]);
  });
});

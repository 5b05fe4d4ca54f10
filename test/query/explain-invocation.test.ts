/** An explanation shows how each figure came to be, and adds up to what every sum says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import type { UsageType } from '../../server/meter/usage.ts';
import type { Discount } from '../../server/price/discount.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { createPriceBook, type PriceBook } from '../../server/price/price-book.ts';
import { explainInvocation } from '../../server/query/explain-invocation.ts';
import type { ExplainReply } from '../../shared/contract.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { DAY_MS } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { INPUT_TYPE, metered, T0_MS } from '../support/metered.ts';
import { ask, HAND_BOOK, storeOf } from './ask.ts';
import { traffic } from './traffic.ts';

const DISCOUNT: Discount = {
  model: 'amazon.*',
  account: '*',
  tenant: 'acme',
  offMillionths: 125_000n,
  effectiveFromMs: null,
  effectiveToMs: null,
};

function explained(one: MeteredInvocation, book: PriceBook = HAND_BOOK): ExplainReply {
  const store = storeOf([one]);
  const window = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
  const found = store.invocation(one.invocation.requestId, window);
  if (!found) throw new Error('The store has lost its only invocation.');
  return explainInvocation(found, book);
}

function lineOf(type: Partial<UsageType>, quantity: number, book: PriceBook) {
  const usage = [{ type: { ...INPUT_TYPE, ...type }, quantity }];
  const [line] = explained(metered({ usage }), book).lines;
  if (!line) throw new Error('The explanation has no line.');
  return line;
}

describe('explainInvocation', () => {
  test('tells quantity, rate, source and date, and the sum that anyone can check', () => {
    const line = lineOf({}, 1234, HAND_BOOK);
    expect(line).toMatchObject({
      dimension: 'input_tokens',
      quantity: 1234,
      usageType: { model: 'amazon.nova-micro', tier: 'standard', routing: 'regional' },
      rate: { usd: '1', per: 1_000_000, quality: 'exact', sourceDate: '2026-01-01', from: null },
      arithmetic: '1,234 x 1 USD / 1,000,000 = 0.001234 USD.',
      cost: '0.001234',
    });
    expect(line.words).toContain('Source: A list made for tests, 2026-01-01.');
  });

  test('shows a discount as a lower price of the unit, beside the list', () => {
    const line = lineOf({}, 1_000_000, { ...HAND_BOOK, discounts: [DISCOUNT] });
    expect(line.arithmetic).toBe(
      '1,000,000 x 1 USD / 1,000,000 = 1 USD. ' +
        'With the discount of 12.5 %: 1,000,000 x 0.875 USD / 1,000,000 = 0.875 USD.',
    );
    expect([line.cost, line.contractedCost]).toEqual(['1', '0.875']);
  });

  test('counts seconds as seconds, though they are kept in thousandths', () => {
    const price = { dimension: 'output_video_seconds', model: 'amazon.nova-reel' } as const;
    const book = createPriceBook([row({ ...price, usd: '0.08', per: 1 })]);
    const line = lineOf(price, 6500, book);
    expect(line.quantity).toBe(6.5);
    expect(line.arithmetic).toBe('6.5 x 0.08 USD = 0.52 USD.');
  });

  test('says what an estimate was worked out from', () => {
    const line = lineOf({ tier: 'flex' }, 2_000_000, HAND_BOOK);
    expect(line.rate).toMatchObject({ quality: 'estimate', usd: '0.5' });
    expect(line.words.join(' ')).toContain('There is no flex rate: the standard rate times 0.5.');
    expect(line.cost).toBe('1');
  });

  test.each([
    ['a model without price', { model: 'acme.mystery' }, /no rate is known for input tokens/],
    ['a call that tells nothing', { dimension: 'unmetered_calls' }, /the record tells no quantity/],
  ] as const)('says why %s is unpriced, and gives it no zero', (_, type, words) => {
    const line = lineOf(type, 1, HAND_BOOK);
    expect(line).toMatchObject({ rate: null, cost: null, contractedCost: null, arithmetic: null });
    expect(line.words.join(' ')).toMatch(words);
  });

  test('says which part of a call is not in its cost', () => {
    const half = { ...INPUT_TYPE, model: 'amazon.nova-half' };
    const usage = [
      { type: half, quantity: 500_000 },
      { type: { ...half, dimension: 'output_tokens' as const }, quantity: 7 },
    ];
    const reply = explained(metered({ usage }));
    expect(reply).toMatchObject({ cost: '1', unpriced: true });
    expect(reply.summary).toBe('2 usage lines: 1 USD by list; 1 of them unpriced and not in it.');
  });

  test('says that a failed call consumed nothing', () => {
    const reply = explained(metered({ usage: [], invocation: { status: 'throttled' } }));
    expect(reply).toMatchObject({ cost: '0', unpriced: false, lines: [] });
    expect(reply.summary).toBe('The call consumed nothing that AWS bills.');
  });

  test('names the rule that gave the call away, and where each tag is from', () => {
    const tags = [{ key: 'feature', value: 'chat', source: 'profile' as const }];
    const { attribution } = explained(metered({ attribution: { tags } }));
    expect(attribution).toEqual({
      rule: 'by tenant',
      words: 'The rule "by tenant" gave the call to tenant acme.',
      tags,
    });
  });

  test('says that no rule matched', () => {
    const { attribution } = explained(
      metered({ attribution: { tenant: UNATTRIBUTED, rule: null } }),
    );
    expect(attribution.rule).toBeNull();
    expect(attribution.words).toMatch(/^No attribution rule matched/);
  });

  test('explains bundled prices by their public source', () => {
    const line = lineOf({}, 1_000_000, bundledPriceBook());
    expect(line.cost).toBe('0.035');
    expect(line.rate?.sourceDate).toMatch(/^2026-/);
  });

  test('adds up to what a query says, call by call', () => {
    const book = { ...HAND_BOOK, discounts: [DISCOUNT] };
    fc.assert(
      fc.property(traffic, (rows) => {
        for (const one of rows) {
          const [sums] = ask(storeOf([one]), { metrics: ['cost', 'contractedCost'] }, book).rows;
          const { cost, contractedCost } = explained(one, book);
          const text = (key: 'cost' | 'contractedCost'): string | null => {
            const value = sums?.values.get(key) ?? null;
            return value === null ? null : formatAttoUsd(BigInt(value));
          };
          expect([cost, contractedCost]).toEqual([text('cost'), text('contractedCost')]);
        }
      }),
      { seed: 5, numRuns: 8 },
    );
  });

  test('keeps the rate of its day when a price has changed since', () => {
    const usage = [{ type: INPUT_TYPE, quantity: 1_000_000 }];
    const after = metered({ usage, invocation: { timestampMs: T0_MS + 2 * DAY_MS } });
    expect(lineOf({}, 1_000_000, HAND_BOOK).cost).toBe('1');
    expect(explained(after).cost).toBe('3');
  });
});

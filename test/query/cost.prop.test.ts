/** Properties of cost: never below zero, never zero for the unknown, exact at any size. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meterInvocation } from '../../server/meter/meter-invocation.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { mergeRows } from '../../server/price/price-list-layer.ts';
import { createPriceBook } from '../../server/price/price-book.ts';
import { costOfInvocation } from '../../server/query/cost-of-invocation.ts';
import type { Invocation, TokenCounts } from '../../server/record/invocation.ts';
import { parseModelReference } from '../../server/record/model-reference.ts';
import { row } from '../price/usage-samples.ts';
import { INPUT_TYPE, INVOCATION } from '../support/metered.ts';
import { ask, call, storeOf } from './ask.ts';
import { traffic } from './traffic.ts';

const BOOK = bundledPriceBook();
const RUNS = { seed: 20_261_123, numRuns: 300 };

const MODELS = [
  'anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.amazon.nova-pro-v1:0',
  'openai.gpt-5.6-sol',
  'amazon.nova-canvas-v1:0',
  'cohere.rerank-v3-5:0',
  'acme.nobody-knows-it',
];

const count = fc.option(fc.integer({ min: 0, max: 1_000_000_000_000 }));
const tokens: fc.Arbitrary<TokenCounts> = fc.record({
  input: count,
  output: count,
  cacheRead: count,
  cacheWrite: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
});
const anyCall = fc.record({
  modelId: fc.constantFrom(...MODELS),
  status: fc.constantFrom('success', 'guardrailBlocked', 'serverError'),
  tokens,
});

function usageOf({ modelId, ...rest }: Pick<Invocation, 'modelId' | 'status' | 'tokens'>) {
  const reference = parseModelReference(modelId);
  const resolved = { model: reference.model ?? modelId, reference, isResolved: true } as const;
  const invocation = { ...INVOCATION, modelId, modelReference: reference, ...rest };
  return meterInvocation(invocation, { ...resolved, variant: 'base' });
}

function costOf(usage: ReturnType<typeof usageOf>) {
  return costOfInvocation({ timestampMs: Date.UTC(2026, 9, 1), usage }, BOOK);
}

describe('the cost of any call', () => {
  test('is never below zero, and no line of it counts less than one', () => {
    fc.assert(
      fc.property(anyCall, (one) => {
        const usage = usageOf(one);
        for (const { quantity } of usage) expect(quantity).toBeGreaterThan(0);
        expect(costOf(usage).attoUsd ?? 0n).toBeGreaterThanOrEqual(0n);
      }),
      RUNS,
    );
  });

  test('is unknown, and never zero, for a successful call that tells nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MODELS), (modelId) => {
        const none = { input: null, output: null, cacheRead: null, cacheWrite: null };
        const told = { ...none, cacheWrite5m: null, cacheWrite1h: null };
        const usage = usageOf({ modelId, status: 'success', tokens: told });
        expect(costOf(usage).isUnpriced).toBe(true);
      }),
      { ...RUNS, numRuns: 20 },
    );
  });

  test('is unknown, and never zero, for tokens of a model without a rate', () => {
    fc.assert(
      fc.property(tokens, (counts) => {
        const usage = usageOf({
          modelId: 'acme.nobody-knows-it',
          status: 'success',
          tokens: counts,
        });
        if (usage.length === 0) return; // All that was told is zero.
        expect(costOf(usage)).toEqual({ attoUsd: null, isUnpriced: true });
      }),
      RUNS,
    );
  });

  test('counts each token of the prompt once, in whichever way the model counts', () => {
    fc.assert(
      fc.property(anyCall, ({ modelId, tokens: counts }) => {
        const lines = usageOf({ modelId, status: 'success', tokens: counts });
        const prompt = lines.filter(({ type }) =>
          /^(input|cache_\w+)_tokens$/.test(type.dimension),
        );
        if (prompt.length === 0) return;
        const input = counts.input ?? 0;
        const cached = (counts.cacheRead ?? 0) + (counts.cacheWrite ?? 0);
        const isWithin = modelId.startsWith('openai.') && input >= cached;
        const sum = prompt.reduce((total, { quantity }) => total + quantity, 0);
        expect(sum).toBe(isWithin ? input : input + cached);
      }),
      RUNS,
    );
  });
});

describe('rating again', () => {
  const dear = createPriceBook([row({ usd: '9', model: INPUT_TYPE.model })]);

  test('by another book and back gives what it gave, and twice is once', () => {
    fc.assert(
      fc.property(traffic, (rows) => {
        const store = storeOf(rows);
        const question = { metrics: ['cost', 'unpricedInvocations'], groupBy: ['tenant'] };
        const first = ask(store, question);
        const other = ask(store, question, dear);
        expect(ask(store, question, dear)).toEqual(other);
        expect(ask(store, question)).toEqual(first);
      }),
      { ...RUNS, numRuns: 20 },
    );
  });

  test('by a list that was read before changes no rate', () => {
    const price = fc.record({
      usd: fc.constantFrom('1', '2', '3'),
      effectiveFromMs: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(price, { maxLength: 6 }), (prices) => {
        const once = prices.reduce((rows, one) => mergeRows(rows, [row(one)]), mergeRows([], []));
        expect(mergeRows(once, once)).toEqual(once);
      }),
      RUNS,
    );
  });
});

describe('a sum beyond what 64 bits hold', () => {
  test('is exact to the last digit', () => {
    // 40 calls of 999,999,999,999 tokens at 137.50 USD a million:
    // 40 x 999,999,999,999 x 0.0001375 = 5,499,999,999.9945 USD, which is 5.5e27 in our unit.
    const book = createPriceBook([row({ usd: '137.5', model: INPUT_TYPE.model })]);
    const calls = Array.from({ length: 40 }, (_, index) =>
      call(index, index, { usage: [{ type: INPUT_TYPE, quantity: 999_999_999_999 }] }),
    );
    const { rows } = ask(storeOf(calls), { metrics: ['cost'] }, book);
    expect(rows[0]?.values.get('cost')).toBe(5_499_999_999_994_500_000_000_000_000n);
  });
});

/** What the prompt cache saved: right by model, exact, and unknown where a rate is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meterInvocation } from '../../server/meter/meter-invocation.ts';
import type { UsageLine, UsageType } from '../../server/meter/usage.ts';
import { createPriceBook } from '../../server/price/price-book.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { INPUT_TYPE, INVOCATION, T0_MS } from '../support/metered.ts';
import { ask, call, storeOf } from './ask.ts';

const USD = 10n ** 18n;
const READ = { dimension: 'cache_read_tokens' } as const;
const WRITE = { dimension: 'cache_write_tokens' } as const;
const SONNET = { model: 'anthropic.claude-sonnet-4-5-20250929' } as const;
const PRO = { model: 'amazon.nova-pro' } as const;
const GPT = { model: 'openai.gpt-5.6' } as const;
const CHANGE_MS = T0_MS + HOUR_MS;

/** Sonnet: 3 USD fresh, read a tenth, write 1.25 and 2 times. Nova Pro has no price of writes. */
const BOOK = createPriceBook([
  row({ ...SONNET, usd: '3' }),
  row({ ...SONNET, ...READ, usd: '0.3' }),
  row({ ...SONNET, ...WRITE, usd: '3.75', cacheTtl: '5m' }),
  row({ ...SONNET, ...WRITE, usd: '6', cacheTtl: '1h' }),
  row({ ...PRO, usd: '0.8', effectiveToMs: CHANGE_MS }),
  row({ ...PRO, usd: '1', effectiveFromMs: CHANGE_MS }),
  row({ ...PRO, ...READ, usd: '0.2' }),
  row({ ...GPT, usd: '5' }),
  row({ ...GPT, ...READ, usd: '0.5' }),
]);

const METRICS = ['cacheSavings', 'cacheWriteExtra', 'cacheNetSavings', 'cacheUnpricedTokens'];

const line = (axes: Partial<UsageType>, quantity: number): UsageLine => ({
  type: { ...INPUT_TYPE, ...axes },
  quantity,
});

const told = (lines: readonly (readonly UsageLine[])[], afterMs = 0) => {
  const store = storeOf(lines.map((usage, index) => call(index, afterMs, { usage })));
  return ask(store, { metrics: METRICS }, BOOK).rows.map(({ values }) => [...values.values()]);
};

describe('the cache', () => {
  test('saves what reads would have cost fresh, and costs what writes are dearer than fresh', () => {
    const usage = [
      line({ ...SONNET, ...READ }, 1_000_000), // 3 - 0.30 saved.
      line({ ...SONNET, ...WRITE, cacheTtl: '5m' }, 1_000_000), // 3.75 - 3 extra.
      line({ ...SONNET, ...WRITE, cacheTtl: '1h' }, 1_000_000), // 6 - 3 extra.
    ];
    const saved = (27n * USD) / 10n;
    const extra = (75n * USD) / 100n + 3n * USD;
    expect(told([usage])).toEqual([[saved, extra, saved - extra, 0]]);
  });

  test('does not know what writes cost extra where they have no rate, and so no net', () => {
    const reads = line({ ...PRO, ...READ }, 1_000_000);
    const writes = line({ ...PRO, model: 'acme.mystery', ...WRITE, cacheTtl: '5m' }, 700);
    expect(told([[reads], [writes]])).toEqual([[(6n * USD) / 10n, null, null, 700]]);
  });

  test('counts the tokens that are missing from what is known', () => {
    const reads = [line({ ...SONNET, ...READ }, 1_000_000)];
    const unknown = [line({ model: 'acme.mystery', ...READ }, 12)];
    expect(told([reads, unknown])[0]?.slice(0, 1)).toEqual([(27n * USD) / 10n]);
    expect(told([reads, unknown])[0]?.at(-1)).toBe(12);
    expect(told([unknown])).toEqual([[null, 0n, null, 12]]);
  });

  test('is nothing, and known to be, where no cache is used', () => {
    expect(told([[line(SONNET, 5)]])).toEqual([[0n, 0n, 0n, 0]]);
  });

  test('is judged by the rate of fresh input of its own time', () => {
    const usage = [line({ ...PRO, ...READ }, 1_000_000)];
    expect(told([usage], HOUR_MS - 1)[0]?.[0]).toBe((6n * USD) / 10n);
    expect(told([usage], HOUR_MS)[0]?.[0]).toBe((8n * USD) / 10n);
    const rows = [call(1, 0, { usage }), call(2, 2 * HOUR_MS, { usage })];
    const [whole] = ask(storeOf(rows), { metrics: ['cacheSavings'] }, BOOK).rows;
    expect(whole?.values.get('cacheSavings')).toBe((14n * USD) / 10n);
  });

  test.each([
    ['that counts the cache as input', GPT.model, 12_401, 8_367n],
    ['that does not', SONNET.model, 2, 8_367n],
  ])('saves the tokens read of a family %s', (_, model, input, read) => {
    const tokens = { ...INVOCATION.tokens, input, output: 0, cacheRead: Number(read) };
    const invocation = { ...INVOCATION, tokens };
    const reference = { ...INVOCATION.modelReference, model };
    const usage = meterInvocation(invocation, {
      model,
      reference,
      variant: 'base',
      isResolved: true,
    });
    const atFresh = model === GPT.model ? 5n : 3n;
    const perToken = (atFresh * USD * 9n) / 10n / 1_000_000n;
    expect(told([usage])[0]?.[0]).toBe(read * perToken);
  });

  test('costs with all that it saved and cost extra what fresh tokens would have cost', () => {
    const amount = fc.integer({ min: 1, max: 2_000_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, amount, amount), { maxLength: 8 }), (calls) => {
        const cached = calls.map(([fresh, read, write]) => [
          line(SONNET, fresh),
          line({ ...SONNET, ...READ }, read),
          line({ ...SONNET, ...WRITE, cacheTtl: '5m' }, write),
        ]);
        const fresh = calls.map((counts) => [
          line(
            SONNET,
            counts.reduce((a, b) => a + b),
          ),
        ]);
        const costOf = (lines: readonly (readonly UsageLine[])[], metrics: readonly string[]) => {
          const store = storeOf(lines.map((usage, index) => call(index, 0, { usage })));
          const [one] = ask(store, { metrics }, BOOK).rows;
          return [...(one?.values.values() ?? [])].map((value) => BigInt(value ?? 0));
        };
        const [cost = 0n, net = 0n] = costOf(cached, ['cost', 'cacheNetSavings']);
        expect(cost + net).toBe(costOf(fresh, ['cost'])[0] ?? 0n);
      }),
      { seed: 11, numRuns: 25, endOnFailure: true },
    );
  });
});

/** One invocation costs what the sums say that it costs, and unknown stays unknown. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOfInvocation } from '../../server/query/cost-of-invocation.ts';
import { metered, T0_MS, usageLines } from '../support/metered.ts';
import { ask, HAND_BOOK, storeOf } from './ask.ts';
import { traffic } from './traffic.ts';

const costOf = (model: string) =>
  costOfInvocation({ timestampMs: T0_MS, usage: usageLines(10, 20, model) }, HAND_BOOK);

describe('costOfInvocation', () => {
  test.each([
    ['every line has a price', 'amazon.nova-micro', 210_000_000_000_000n, false],
    ['one line has none', 'amazon.nova-half', 20_000_000_000_000n, true],
    ['no line has one', 'acme.mystery', null, true],
  ])('tells the cost where %s', (_, model, attoUsd, isUnpriced) => {
    expect(costOf(model)).toEqual({ attoUsd, isUnpriced });
  });

  test('is zero for a call that used nothing', () => {
    const one = { timestampMs: T0_MS, usage: metered({ usage: [] }).usage };
    expect(costOfInvocation(one, HAND_BOOK)).toEqual({ attoUsd: 0n, isUnpriced: false });
  });

  test('adds up over a list of invocations to what the question about them answers', () => {
    fc.assert(
      fc.property(traffic, (rows) => {
        const total = rows.reduce((sum, { invocation, usage }) => {
          const one = { timestampMs: invocation.timestampMs, usage };
          return sum + (costOfInvocation(one, HAND_BOOK).attoUsd ?? 0n);
        }, 0n);
        const [answer] = ask(storeOf(rows), { metrics: ['cost'] }).rows;
        expect(BigInt(answer?.values.get('cost') ?? 0)).toBe(total);
      }),
      { numRuns: 20, seed: 7 },
    );
  });
});

/** Lines by usage type sum to the answers of the one question, whatever the traffic. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineCost, pricedLines } from '../../server/query/priced-lines.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { DAY_MS } from '../../shared/window.ts';
import { T0_MS } from '../support/metered.ts';
import { ask, HAND_BOOK, storeOf } from './ask.ts';
import { traffic } from './traffic.ts';

const DISCOUNT = {
  model: '*',
  account: '*',
  tenant: 'acme',
  offMillionths: 125_000n,
  effectiveFromMs: T0_MS + DAY_MS / 3,
  effectiveToMs: null,
} as const;

test('lines sum to the cost and contracted cost of each tenant, to the last digit (I11)', () => {
  const book = { ...HAND_BOOK, discounts: [DISCOUNT] };
  const window = { startMs: T0_MS, endMs: T0_MS + 4 * DAY_MS };
  fc.assert(
    fc.property(traffic, fc.constantFrom('1h', '1d', 'all'), (rows, step) => {
      const store = storeOf(rows);
      const asked = { filter: EMPTY_FILTER, groupBy: ['tenant'], window, step, timeZone: 'UTC' };
      const sums = new Map<string, readonly [bigint, bigint]>();
      for (const line of pricedLines({ ...asked, groupBy: ['tenant'] }, store, book)) {
        const tenant = line.group[0] ?? '';
        const cost = lineCost(line) ?? { listAttoUsd: 0n, contractedAttoUsd: 0n };
        const [list, contracted] = sums.get(tenant) ?? [0n, 0n];
        sums.set(tenant, [list + cost.listAttoUsd, contracted + cost.contractedAttoUsd]);
      }
      const question = { metrics: ['cost', 'contractedCost'], groupBy: ['tenant'] };
      for (const { group, values } of ask(store, question, book).rows) {
        const [list, contracted] = sums.get(group[0] ?? '') ?? [0n, 0n];
        expect([list, contracted]).toEqual([
          BigInt(values.get('cost') ?? 0),
          BigInt(values.get('contractedCost') ?? 0),
        ]);
      }
    }),
    { numRuns: 40, seed: 7 },
  );
});

/** Holds the benchmark of metering and rating to what the product counts, at small size. */
import { expect, test } from 'vitest';
import { meterInvocation } from '../../server/meter/meter-invocation.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { costOfInvocation } from '../../server/query/cost-of-invocation.ts';
import { resolveModel } from '../../server/record/resolve-model.ts';
import { demoTraffic, invocationsOf, meterAndRate } from './meter-and-rate.ts';

test('the benchmark comes to the cost of each of its calls, added up', () => {
  const traffic = demoTraffic(1_000);
  const found = meterAndRate(traffic, 2_500); // Three rounds of a thousand.
  const costs = traffic.texts.flatMap(invocationsOf).map((invocation) => {
    const { modelId, modelReference, timestampMs } = invocation;
    const resolved = resolveModel(modelId, modelReference, traffic.inventory);
    const usage = meterInvocation(invocation, resolved);
    return costOfInvocation({ timestampMs, usage }, bundledPriceBook()).attoUsd ?? 0n;
  });
  const attoUsd = costs.reduce((sum, cost) => sum + cost, 0n);
  expect(attoUsd).toBeGreaterThan(0n);
  expect({ calls: found.calls, attoUsd: found.attoUsd }).toEqual({
    calls: 3_000,
    attoUsd: 3n * attoUsd,
  });
  expect(found.lines).toBeGreaterThan(found.calls);
  expect(found.jsonMs).toBeGreaterThan(0);
});

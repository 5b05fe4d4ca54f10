/** Copies of one call that differ: the same rows and rollups in any order and any batches. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { T0_MS, batch, metered, requestId, usageLines } from '../support/metered.ts';

const window = { startMs: T0_MS, endMs: T0_MS + DAY_MS };

/** Everything that a store tells, by value, in an order of its own. */
function contents(store: Store): unknown {
  const need = { latency: true, firstToken: true, usage: true };
  const level = (stepMs: number, groupBy: readonly ('tenant' | 'principal')[]) => {
    const steps = Array.from({ length: 3 }, (_, step) => T0_MS + step * stepMs);
    return store
      .aggregate({ boundariesMs: steps, filter: EMPTY_FILTER, groupBy, need })
      .map(({ latency, firstToken, usage, ...cell }) => ({
        ...cell,
        latency: latency?.encode().join(),
        firstToken: firstToken?.encode().join(),
        usage: usage.map(({ types, ...sums }) => JSON.stringify([types, sums])).toSorted(),
      }))
      .map((cell) => JSON.stringify(cell))
      .toSorted();
  };
  const page = store.invocations({ window, filter: EMPTY_FILTER, limit: 1000, before: null });
  return {
    rows: page.invocations.map(({ valueOf, ...row }) => [valueOf('tenant'), valueOf('model'), row]),
    days: level(DAY_MS, []),
    hours: level(HOUR_MS, ['principal']),
    minutes: level(MINUTE_MS, ['tenant']),
    count: store.invocationCount(),
  };
}

function storeOf(batches: readonly (readonly MeteredInvocation[])[]): Store {
  const store = openSqliteStore({ path: ':memory:', promotedTags: ['feature'] });
  for (const rows of batches) store.ingest(batch(rows));
  return store;
}

const copy = fc.record({
  call: fc.integer({ min: 0, max: 3 }),
  input: fc.integer({ min: 0, max: 2 }),
  isRich: fc.boolean(),
  latencyMs: fc.option(fc.integer({ min: 1, max: 3 })),
  tenant: fc.constantFrom('acme', 'beta', 'Unattributed'),
  feature: fc.option(fc.constantFrom('chat', 'search')),
  stopReason: fc.constantFrom(null, 'end_turn'),
  delayMs: fc.constantFrom(0, 1, MINUTE_MS, HOUR_MS),
});

type Copy = typeof copy extends fc.Arbitrary<infer Value> ? Value : never;

/** Calls 0 and 1 have a UUID and the time of the call; 2 and 3 a text and some delivery's time. */
function rowOf(one: Copy): MeteredInvocation {
  const isStamped = one.call >= 2;
  const lines = usageLines(one.input, 7);
  return metered({
    invocation: {
      requestId: isStamped ? `msg_${one.call}` : requestId(one.call),
      timestampMs: T0_MS + (isStamped ? one.delayMs : one.call * MINUTE_MS),
      latencyMs: one.latencyMs,
      stopReason: one.stopReason,
    },
    attribution: {
      tenant: one.tenant,
      tags:
        one.feature === null ? [] : [{ key: 'feature', value: one.feature, source: 'metadata' }],
    },
    usage: one.isRich ? lines : lines.slice(1),
  });
}

/** Cuts rows into batches at the given places. */
function split<Row>(rows: readonly Row[], cuts: readonly number[]): readonly (readonly Row[])[] {
  const ends = [...cuts.filter((cut) => cut < rows.length), rows.length];
  return ends
    .toSorted((a, b) => a - b)
    .map((end, index, sorted) => rows.slice(sorted[index - 1] ?? 0, end));
}

const shuffledCopies = fc
  .array(copy, { minLength: 2, maxLength: 8 })
  .chain((copies) =>
    fc.tuple(
      fc.constant(copies),
      fc.shuffledSubarray(copies, { minLength: copies.length }),
      fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
    ),
  );

describe('conflicting copies', () => {
  test('leave the same rows and rollups in any order and any batches', () => {
    fc.assert(
      fc.property(shuffledCopies, ([copies, shuffled, cuts]) => {
        const one = storeOf([copies.map(rowOf)]);
        const other = storeOf(split(shuffled.map(rowOf), cuts));
        expect(contents(other)).toEqual(contents(one));
        one.close();
        other.close();
      }),
      { numRuns: 150 },
    );
  });

  test('leave rollups that equal those of the rows that stayed', () => {
    fc.assert(
      fc.property(shuffledCopies, ([copies]) => {
        const best = new Map<number, Copy>();
        for (const one of copies) {
          const known = best.get(one.call);
          const rows = [...(known ? [known] : []), one].map(rowOf);
          const store = storeOf([rows]);
          const kept = JSON.stringify(contents(store));
          if (kept === JSON.stringify(contents(storeOf([[rowOf(one)]])))) best.set(one.call, one);
          store.close();
        }
        const fresh = storeOf([[...best.values()].map(rowOf)]);
        expect(contents(storeOf([copies.map(rowOf)]))).toEqual(contents(fresh));
      }),
      { numRuns: 40 },
    );
  });

  const first = metered({ usage: usageLines(1, 2).slice(1) });
  const rich = metered({ usage: usageLines(1, 2) });
  const stamped = (delayMs: number, latencyMs: number | null) =>
    metered({ invocation: { requestId: 'msg_1', timestampMs: T0_MS + delayMs, latencyMs } });

  const rows = [
    { name: 'more usage over less', loser: first, winner: rich },
    { name: "the call's own time over a delivery's", loser: stamped(9, 5), winner: stamped(0, 5) },
    { name: 'a latency over none', loser: stamped(0, null), winner: stamped(0, 5) },
    {
      name: 'a payer over none',
      loser: metered({ attribution: { tenant: 'Unattributed', rule: null } }),
      winner: metered(),
    },
  ];

  test.each(rows)('prefer $name, whichever comes first', ({ loser, winner }) => {
    const expected = contents(storeOf([[winner]]));
    expect(contents(storeOf([[loser], [winner]]))).toEqual(expected);
    expect(contents(storeOf([[winner], [loser]]))).toEqual(expected);
    expect(contents(storeOf([[loser, winner, loser]]))).toEqual(expected);
  });

  test('count as one invocation and its duplicates', () => {
    const store = storeOf([[first]]);
    expect(store.ingest(batch([rich, rich]))).toMatchObject({ invocations: 0, duplicates: 2 });
    expect(store.invocationCount()).toBe(1);
  });
});

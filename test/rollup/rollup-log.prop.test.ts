/** Holds cells that are added up in columns to the plain way: a sum and a sketch for each cell. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RollupLog, type EncodedCell } from '../../server/rollup/rollup-log.ts';
import { Sketch } from '../../server/rollup/sketch.ts';
import { decodeVarints, encodeVarints } from '../../shared/varint.ts';

const RUNS = { numRuns: 100, seed: 20_261_123 };
const MINUTE_MS = 60_000;

interface Call {
  readonly timestampMs: number;
  readonly seriesId: number;
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  readonly quantities: readonly number[];
}

const call = fc.record({
  timestampMs: fc.oneof(
    fc.integer({ min: 0, max: 10 * MINUTE_MS }),
    fc.integer({ min: 0, max: 4_000_000_000_000 }),
  ),
  // Calls of a series have one usage set: its number tells how many types that has.
  seriesId: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant(2 ** 26 - 1)),
  latencyMs: fc.option(fc.integer({ min: 0, max: 900_000 })),
  firstTokenMs: fc.option(fc.integer({ min: 0, max: 900_000 })),
  amounts: fc.array(fc.oneof(fc.nat(200), fc.maxSafeNat()), { minLength: 4, maxLength: 4 }),
});

const calls = fc.array(call, { maxLength: 400 }).map((all): readonly Call[] => {
  return all.map(({ amounts, ...rest }) => {
    return {
      ...rest,
      quantities: amounts.slice(0, rest.seriesId % 4).map((n) => Math.floor(n / 4_096)),
    };
  });
});

function logged(all: readonly Call[]): RollupLog {
  const log = new RollupLog();
  for (const { quantities, ...rest } of all) {
    log.add({ ...rest, quantities: quantities.length === 0 ? null : encodeVarints(quantities) });
  }
  return log;
}

function plainCells(all: readonly Call[], bucketMs: number): readonly unknown[] {
  const keyOf = (one: Call): string => `${Math.floor(one.timestampMs / bucketMs)}/${one.seriesId}`;
  const groups = new Map<string, Call[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()]
    .map((group) => {
      const [first] = group;
      const sketchOf = (values: readonly (number | null)[]): Uint8Array | null => {
        const sketch = new Sketch();
        for (const value of values) if (value !== null) sketch.add(value);
        return sketch.total === 0 ? null : sketch.encode();
      };
      const sums = (first?.quantities ?? []).map((_, index) => {
        return group.reduce((sum, one) => sum + (one.quantities[index] ?? 0), 0);
      });
      return {
        bucketStartMs: Math.floor((first?.timestampMs ?? 0) / bucketMs) * bucketMs,
        seriesId: first?.seriesId ?? 0,
        invocations: group.length,
        quantities: sums,
        latency: sketchOf(group.map((one) => one.latencyMs)),
        firstToken: sketchOf(group.map((one) => one.firstTokenMs)),
      };
    })
    .sort((a, b) => a.bucketStartMs - b.bucketStartMs || a.seriesId - b.seriesId);
}

function told({ quantities, latency, firstToken, ...rest }: EncodedCell): unknown {
  return {
    ...rest,
    quantities: quantities === null ? [] : decodeVarints(quantities),
    latency: latency && Uint8Array.from(latency),
    firstToken: firstToken && Uint8Array.from(firstToken),
  };
}

describe('a log of calls', () => {
  test.each([
    ['minutes', MINUTE_MS],
    ['hours', 60 * MINUTE_MS],
    ['days', 1_440 * MINUTE_MS],
  ])('adds %s up to what each cell by itself counts, in the order of keys', (_, bucketMs) => {
    fc.assert(
      fc.property(calls, (all) => {
        expect(logged(all).cells({ bucketMs }).map(told)).toEqual(plainCells(all, bucketMs));
      }),
      RUNS,
    );
  });

  test('leaves out what is too early, and counts series where it is told to', () => {
    fc.assert(
      fc.property(calls, (all) => {
        const fromMs = 5 * MINUTE_MS;
        const cells = logged(all).cells({ bucketMs: MINUTE_MS, fromMs, seriesOf: (id) => id % 4 });
        const late = all.filter((one) => one.timestampMs >= fromMs);
        const moved = late.map((one) => ({ ...one, seriesId: one.seriesId % 4 }));
        expect(cells.map(told)).toEqual(plainCells(moved, MINUTE_MS));
      }),
      RUNS,
    );
  });

  test('tells how many calls and quantities it holds', () => {
    const quantities = encodeVarints([1, 300, 70_000]);
    const log = new RollupLog();
    const one = { timestampMs: 1, seriesId: 3, latencyMs: 5, firstTokenMs: null };
    for (let index = 0; index < 1_000; index += 1) log.add({ ...one, quantities });
    log.add({ ...one, quantities: null });
    expect([log.count, log.quantityCount]).toEqual([1_001, 3_000]);
  });
});

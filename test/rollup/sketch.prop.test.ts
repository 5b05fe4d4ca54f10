/** Holds the sketch to its error on the shapes that latencies take, and its merging to algebra. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Sketch } from '../../server/rollup/sketch.ts';

const RUNS = { numRuns: 60, seed: 20_261_123 };

function sketchOf(values: readonly number[]): Sketch {
  const sketch = new Sketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

function merged(...parts: readonly Sketch[]): Sketch {
  const sum = new Sketch();
  for (const part of parts) sum.merge(part);
  return sum;
}

/** A number from 0 to 1 for each value, which a shape turns into a latency. */
const shares = fc.array(fc.double({ min: 0.0001, max: 0.9999, noNaN: true }), {
  minLength: 1,
  maxLength: 2_000,
});

/** The logit is close enough to the bell's inverse for a shape with one hump and long tails. */
const bell = (share: number): number => Math.log(share / (1 - share)) / 1.7;

const SHAPES: readonly (readonly [string, (share: number) => number])[] = [
  ['uniform', (share) => 1 + share * 60_000],
  ['log-normal', (share) => 800 * Math.exp(0.7 * bell(share))],
  ['bimodal', (share) => (share < 0.6 ? 120 + 40 * share : 9_000 * Math.exp(0.2 * bell(share)))],
  ['constant', () => 1_234],
];

describe('the sketch', () => {
  test.each(SHAPES)('keeps p50, p90 and p99 of %s data within one per cent', (_, latencyOf) => {
    fc.assert(
      fc.property(shares, (drawn) => {
        const values = drawn.map(latencyOf).toSorted((a, b) => a - b);
        const sketch = sketchOf(values);
        for (const quantile of [0.5, 0.9, 0.99]) {
          const exact = values[Math.ceil(quantile * values.length) - 1] ?? Number.NaN;
          const error = Math.abs((sketch.quantile(quantile) ?? Number.NaN) - exact) / exact;
          expect(error).toBeLessThanOrEqual(0.01 + 1e-9);
        }
      }),
      RUNS,
    );
  });

  const latencies = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { maxLength: 200 });

  test('merges alike in any order', () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const [left, right] = [sketchOf(a), sketchOf(b)];
        expect(merged(left, right).encode()).toEqual(merged(right, left).encode());
      }),
      RUNS,
    );
  });

  test('keeps what it merged apart from the other, whichever is added to later', () => {
    const values = fc.array(fc.integer({ min: 0, max: 900_000 }));
    fc.assert(
      fc.property(values, values, (one, more) => {
        const [source, before] = [sketchOf(one), sketchOf(one).encode()];
        const copy = merged(source);
        const other = merged(source);
        for (const value of more) copy.add(value);
        expect([source.encode(), other.encode()]).toEqual([before, before]);
        for (const value of more) source.add(value);
        expect(source.encode()).toEqual(copy.encode());
        expect(other.encode()).toEqual(before);
      }),
    );
  });

  test('merges alike in any grouping, and like one sketch of all values', () => {
    fc.assert(
      fc.property(latencies, latencies, latencies, (a, b, c) => {
        const [one, two, three] = [sketchOf(a), sketchOf(b), sketchOf(c)];
        const left = merged(merged(one, two), three).encode();
        expect(merged(one, merged(two, three)).encode()).toEqual(left);
        expect(sketchOf([...a, ...b, ...c]).encode()).toEqual(left);
      }),
      RUNS,
    );
  });

  test('reads its bytes back out of the middle of others', () => {
    fc.assert(
      fc.property(latencies, fc.uint8Array(), fc.uint8Array(), (values, before, after) => {
        const bytes = sketchOf(values).encode();
        const all = Buffer.concat([before, bytes, after]);
        const read = new Sketch();
        read.mergeEncoded(all, before.length, before.length + bytes.length);
        expect(read.encode()).toEqual(bytes);
        expect(read.total).toBe(values.length);
      }),
      RUNS,
    );
  });

  test('carries the number of its format first, and is refused with any other', () => {
    const bytes = sketchOf([5]).encode();
    expect(bytes[0]).toBe(1);
    expect(() => new Sketch().mergeEncoded(Uint8Array.of(2, ...bytes.subarray(1)))).toThrow();
  });

  test('takes less than a kilobyte for ten thousand latencies of one shape', () => {
    const values = Array.from(
      { length: 10_000 },
      (_, index) => 800 * Math.exp(0.7 * bell((index + 0.5) / 10_000)),
    );
    expect(sketchOf(values).encode().length).toBeLessThan(1_024);
  });
});

/** Holds the latency sketch to one per cent, in any order, grouping and form. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Sketch } from '../../server/rollup/sketch.ts';

function sketchOf(values: readonly number[]): Sketch {
  const sketch = new Sketch();
  values.forEach((value) => sketch.add(value));
  return sketch;
}

function exactQuantile(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? Number.NaN;
}

describe('Sketch', () => {
  test('keeps every quantile within one per cent', () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1 });
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.5, 0.9, 0.99, 1), (values, quantile) => {
        const exact = exactQuantile(values, quantile);
        const error = Math.abs((sketchOf(values).quantile(quantile) ?? Number.NaN) - exact);
        expect(error).toBeLessThanOrEqual(exact * 0.0100001);
      }),
    );
  });

  test('gives the same bytes for any order and grouping', () => {
    const values = fc.array(fc.integer({ min: 0, max: 100_000 }));
    fc.assert(
      fc.property(values, values, (left, right) => {
        const together = sketchOf([...right, ...left].reverse()).encode();
        const merged = sketchOf(left);
        merged.mergeEncoded(sketchOf(right).encode());
        expect(merged.encode()).toEqual(together);
      }),
    );
  });

  test('knows nothing before the first value', () => {
    expect(new Sketch().quantile(0.5)).toBeNull();
  });

  test('refuses bytes of a format that it does not know', () => {
    expect(() => new Sketch().mergeEncoded(Uint8Array.of(9, 1, 1))).toThrow('format');
  });
});

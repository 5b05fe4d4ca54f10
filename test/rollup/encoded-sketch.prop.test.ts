/** Holds sketches that are merged as bytes to the sketch itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteRoom } from '../../server/rollup/byte-room.ts';
import { mergedSketches } from '../../server/rollup/encoded-sketch.ts';
import { Sketch } from '../../server/rollup/sketch.ts';

const values = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { maxLength: 300 });

function sketchOf(all: readonly number[]): Sketch {
  const sketch = new Sketch();
  for (const value of all) sketch.add(value);
  return sketch;
}

function encoded(all: readonly number[]): Uint8Array | null {
  return all.length === 0 ? null : sketchOf(all).encode();
}

describe('encoded sketches', () => {
  test('merge to the bytes of the sketch of all values', () => {
    const room = new ByteRoom();
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = mergedSketches(encoded(a), encoded(b), room);
        expect(merged && Uint8Array.from(merged)).toEqual(encoded([...a, ...b]));
      }),
      { numRuns: 300, seed: 20_261_123 },
    );
  });

  test('are not merged where a format is unknown or a number is cut off', () => {
    const room = new ByteRoom();
    const whole = sketchOf([5, 900]).encode();
    const other = Uint8Array.of(2, ...whole.subarray(1));
    expect(() => mergedSketches(whole, other, room)).toThrow('a format that we know');
    const cut = Uint8Array.of(1, 3, 0x80);
    expect(() => mergedSketches(whole, cut, room)).toThrow('a whole number');
  });
});

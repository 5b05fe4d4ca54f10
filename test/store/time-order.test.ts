/** Rows in the order of time: columns, ids and quantities move together. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowPacker } from '../../server/store/row-block.ts';
import { pickedPieces } from '../../server/store/picked-columns.ts';
import { orderOf } from '../../shared/wide-order.ts';
import { INPUT_TYPE, T0_MS, metered, requestId } from '../support/metered.ts';

describe('the order of time', () => {
  test('sorts as a stable sort by time does', () => {
    const times = fc.array(fc.oneof(fc.nat(50), fc.nat({ max: 4_000_000_000_000 })));
    fc.assert(
      fc.property(times, (timesMs) => {
        const indexes = timesMs.map((_, index) => index);
        const expected = indexes.sort((a, b) => (timesMs[a] ?? 0) - (timesMs[b] ?? 0));
        expect([...orderOf(Float64Array.from(timesMs))]).toEqual(expected);
      }),
      { numRuns: 200, seed: 20_261_123 },
    );
  });

  test('refuses what does not fit beside a place, and what is no natural number', () => {
    for (const key of [2 ** 62, -1, Number.NaN]) {
      expect(() => orderOf(Float64Array.of(2 ** 40, key, 1))).toThrow('fits beside its place');
    }
  });

  test('moves pieces of any length, and empty ones', () => {
    const bytes = Uint8Array.of(1, 2, 2, 3, 3, 3);
    const ends = Uint32Array.of(1, 1, 3, 6);
    const moved = pickedPieces(bytes, ends, Uint32Array.of(3, 1, 0, 2));
    expect([...moved.bytes]).toEqual([3, 3, 3, 1, 2, 2]);
    expect([...moved.ends]).toEqual([3, 3, 4, 6]);
  });

  test('is that of a block, whose texts for ids go with their rows', () => {
    const packer = new RowPacker();
    const at = (afterMs: number, id: string, quantity: number) =>
      metered({
        invocation: { timestampMs: T0_MS + afterMs, requestId: id, latencyMs: afterMs },
        usage: [{ type: INPUT_TYPE, quantity }],
      });
    packer.add(at(30, 'no-uuid', 300));
    packer.add(at(10, requestId(1), 1));
    packer.add(at(20, requestId(2), 20_000));
    const block = packer.take();
    expect([...block.timestampsMs]).toEqual([T0_MS + 10, T0_MS + 20, T0_MS + 30]);
    expect([...block.latenciesMs]).toEqual([10, 20, 30]);
    expect([...block.textIds]).toEqual([[2, 'no-uuid']]);
    expect([...block.quantityEnds]).toEqual([1, 4, 6]);
    expect([block.requestIds[15], block.requestIds[31]]).toEqual([1, 2]);
  });
});

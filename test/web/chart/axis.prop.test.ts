/** Properties of value axes: they reach the data in few round steps. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisOf } from '../../../web/chart/axis.ts';

test('reaches the data in at most four steps, and wastes less than half of them', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (reach) => {
      const { max, step } = axisOf(reach, 'usd');
      expect(max).toBeGreaterThanOrEqual(reach * (1 - 1e-6));
      expect(Math.round(max / step)).toBeLessThanOrEqual(4);
      expect(max).toBeLessThanOrEqual(reach * 2);
    }),
  );
});

test('counts get whole ticks only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (reach) => {
      expect(Number.isInteger(axisOf(reach * 1.08, 'count').step)).toBe(true);
    }),
  );
});

test('an axis without data has a height', () => {
  expect(axisOf(0, 'usd')).toEqual({ max: 1, step: 1 });
});

/** Properties of the axis: it holds the largest value and reads as round figures. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barAxis } from '../../server/report/bar-axis.ts';

describe('barAxis', () => {
  test('reaches the largest value with at most five different labels', () => {
    const largest = fc.double({ min: 0.0001, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(largest, fc.constantFrom('usd' as const, 'count' as const), (value, unit) => {
        const { ticks, max } = barAxis(value, unit);
        expect(max).toBeGreaterThanOrEqual(value * (1 - 1e-6));
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      }),
    );
  });

  test.each([
    ['dollars', 4.33, 'usd', ['$0', '$2', '$4', '$6']],
    ['cents', 0.07, 'usd', ['$0.00', '$0.02', '$0.04', '$0.06', '$0.08']],
    ['quarters', 0.9, 'usd', ['$0.00', '$0.25', '$0.50', '$0.75', '$1.00']],
    ['thousands', 3900, 'usd', ['$0', '$1,000', '$2,000', '$3,000', '$4,000']],
    ['a single throttle', 1, 'count', ['0', '1']],
  ] as const)('labels %s', (_, largest, unit, labels) => {
    expect(barAxis(largest, unit).ticks.map(({ label }) => label)).toEqual(labels);
  });

  test('stands on a day without cost', () => {
    expect(barAxis(0, 'usd').max).toBe(1);
  });
});

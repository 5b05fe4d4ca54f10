/** The small chart of an alarm against its past: values, bar and band in one box. */
import { describe, expect, test } from 'vitest';
import { bandShape } from '../../../web/chart/band-shape.ts';

const BOX = { width: 100, height: 22 };

describe('bandShape', () => {
  test('lays the band between the usual and the bar, zero at the bottom', () => {
    const shape = bandShape({ values: [0, 10], usual: [5, 5], bars: [20, 20] }, BOX);
    expect(shape.band).toBe('M0.0 2.0L100.0 2.0L100.0 16.2L0.0 16.2Z');
    expect(shape.bar).toBe('M0.0 2.0L100.0 2.0');
    expect(shape.line).toBe('M0.0 21.0L100.0 11.5');
  });

  test('breaks the band where nobody knows what is usual', () => {
    const bars = [2, 2, null, 2, 2, null, 2];
    const usual = bars.map((bar) => (bar === null ? null : 1));
    const { band } = bandShape({ values: [1, 1, 1, 1, 1, 1, 1], usual, bars }, BOX);
    expect(band.match(/M/g)).toHaveLength(2); // A single period has no width.
  });

  test('draws nothing of nothing', () => {
    expect(bandShape({ values: [], usual: [], bars: [] }, BOX)).toEqual({
      line: '',
      area: '',
      bar: '',
      band: '',
    });
  });
});

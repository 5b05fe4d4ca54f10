/** Claims about counts, shares, durations and axes as the page writes them. */
import { describe, expect, test } from 'vitest';
import { formatAxis, formatValue } from '../../../web/format/metric.ts';
import {
  formatBytes,
  formatChange,
  formatDurationMs,
  formatPlural,
  formatRatio,
  formatShort,
  formatSpan,
} from '../../../web/format/number.ts';

const plain = (text: string | null): string | null => text?.replaceAll('\u00a0', ' ') ?? null;

describe('formatShort', () => {
  const rows: readonly [value: number, text: string][] = [
    [0, '0'],
    [842, '842'],
    [999.7, '1.00k'],
    [1240, '1.24k'],
    [999_600, '1.00M'],
    [33_100_000, '33.1M'],
    [2_700_000_000, '2.70G'],
    [1.2345, '1.23'],
  ];
  test.each(rows)('writes %d as %s', (value, text) => {
    expect(formatShort(value)).toBe(text);
  });
});

describe('formatRatio', () => {
  const rows: readonly [name: string, ratio: number, text: string][] = [
    ['one decimal', 0.1234, '12.3 %'],
    ['none as none', 0, '0.0 %'],
    ['a trace as more than none', 0.0001, '<0.1 %'],
    ['nearly all as less than all', 0.9999, '>99.9 %'],
    ['all as all', 1, '100.0 %'],
  ];
  test.each(rows)('writes %s', (_name, ratio, text) => {
    expect(plain(formatRatio(ratio))).toBe(text);
  });
});

describe('formatChange', () => {
  const rows: readonly [name: string, now: number, before: number, text: string | null][] = [
    ['a rise', 112.3, 100, '+12.3 %'],
    ['a fall', 96, 100, '\u22124.0 %'],
    ['no move', 100, 100, '\u00b10.0 %'],
    ['a multiple past ten times', 1200, 100, '\u00d712.0'],
    ['nothing without a before', 5, 0, null],
  ];
  test.each(rows)('writes %s', (_name, now, before, text) => {
    expect(plain(formatChange(now, before))).toBe(text);
  });
});

describe('durations and spans', () => {
  test('stay in milliseconds below ten seconds', () => {
    expect([9_310, 12_300, 1_500_000].map((ms) => plain(formatDurationMs(ms)))).toEqual([
      '9,310 ms',
      '12.3 s',
      '1,500 s',
    ]);
  });

  test('take the largest unit that fits', () => {
    expect([45, 300, 3600, 5400, 172_800].map((s) => plain(formatSpan(s)))).toEqual([
      '45 s',
      '5 min',
      '1 h',
      '1.5 h',
      '2 d',
    ]);
  });

  test('count one without an s', () => {
    expect([formatPlural(1, 'gap'), formatPlural(2, 'gap')]).toEqual(['1 gap', '2 gaps']);
  });
});

describe('formatAxis', () => {
  test('writes round ticks without idle zeros', () => {
    expect([
      formatAxis('usd', 60),
      formatAxis('usd', 1500),
      formatAxis('usd', 0),
      formatAxis('usd', 0.05),
      formatAxis('count', 5000),
      formatAxis('count', 150),
      formatAxis('ms', 7500),
      formatAxis('ratio', 0.05),
    ]).toEqual(['$60', '$1.5k', '$0', '$0.05', '5k', '150', '7.5 s', '5 %']);
  });
});

describe('formatValue', () => {
  test('shows what is unknown as unknown, never as zero', () => {
    expect([formatValue('cost', null), formatValue('latencyP99', undefined)]).toEqual([
      '\u2014',
      '\u2014',
    ]);
  });
});

describe('formatBytes', () => {
  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_200, '1.2 kB'],
    [856_416_256, '856 MB'],
    [14_300_000_000, '14 GB'],
    [1_250_000_000_000, '1.3 TB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });
});

/** Values against the bar: money digit by digit, the rest as numbers. */
import { describe, expect, test } from 'vitest';
import {
  breaches,
  formatAmount,
  parseThreshold,
  type AlarmValue,
  type Comparison,
  type Threshold,
} from '../../server/alarm/threshold.ts';
import type { MetricKey } from '../../shared/metrics.ts';

function bar(metric: MetricKey, text: string): Threshold {
  const threshold = parseThreshold(metric, text);
  if (!threshold) throw new Error(`"${text}" is no threshold.`);
  return threshold;
}

describe('breaches', () => {
  interface Case {
    readonly value: AlarmValue;
    readonly comparison: Comparison;
    readonly text: string;
  }

  test.each<[string, Case, boolean]>([
    ['one atto-dollar over', { value: '10.000000000000000001', comparison: '>', text: '10' }, true],
    ['at the bar', { value: '10.00', comparison: '>', text: '10' }, false],
    ['at the bar, with equality', { value: '10.00', comparison: '>=', text: '10' }, true],
    [
      'a sum that a float rounds',
      { value: '9007199254740993', comparison: '>', text: '9007199254740992' },
      true,
    ],
    ['below', { value: '9.99', comparison: '<', text: '10' }, true],
    ['below or equal', { value: '10', comparison: '<=', text: '10' }, true],
    ['money that came as a number', { value: 10.5, comparison: '>', text: '10' }, true],
  ])('compares money: %s', (_, { value, comparison, text }, expected) => {
    expect(breaches(value, comparison, bar('cost', text))).toBe(expected);
  });

  test.each<[string, AlarmValue]>([
    ['null', null],
    ['NaN', Number.NaN],
    ['infinity', Infinity],
    ['an empty text', ''],
    ['no number', 'much'],
  ])('gives null for %s', (_, value) => {
    expect(breaches(value, '>', bar('cost', '1'))).toBeNull();
    expect(breaches(value, '>', bar('errorRatio', '0.1'))).toBeNull();
  });
});

describe('parseThreshold', () => {
  test('keeps money exact and its text short', () => {
    expect(parseThreshold('cost', '0010.50')).toEqual({
      kind: 'money',
      text: '10.5',
      attoUsd: 10_500_000_000_000_000_000n,
    });
  });

  test.each(['', '1e3', 'NaN', '0x10', '1,000', '$5', '1e308'])('refuses "%s"', (text) => {
    expect(parseThreshold('cost', text)).toBeNull();
    expect(parseThreshold('latencyP99', text)).toBeNull();
  });
});

describe('formatAmount', () => {
  test.each<[MetricKey, AlarmValue, string]>([
    ['cost', '12.5', '$12.5'],
    ['cost', '-3', '-$3'],
    ['cost', '10.0000000001', '$10.000000…'],
    ['latencyP99', 1800, '1800 ms'],
    ['errorRatio', 0.1 + 0.2, '0.3'],
    ['videoSeconds', 6.5, '6.5 s'],
    ['throttles', null, 'no data'],
  ])('%s %s', (metric, value, text) => {
    expect(formatAmount(metric, value)).toBe(text);
  });
});

/** Holds the catalogue together: every ratio is made of metrics that exist. */
import { describe, expect, test } from 'vitest';
import type { Metric } from '../../shared/metric.ts';
import { METRICS, METRIC_KEYS, isMetric } from '../../shared/metrics.ts';

describe('METRICS', () => {
  test('makes ratios of metrics of the catalogue only', () => {
    const parts = METRIC_KEYS.flatMap((key) => {
      const { formula }: Metric = METRICS[key];
      return formula.kind === 'ratio' ? [formula.over, ...formula.under] : [];
    });
    expect(parts.filter((key) => !isMetric(key))).toEqual([]);
  });

  test('knows no metric by the name of a prototype', () => {
    expect(isMetric('__proto__')).toBe(false);
    expect(isMetric('constructor')).toBe(false);
  });
});

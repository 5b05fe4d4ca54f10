/** How alarms of CloudWatch are shown: each type by what it waits for. */
import { describe, expect, test } from 'vitest';
import { cloudWatchStatus } from '../../server/api/cloud-watch-status.ts';
import type { CloudWatchAlarm } from '../../server/source/metric.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { inventoryAt } from '../../server/job/ingest.ts';

const ALARM: CloudWatchAlarm = {
  account: '111122223333',
  region: 'us-east-1',
  name: 'x',
  arn: '',
  type: 'metric',
  expression: '',
  namespace: 'AWS/Bedrock',
  metricName: 'Invocations',
  statistic: 'Sum',
  dimensions: new Map(),
  periodSeconds: 300,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  threshold: 50,
  comparison: 'GreaterThanThreshold',
  treatMissingData: 'missing',
  stateReason: 'Threshold crossed.',
  state: 'ALARM',
  stateUpdatedAtMs: Date.UTC(2026, 10, 22),
};

const shown = (part: Partial<CloudWatchAlarm>) => {
  const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
  return cloudWatchStatus({ ...ALARM, ...part }, inventoryAt(store, 0));
};

describe('cloudWatchStatus', () => {
  test('draws the threshold of a metric alarm on the chart of its metric', () => {
    expect(shown({})).toMatchObject({
      metric: 'cloudWatchInvocations',
      threshold: 50,
      condition: null,
      reason: 'Threshold crossed. By CloudWatch.',
    });
  });

  test.each([
    ['math', { expression: 'e / i', threshold: 0.05 }, 'e / i > 0.05, 2 of 3'],
    [
      'band',
      {
        expression: 'ANOMALY_DETECTION_BAND(m1, 2)',
        threshold: null,
        comparison: 'LessThanLowerOrGreaterThanUpperThreshold',
      },
      'Invocations Sum outside ANOMALY_DETECTION_BAND(m1, 2), 2 of 3',
    ],
    ['promQl', { expression: 'rate(x) > 5', threshold: null }, 'rate(x) > 5'],
    ['composite', { expression: 'ALARM("a")', threshold: null }, 'ALARM("a")'],
    ['log', { expression: 'stats count()', threshold: 10 }, 'stats count() > 10, 2 of 3'],
  ] as const)('says what one of type %s waits for, and draws no line', (type, part, condition) => {
    expect(shown({ type, ...part })).toMatchObject({ metric: null, condition });
  });

  test('shows the beginning of a query that is long', () => {
    const { condition } = shown({ type: 'promQl', expression: 'x'.repeat(10_000) });
    expect(condition).toHaveLength(301);
  });
});

/** Alarms of CloudWatch of every kind, and each of their changes once. */
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { readAlarmChanges } from '../../server/source/cloud-watch-alarm-history.ts';
import { readCloudWatchAlarms } from '../../server/source/cloud-watch-alarms.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { ACCOUNT, NOW_MS, REGION } from './rig.ts';

/** A client whose replies are written out, page by page; it notes what it was asked. */
function clientWith(...pages: readonly object[]) {
  const asked: unknown[] = [];
  const send = (command: { readonly input: unknown }): Promise<object> => {
    asked.push(command.input);
    const page = pages[asked.length - 1] ?? {};
    return Promise.resolve(asked.length < pages.length ? { ...page, NextToken: 't' } : page);
  };
  // The guarantee: readers use nothing but `send` of a client.
  return { client: { send } as unknown as CloudWatchClient, asked };
}

const metricAlarm = (AlarmName: string, Namespace: string) => ({
  AlarmName,
  AlarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:${AlarmName}`,
  Namespace,
  MetricName: 'InvocationThrottles',
  StateValue: 'OK',
});
const composite = (AlarmName: string, AlarmRule: string) => ({
  AlarmName,
  AlarmRule,
  StateValue: 'ALARM',
  StateUpdatedTimestamp: new Date(NOW_MS),
});

describe('readCloudWatchAlarms', () => {
  test('T-MET-14: asks for all kinds, and gives composites about alarms of Bedrock', async () => {
    const { client, asked } = clientWith(
      {
        MetricAlarms: [metricAlarm('throttles', 'AWS/Bedrock')],
        CompositeAlarms: [composite('of-a-composite', 'ALARM("any") AND TRUE')],
      },
      {
        MetricAlarms: [metricAlarm('lambda', 'AWS/Lambda')],
        CompositeAlarms: [
          composite('any', 'ALARM(throttles) OR ALARM("lambda")'),
          composite('other', 'ALARM("lambda")'),
          composite('likeness', 'ALARM("throttles-of-something-else")'),
        ],
      },
    );
    const alarms = await readCloudWatchAlarms(client, ACCOUNT, REGION);
    expect(asked[0]).toMatchObject({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] });
    expect(alarms.map(({ name, expression, state }) => [name, expression, state])).toEqual([
      ['any', 'ALARM(throttles) OR ALARM("lambda")', 'ALARM'],
      ['of-a-composite', 'ALARM("any") AND TRUE', 'ALARM'],
      ['throttles', '', 'OK'],
    ]);
  });

  const metricStat = (MetricName: string) => ({
    Metric: { Namespace: 'AWS/Bedrock', MetricName },
    Period: 300,
    Stat: 'Sum',
  });
  const logQuery = (QueryString: string, group: string) => ({
    ScheduledQueryConfiguration: { QueryString, LogGroupIdentifiers: [group] },
    QueryResultsToEvaluate: 5,
    QueryResultsToAlarm: 3,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    StateReason: 'The query found: secret prompt',
  });

  test.each([
    [
      'a formula is held against its threshold',
      {
        Threshold: 0.05,
        Metrics: [
          { Id: 'e', MetricStat: metricStat('InvocationServerErrors'), ReturnData: false },
          { Id: 'i', MetricStat: metricStat('Invocations'), ReturnData: false },
          { Id: 'r', Expression: 'e / i', ReturnData: true },
        ],
      },
      { type: 'math', expression: 'e / i', threshold: 0.05, metricName: 'InvocationServerErrors' },
    ],
    [
      'an anomaly band has no threshold',
      {
        ThresholdMetricId: 'ad1',
        ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
        Metrics: [
          { Id: 'm1', MetricStat: metricStat('Invocations'), ReturnData: true },
          { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', ReturnData: true },
        ],
      },
      {
        type: 'band',
        expression: 'ANOMALY_DETECTION_BAND(m1, 2)',
        threshold: null,
        statistic: 'Sum',
        periodSeconds: 300,
      },
    ],
    [
      'a query over metrics names Bedrock in its text alone',
      {
        Threshold: 5,
        Metrics: [{ Id: 'q', Expression: 'SELECT SUM(Invocations) FROM SCHEMA("AWS/Bedrock")' }],
      },
      { type: 'math', namespace: '', threshold: 5 },
    ],
    [
      'a query in PromQL holds its own threshold',
      { EvaluationCriteria: { PromQLCriteria: { Query: 'bedrock_invocations > 5' } } },
      { type: 'promQl', expression: 'bedrock_invocations > 5', threshold: null },
    ],
  ])('%s', async (_, parts, expected) => {
    const { client } = clientWith({ MetricAlarms: [{ AlarmName: 'x', ...parts }] });
    expect(await readCloudWatchAlarms(client, ACCOUNT, REGION)).toMatchObject([
      { name: 'x', ...expected },
    ]);
  });

  test('gives alarms on queries over logs of Bedrock, and never what their queries found', async () => {
    const { client } = clientWith({
      LogAlarms: [
        { AlarmName: 'by-group', ...logQuery('stats count()', '/aws/bedrock/modelinvocations') },
        { AlarmName: 'by-field', ...logQuery('stats sum(input.inputTokenCount)', 'mine') },
        { AlarmName: 'of-others', ...logQuery('stats count()', '/aws/lambda/x') },
      ],
      CompositeAlarms: [composite('over-a-log', 'ALARM("by-group")')],
    });
    const alarms = await readCloudWatchAlarms(client, ACCOUNT, REGION);
    expect(alarms.map(({ name }) => name)).toEqual(['by-field', 'by-group', 'over-a-log']);
    expect(alarms[1]).toMatchObject({
      type: 'log',
      expression: 'stats count()',
      threshold: 10,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
    expect(JSON.stringify(alarms)).not.toContain('secret');
  });

  test('asks an endpoint that knows no alarms on logs for the others', async () => {
    const refused = Object.assign(new Error('AlarmTypes'), { name: 'ValidationError' });
    const asked: unknown[] = [];
    const send = (command: { readonly input: { readonly AlarmTypes?: string[] } }) => {
      asked.push(command.input.AlarmTypes);
      if (command.input.AlarmTypes?.includes('LogAlarm')) return Promise.reject(refused);
      return Promise.resolve({ MetricAlarms: [metricAlarm('throttles', 'AWS/Bedrock')] });
    };
    const client = { send } as unknown as CloudWatchClient; // As above.
    const alarms = await readCloudWatchAlarms(client, ACCOUNT, REGION);
    expect(alarms.map(({ name }) => name)).toEqual(['throttles']);
    expect(asked).toEqual([
      ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
      ['MetricAlarm', 'CompositeAlarm'],
    ]);
  });
});

const item = (AlarmName: string, atMs: number, to: string) => ({
  AlarmName,
  Timestamp: new Date(atMs),
  HistoryData: JSON.stringify({
    version: '1.0',
    oldState: { stateValue: 'OK', stateReason: 'Below {x}', stateReasonData: { a: 1 } },
    newState: { stateValue: to },
  }),
});

describe('readAlarmChanges', () => {
  const place = { account: ACCOUNT, region: REGION };
  const wanted = { names: new Set(['throttles']), sinceMs: NOW_MS - 1 };

  test('T-MET-15: a change that is told twice is one, and stays when CloudWatch forgets', async () => {
    const { client } = clientWith(
      { AlarmHistoryItems: [item('throttles', NOW_MS, 'ALARM'), item('lambda', NOW_MS, 'ALARM')] },
      {
        AlarmHistoryItems: [
          item('throttles', NOW_MS, 'ALARM'),
          item('throttles', NOW_MS + 60_000, 'INSUFFICIENT_DATA'),
          { AlarmName: 'throttles', Timestamp: new Date(NOW_MS), HistoryData: 'no JSON' },
        ],
      },
    );
    const changes = await readAlarmChanges(client, place, wanted);
    expect(changes.map(({ atMs, to }) => [atMs - NOW_MS, to])).toEqual([
      [0, 'ALARM'],
      [60_000, 'INSUFFICIENT_DATA'],
    ]);
    const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
    store.notes.saveAlarmChanges(changes);
    store.notes.saveAlarmChanges(changes.slice(1));
    expect(store.notes.alarmChanges(0)).toEqual(changes);
  });

  test('tells when it may not', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
    const send = (): Promise<never> => Promise.reject(denied);
    const client = { send } as unknown as CloudWatchClient; // As above.
    const reading = readAlarmChanges(client, place, wanted);
    await expect(reading).rejects.toMatchObject({ code: 'denied' });
  });
});

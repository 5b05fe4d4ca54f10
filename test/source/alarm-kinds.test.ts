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
    expect(asked[0]).toMatchObject({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
    expect(alarms.map(({ name, rule, state }) => [name, rule, state])).toEqual([
      ['any', 'ALARM(throttles) OR ALARM("lambda")', 'ALARM'],
      ['of-a-composite', 'ALARM("any") AND TRUE', 'ALARM'],
      ['throttles', null, 'OK'],
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

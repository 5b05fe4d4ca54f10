/** What a log group is like decides what can be read of it: its class, its age, its account. */
import {
  DescribeLogGroupsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from 'vitest';
import { cloudWatchLogsSource } from '../../server/source/cloud-watch-logs.ts';
import { examineLogGroup } from '../../server/source/examine-log-group.ts';
import { logGroupName } from '../../server/source/log-group.ts';
import { DAY_MS, MINUTE_MS } from '../../shared/window.ts';
import { batch } from '../support/metered.ts';
import { storeOf } from '../query/ask.ts';
import { createReader, NOW_MS, REGION, SCOPE, withRig, type Rig } from './rig.ts';

const GROUP = '/bedrock/calls';

/** The endpoint's client, which tells of the group what a test says. */
function clientOf(rig: Rig, about: object | 'denied'): CloudWatchLogsClient {
  const client = rig.clients.cloudWatchLogs(rig.account, REGION);
  const send = client.send.bind(client) as (...given: unknown[]) => Promise<unknown>; // As it is.
  const told = (...given: unknown[]): Promise<unknown> => {
    if (!(given[0] instanceof DescribeLogGroupsCommand)) return send(...given);
    if (about === 'denied') return Promise.reject(new Error('AccessDenied'));
    return Promise.resolve({ logGroups: [{ logGroupName: GROUP, ...about }] });
  };
  return Object.assign(Object.create(client) as CloudWatchLogsClient, { send: told });
}

const sourceOf = (client: CloudWatchLogsClient) =>
  cloudWatchLogsSource(client, { sourceId: 'logs', logGroup: GROUP, backfillDays: 0 });

/** Reads, sleeps for some days, and reads again. @returns what is lost, in minutes of the past. */
async function lostAfter(days: number, about: object | 'denied') {
  const lost: (readonly [fromMinutes: number, toMinutes: number])[] = [];
  await withRig(async (rig) => {
    rig.world.addEvents(SCOPE, GROUP, [{ timestampMs: NOW_MS - 1000, message: '{}' }]);
    const reader = createReader();
    await reader.read(sourceOf(clientOf(rig, about)));
    rig.nowMs = NOW_MS + days * DAY_MS;
    await reader.read(sourceOf(clientOf(rig, about)), rig.nowMs);
    for (const { lost: spans = [] } of reader.batches) {
      for (const { startMs, endMs } of spans) {
        lost.push([(startMs - NOW_MS) / MINUTE_MS, (endMs - NOW_MS) / MINUTE_MS]);
      }
    }
  });
  return [...new Set(lost.map(String))];
}

describe('T-CWL-12: a group that forgets sooner than we come back', () => {
  test.each([
    [10, { retentionInDays: 3 }, [`0,${7 * 24 * 60}`]],
    [10, { retentionInDays: 14 }, []],
    [10, {}, []],
    [10, 'denied', []],
    [0.5, { retentionInDays: 1 }, []],
  ] as const)('after %d days away, with %j, lost are %j', async (days, about, expected) => {
    expect(await lostAfter(days, about)).toEqual(expected);
  });

  test('keeps one span with its bounds, which grows while its source stands still', () => {
    const store = storeOf([]);
    const lose = (startMs: number, endMs: number): void => {
      const notes = { bodies: [], lost: [{ startMs, endMs }] };
      store.ingest(batch([], { sourceId: 'logs', notes }));
    };
    lose(NOW_MS, NOW_MS + 5);
    lose(NOW_MS, NOW_MS + 9);
    lose(NOW_MS, NOW_MS + 5);
    lose(NOW_MS + 100, NOW_MS + 200);
    expect(store.notes.lostSpans()).toEqual([
      { sourceId: 'logs', startMs: NOW_MS + 100, endMs: NOW_MS + 200 },
      { sourceId: 'logs', startMs: NOW_MS, endMs: NOW_MS + 9 },
    ]);
  });
});

describe('T-CWL-13: what a group is', () => {
  test.each([
    ['STANDARD', 'ok'],
    ['INFREQUENT_ACCESS', 'wrong'],
    ['DELIVERY', 'wrong'],
  ])('of class %s is told at set-up as %s', async (logGroupClass, state) => {
    await withRig(async (rig) => {
      rig.world.addEvents(SCOPE, GROUP, [{ timestampMs: NOW_MS - 1000, message: '{}' }]);
      const place = { account: rig.account, region: REGION };
      const finding = await examineLogGroup(clientOf(rig, { logGroupClass }), place, NOW_MS);
      expect(finding.state).toBe(state);
      if (state === 'wrong') {
        expect(finding.says).toContain(logGroupClass);
        expect(finding.fix).toContain('--log-group-class STANDARD');
      }
    });
  });

  test('of another account is named by its ARN, without the star', () => {
    const arn = 'arn:aws:logs:us-east-1:999900001111:log-group:/shared';
    expect(logGroupName(`${arn}:*`)).toEqual({ logGroupIdentifier: arn });
    expect(logGroupName('/own')).toEqual({ logGroupName: '/own' });
  });
});

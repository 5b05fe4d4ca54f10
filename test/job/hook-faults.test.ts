/** Receivers and clocks that fail: the schedule of attempts, storms of messages, jumps of time. */
import { describe, expect, test } from 'vitest';
import { sampleNotices } from '../../server/alarm/sample-notice.ts';
import type { AlarmMessage } from '../../server/alarm/notices.ts';
import { PACE_MS } from '../../server/notify/channel-health.ts';
import { deliverDue } from '../../server/job/deliver.ts';
import { outboxEntryOf, type OutboxEntry } from '../../server/notify/outbox.ts';
import type { Store } from '../../server/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { createReceiver, type Receiver } from '../notify/receiver.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

/** A message about one group of an alarm. */
function owed(tenant: string, type: AlarmMessage['type'], atMs: number): OutboxEntry {
  const [sample] = sampleNotices('ops', 'http://127.0.0.1/', atMs);
  const message = JSON.parse(sample.body) as AlarmMessage; // Written from this very type.
  const data = { ...message.data, alarm: 'storm', group: { tenant } };
  const body = JSON.stringify({ ...message, type, data });
  const alarmKey = JSON.stringify(['storm', tenant]);
  const sequence = type === 'alarm.firing' ? 1 : 2;
  return outboxEntryOf(
    { ...sample, id: `${tenant} ${type}`, type, body, alarmKey, sequence },
    atMs,
  );
}

/** Makes one pass at an instant. @param jitter 0 to 1 */
async function passAt(store: Store, { endpoint }: Receiver, nowMs: number, jitter = 0.5) {
  const { signal } = new AbortController();
  const pageUrl = 'http://127.0.0.1/';
  const times = { nowMs: () => nowMs, jitter: () => jitter, signal };
  return deliverDue({ store, channels: [endpoint], pageUrl, ...times });
}

const idsOf = ({ seen }: Receiver): readonly unknown[] =>
  seen.map(({ headers }) => headers['webhook-id']);

describe('a receiver that fails', () => {
  test('T-HOOK-02 gets seven tries by the schedule, stamped anew and under one id', async () => {
    const receiver = await createReceiver((_, response) => {
      response.writeHead(receiver.seen.length <= 6 ? 500 : 200).end();
    });
    const store = storeOf([]);
    store.saveAlarmPass([], [], [owed('acme', 'alarm.firing', T0_MS)]);
    const waits: number[] = [];
    let nowMs = T0_MS;
    for (let attempt = 0; attempt < 7; attempt += 1) {
      expect(await passAt(store, receiver, nowMs, 1)).toBe(1);
      const [open] = store.openOutbox(1);
      if (!open) break;
      waits.push((open.nextAttemptAtMs - nowMs) / 1000);
      expect(await passAt(store, receiver, open.nextAttemptAtMs - 1)).toBe(0);
      nowMs = open.nextAttemptAtMs;
    }
    // The schedule of Standard Webhooks, each a tenth later by the jitter.
    expect(waits).toEqual([5.5, 330, 1980, 7920, 19_800, 39_600]);
    expect(receiver.seen).toHaveLength(7);
    expect(new Set(idsOf(receiver)).size).toBe(1);
    const stamps = receiver.seen.map(({ headers }) => headers['webhook-timestamp']);
    expect(new Set(stamps).size).toBe(7);
    expect(store.openOutbox(1)).toEqual([]);
  });

  test.each([
    ['120', 120_000],
    ['1000000000', 24 * HOUR_MS],
    ['soon', 5_000],
  ])('T-HOOK-03 is asked again when it says, after Retry-After %s', async (retryAfter, waitMs) => {
    const receiver = await createReceiver((_, response) => {
      response.writeHead(429, { 'retry-after': retryAfter }).end();
    });
    const store = storeOf([]);
    store.saveAlarmPass([], [], [owed('acme', 'alarm.firing', T0_MS)]);
    await passAt(store, receiver, T0_MS);
    expect(store.openOutbox(1)).toMatchObject([{ nextAttemptAtMs: T0_MS + waitMs }]);
  });
});

test('T-HOOK-07 ten thousand transitions in a minute are a few messages, and all end', async () => {
  const receiver = await createReceiver((_, response) => response.end());
  const store = storeOf([]);
  for (const type of ['alarm.firing', 'alarm.resolved'] as const) {
    const startMs = T0_MS + (type === 'alarm.firing' ? 0 : 3 * HOUR_MS);
    for (let second = 0; second < 60; second += 20) {
      const nowMs = startMs + second * 1000;
      const some = Array.from({ length: 1667 }, (_, at) => `${second} ${at}`);
      store.saveAlarmPass(
        [],
        [],
        some.map((tenant) => owed(tenant, type, nowMs)),
      );
      for (let atMs = nowMs; (await passAt(store, receiver, atMs)) > 0; atMs += PACE_MS);
    }
  }
  expect(receiver.seen.length).toBeLessThanOrEqual(60);
  const { data } = JSON.parse(receiver.seen[0]?.body ?? '{}') as AlarmMessage; // As we sent it.
  expect(data.othersCount).toBe(1666);
  // What was told last is told within the hour, and nothing fires any more.
  await passAt(store, receiver, T0_MS + 12 * HOUR_MS);
  expect(store.openOutbox(1)).toEqual([]);
  expect(store.notices.lines().flatMap(({ firing }) => firing)).toEqual([]);
}, 120_000);

describe('T-HOOK-09 a clock that jumps', () => {
  test.each([
    ['back', -HOUR_MS],
    ['ahead', HOUR_MS],
  ])('%s an hour makes no burst and no stall', async (_, jumpMs) => {
    const receiver = await createReceiver((_request, response) => response.end());
    const store = storeOf([]);
    store.saveAlarmPass([], [], [owed('acme', 'alarm.firing', T0_MS)]);
    let nowMs = T0_MS + jumpMs;
    expect(await passAt(store, receiver, nowMs)).toBe(1);
    nowMs += MINUTE_MS;
    store.saveAlarmPass([], [], [owed('acme', 'alarm.resolved', nowMs)]);
    expect(await passAt(store, receiver, nowMs)).toBe(1);
    for (let minute = 0; minute < 180; minute += 1) {
      expect(await passAt(store, receiver, nowMs + minute * MINUTE_MS)).toBe(0);
    }
    expect(idsOf(receiver)).toEqual(['acme alarm.firing', 'acme alarm.resolved']);
  });
});

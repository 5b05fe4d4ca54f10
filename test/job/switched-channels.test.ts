/** A receiver that wants no more is switched off, the others are told, and somebody mends it. */
import { describe, expect, test } from 'vitest';
import type { AlarmMessage } from '../../server/alarm/notices.ts';
import { sampleNotices } from '../../server/alarm/sample-notice.ts';
import { deliverDue, runDeliveries } from '../../server/job/deliver.ts';
import { gatherNotices } from '../../server/job/gather-notices.ts';
import { ALL_DEAD, replayDead } from '../../server/job/replay.ts';
import { testChannel } from '../../server/job/test-channel.ts';
import { channelStandings, watchChannels } from '../../server/job/watch-channels.ts';
import type { WebhookChannel } from '../../server/notify/channel.ts';
import { outboxEntryOf, type OutboxEntry } from '../../server/notify/outbox.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { createReceiver, type Receiver } from '../notify/receiver.ts';
import { ask, storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

const NOW_MS = T0_MS + 10 * MINUTE_MS;

/** A receiver that answers with the code that it is set to. */
async function receiverOf(id: string, code: number) {
  const answer = { code };
  const receiver = await createReceiver((_, response) => response.writeHead(answer.code).end());
  return { receiver, answer, channel: { ...receiver.endpoint, id } };
}

/** Two channels, the first of which answers 410, and a clock that goes on with every reading. */
async function benchOf() {
  const ops = await receiverOf('ops', 410);
  const backup = await receiverOf('backup', 200);
  const store = storeOf([]);
  let nowMs = NOW_MS;
  const { signal } = new AbortController();
  const channels: WebhookChannel[] = [ops.channel, backup.channel];
  const clock = { nowMs: () => (nowMs += 500), jitter: () => 0.5, signal };
  const context = { store, channels, pageUrl: 'http://127.0.0.1/', ...clock };
  const passes = async (count = 8): Promise<void> => {
    for (let pass = 0; pass < count; pass += 1) await deliverDue(context);
  };
  const owe = (...names: readonly string[]): void =>
    store.saveAlarmPass(
      [],
      [],
      names.map((name) => owed('ops', name, nowMs)),
    );
  const reasons = (): readonly string[] => store.notices.dead().map(({ detail }) => detail);
  return { ops, backup, store, context, channels, passes, owe, reasons };
}

function owed(endpointId: string, alarm: string, atMs: number): OutboxEntry {
  const [sample] = sampleNotices(endpointId, 'http://127.0.0.1/', atMs);
  const alarmKey = JSON.stringify([alarm]);
  return outboxEntryOf({ ...sample, id: `msg_${endpointId}_${alarm}`, alarmKey }, atMs);
}

const toldTo = ({ seen }: Receiver): readonly string[] =>
  seen.map(({ body }) => {
    const { type, data } = JSON.parse(body) as AlarmMessage; // As we sent it.
    return `${type} ${data.alarm} ${Object.values(data.group).join()}`;
  });

const OFF = 'alarm.firing Channel switched off ops';
const ON = 'alarm.resolved Channel switched off ops';

describe('T-HOOK-04 a receiver that answers 410', () => {
  test('is asked no more, and all that it is owed dies at once with the reason', async () => {
    const { ops, store, owe, passes, reasons } = await benchOf();
    owe('one', 'two', 'three');
    await passes();
    expect(ops.receiver.seen).toHaveLength(1);
    owe('four');
    await passes();
    expect(ops.receiver.seen).toHaveLength(1);
    expect(store.openOutbox(9)).toEqual([]);
    expect(reasons()).toHaveLength(4);
    const later = reasons().filter((text) => text.startsWith('The channel is switched off'));
    expect(later).toHaveLength(3);
    expect(later[0]).toMatch(/answered 410: it wants no more messages\. A test or replay/);
  });

  test('is told of to every other channel, once, and shown where channels are', async () => {
    const { backup, store, channels, owe, passes } = await benchOf();
    owe('one', 'two');
    await passes();
    owe('three');
    await passes();
    expect(toldTo(backup.receiver)).toEqual([OFF]);
    expect(channelStandings(channels, store)).toMatchObject([
      { name: 'ops', state: 'off', sinceMs: expect.any(Number), waiting: 0 },
      { name: 'backup', state: 'ok', sinceMs: null, waiting: 0 },
    ]);
  });

  test('is switched on by a test that arrives, and by none that does not', async () => {
    const { ops, backup, store, context, channels, owe, passes } = await benchOf();
    owe('one');
    await passes();
    ops.answer.code = 500;
    await testChannel('ops', 'ada', context);
    expect(channelStandings(channels, store)[0]).toMatchObject({ state: 'off' });
    ops.answer.code = 204;
    await testChannel('ops', 'ada', context);
    expect(channelStandings(channels, store)[0]).toMatchObject({ state: 'ok', sinceMs: null });
    await passes();
    expect(toldTo(backup.receiver)).toEqual([OFF, ON]);
  });

  test('is tried again by a replay, which brings all that had died, in order', async () => {
    const { ops, backup, store, context, channels, ...bench } = await benchOf();
    const { owe, passes, reasons } = bench;
    owe('one', 'two');
    await passes();
    replayDead({ which: ALL_DEAD, by: 'ada' }, store, context.nowMs());
    await passes(); // It answers 410 once more: one request, and both are dead again.
    expect(ops.receiver.seen).toHaveLength(2);
    expect(reasons()).toHaveLength(2);
    ops.answer.code = 200;
    replayDead({ which: ALL_DEAD, by: 'ada' }, store, context.nowMs());
    await passes(200);
    const ids = ops.receiver.seen.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids.slice(2))).toEqual(new Set(['msg_ops_one', 'msg_ops_two']));
    expect(channelStandings(channels, store)[0]).toMatchObject({ state: 'ok' });
    expect(toldTo(backup.receiver)).toEqual([OFF, ON]);
  });

  test('is another receiver under another address, and the others are told so', async () => {
    const { ops, backup, store, context, owe, passes } = await benchOf();
    owe('one');
    await passes();
    ops.answer.code = 200;
    const moved = { ...ops.channel, url: `${ops.channel.url}2` };
    const ending = new AbortController();
    const channels = [moved, backup.channel];
    const running = runDeliveries({ ...context, channels, signal: ending.signal }, () => undefined);
    ending.abort();
    await running;
    expect(channelStandings(channels, store)[0]).toMatchObject({ state: 'unused' });
    store.saveAlarmPass([], [], [owed('ops', 'two', NOW_MS)]);
    for (let pass = 0; pass < 8; pass += 1) await deliverDue({ ...context, channels });
    expect(ops.receiver.seen.at(-1)?.headers['webhook-id']).toBe('msg_ops_two');
    expect(toldTo(backup.receiver)).toEqual([OFF, ON]);
  });

  test('shows in the metrics of channels', async () => {
    const { ops, backup, store, channels, owe, passes } = await benchOf();
    backup.answer.code = 500;
    owe('one');
    await passes();
    watchChannels(store, channels, NOW_MS);
    const metrics = ['disabledChannels', 'failingChannels'] as const;
    const { rows } = ask(store, { metrics: [...metrics] });
    expect(rows.map(({ values }) => [...values.values()])).toEqual([[1, 1]]);
    expect(ops.receiver.seen).toHaveLength(1);
  });
});

test('a receiver that fails otherwise is failing until a message arrives', async () => {
  const { ops, store, channels, owe, passes } = await benchOf();
  ops.answer.code = 503;
  owe('one');
  await passes(1);
  expect(channelStandings(channels, store)[0]).toMatchObject({ state: 'failing', waiting: 1 });
  ops.answer.code = 200;
  await passes(20);
  expect(channelStandings(channels, store)[0]).toMatchObject({ state: 'ok', waiting: 0 });
});

describe('T-HOOK-07 a receiver is asked once a second', () => {
  test('by the clock on the wall, whatever is owed, in order and with nothing lost', async () => {
    const arrivals: number[] = [];
    const receiver = await createReceiver((_, response) => {
      arrivals.push(performance.now());
      response.end();
    });
    const store = storeOf([]);
    const twin = { ...receiver.endpoint, id: 'twin' }; // Another name for the same receiver.
    const channels = [receiver.endpoint, twin];
    const entries = [owed('ops', 'a', NOW_MS), owed('ops', 'b', NOW_MS), owed('twin', 'a', NOW_MS)];
    store.saveAlarmPass([], [], entries);
    gatherNotices(store, [], NOW_MS);
    const ending = new AbortController();
    const clock = { nowMs: () => NOW_MS + Math.floor(performance.now()), jitter: () => 0.5 };
    const context = { store, channels, pageUrl: '', ...clock, signal: ending.signal };
    const running = runDeliveries(context, () => undefined);
    await expect.poll(() => store.openOutbox(9), { timeout: 10_000, interval: 50 }).toEqual([]);
    ending.abort();
    await running;
    const ids = receiver.seen.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids)).toEqual(new Set(['msg_ops_a', 'msg_ops_b', 'msg_twin_a']));
    const [first = 0, second = 0, third = 0] = arrivals;
    expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(999);
  });

  test('and the second of an alarm never comes before its first, however many wait', async () => {
    const receiver = await createReceiver((_, response) => {
      response.writeHead(receiver.seen.length === 1 ? 503 : 200).end();
    });
    const store = storeOf([]);
    const crowd = Array.from({ length: 1_200 }, (_, at) => `later ${at}`);
    const of = (name: string, sequence: number, state: OutboxEntry['state']): OutboxEntry => {
      const entry = owed('ops', name, NOW_MS);
      return { ...entry, id: `${entry.id}_${sequence}`, sequence, state };
    };
    store.saveAlarmPass([], [], [of('first', 1, 'pending'), of('first', 2, 'pending')]);
    store.saveAlarmPass(
      [],
      [],
      crowd.map((name) => of(name, 1, 'pending')),
    );
    let nowMs = NOW_MS;
    const { signal } = new AbortController();
    const clock = { nowMs: () => nowMs, jitter: () => 0.5, signal };
    const channels = [receiver.endpoint];
    for (let pass = 0; pass < 12; pass += 1, nowMs += 1_000) {
      await deliverDue({ store, channels, pageUrl: '', ...clock });
    }
    const told = receiver.seen.map(({ headers }) => String(headers['webhook-id']));
    expect(told).toHaveLength(12);
    const firsts = told.filter((id) => id.startsWith('msg_ops_first'));
    expect(firsts).toEqual(['msg_ops_first_1']); // It failed, and is due again behind the crowd.
  });
});

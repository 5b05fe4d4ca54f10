/** What is owed reaches its receiver: once where it answers, again where it does not. */
import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { PACE_MS } from '../../server/notify/channel-health.ts';
import { deliverDue, type DeliverContext } from '../../server/job/deliver.ts';
import type { Store } from '../../server/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { createReceiver, SECRET, verifiedAt, type Receiver } from '../notify/receiver.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { passAt, storm } from './alarm-rig.ts';

const START_MS = T0_MS + 3 * HOUR_MS;

/** Answers with these codes in turn, the last one for ever. */
function answering(...codes: readonly number[]): RequestListener {
  let index = 0;
  return (_, response) => {
    response.statusCode = codes[Math.min(index, codes.length - 1)] ?? 500;
    index += 1;
    response.end();
  };
}

/** A store that owes one firing and one resolved, and a clock that stands where it is put. */
function owed(receiver: Receiver, afterMs = 3 * HOUR_MS) {
  const store = storeOf(storm());
  passAt(store, afterMs, [ruleOf({ name: 'storm' })]);
  const clock = { nowMs: START_MS };
  const context: DeliverContext = {
    store,
    channels: [receiver.endpoint],
    pageUrl: 'http://127.0.0.1/',
    nowMs: () => clock.nowMs,
    jitter: () => 0.5,
    signal: new AbortController().signal,
  };
  return { store, clock, context };
}

const idsOf = (receiver: Receiver): readonly unknown[] =>
  receiver.seen.map(({ headers }) => headers['webhook-id']);

const openOf = (store: Store): readonly string[] =>
  store.openOutbox(10).map(({ type, state, attempt }) => `${type} ${state} ${attempt}`);

describe('deliverDue', () => {
  test('sends what is owed in the order of the alarm, one at a time', async () => {
    const receiver = await createReceiver(answering(200));
    const { store, clock, context } = owed(receiver);
    expect(await deliverDue(context)).toBe(1);
    expect(openOf(store)).toEqual(['alarm.resolved pending 0']);
    expect(await deliverDue(context)).toBe(0); // A receiver is asked once a second.
    clock.nowMs += PACE_MS;
    expect(await deliverDue(context)).toBe(1);
    clock.nowMs += PACE_MS;
    expect(await deliverDue(context)).toBe(0);
    const types = receiver.seen.map(({ body }) => (JSON.parse(body) as { type: string }).type);
    expect(types).toEqual(['alarm.firing', 'alarm.resolved']);
  });

  test('sends the same message again after a failure, signed anew', async () => {
    const receiver = await createReceiver(answering(500, 200));
    const { store, clock, context } = owed(receiver, HOUR_MS + 8 * MINUTE_MS);
    await deliverDue(context);
    expect(openOf(store)).toEqual(['alarm.firing pending 1']);
    clock.nowMs += 4_999;
    expect(await deliverDue(context)).toBe(0); // The second attempt is due after 5 s.
    clock.nowMs += 1;
    expect(await deliverDue(context)).toBe(1);
    expect(openOf(store)).toEqual([]);
    const [first, second] = receiver.seen;
    expect(idsOf(receiver)[0]).toBe(idsOf(receiver)[1]);
    expect(second?.body).toBe(first?.body);
    for (const [index, seen] of receiver.seen.entries()) {
      const headers = Object.fromEntries(
        Object.entries(seen.headers).map(([name, value]) => [name, String(value)]),
      );
      const message = { body: seen.body, headers };
      expect(verifiedAt(START_MS + index * 5_000, SECRET, message)).toBeTruthy();
    }
  });

  test('does not send the resolved before its firing has been taken', async () => {
    const receiver = await createReceiver(answering(500));
    const { clock, context } = owed(receiver);
    await deliverDue(context);
    clock.nowMs += 10 * MINUTE_MS;
    await deliverDue(context);
    expect(new Set(idsOf(receiver)).size).toBe(1);
  });

  test('sends the same id again when it was cut off between sending and noting it', async () => {
    const receiver = await createReceiver(answering(200));
    const { store, clock, context } = owed(receiver, HOUR_MS + 8 * MINUTE_MS);
    const [before] = store.openOutbox(1);
    await deliverDue(context);
    const lost = { state: 'sending', attempt: 1, nextAttemptAtMs: START_MS + MINUTE_MS } as const;
    if (before) store.notices.saveEntry({ ...before, ...lost });
    expect(await deliverDue(context)).toBe(0); // Somebody may still be at it.
    clock.nowMs += MINUTE_MS;
    expect(await deliverDue(context)).toBe(1);
    expect(new Set(idsOf(receiver)).size).toBe(1);
    expect(receiver.seen).toHaveLength(2);
  });

  test('T-HOOK-04 lets go of what a receiver no longer wants', async () => {
    const receiver = await createReceiver(answering(410));
    const { store, context } = owed(receiver, HOUR_MS + 8 * MINUTE_MS);
    await deliverDue(context);
    expect(store.openOutbox(10)).toEqual([]);
  });

  test('lets go of what is owed to a channel that is no longer in the config', async () => {
    const receiver = await createReceiver(answering(200));
    const { store, context } = owed(receiver, HOUR_MS + 8 * MINUTE_MS);
    expect(await deliverDue({ ...context, channels: [] })).toBe(0);
    expect(store.openOutbox(10)).toEqual([]);
    expect(receiver.seen).toEqual([]);
  });

  test('gives up after the last attempt of the schedule', async () => {
    const receiver = await createReceiver(answering(503));
    const { store, clock, context } = owed(receiver, HOUR_MS + 8 * MINUTE_MS);
    for (let pass = 0; pass < 20; pass += 1) {
      await deliverDue(context);
      clock.nowMs += 24 * HOUR_MS;
    }
    expect(receiver.seen).toHaveLength(10);
    expect(store.openOutbox(10)).toEqual([]);
  });
});

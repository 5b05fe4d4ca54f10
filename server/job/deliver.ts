/** Sends what is owed to channels: marks, sends, and notes what came of it, one at a time each. */
import type { Channel } from '../notify/channel.ts';
import {
  newHealth,
  offWords,
  PACE_MS,
  paceWaitMs,
  receiverOf,
  type ChannelHealth,
} from '../notify/channel-health.ts';
import { beginAttempt, dueEntries, settleAttempt, type OutboxEntry } from '../notify/outbox.ts';
import type { Route } from '../notify/route.ts';
import type { Store } from '../store/store.ts';
import { gatherNotices } from './gather-notices.ts';
import { pause, runLoop, type LoopOptions } from './loop.ts';
import { endTurn } from './receiver-turn.ts';
import { attemptOf, sendOnce } from './send-once.ts';
import { endReceiver } from './switched-channels.ts';

export interface DeliverContext {
  readonly store: Store;
  readonly channels: readonly Channel[];
  /** Who is told of what; left out, all channels of everything. */
  readonly routes?: readonly Route[];
  /** Where the page of this instance is, for links in messages. */
  readonly pageUrl: string;
  readonly nowMs: () => number;
  /** A random number from 0 to 1, so that retries of many do not come in step. */
  readonly jitter: () => number;
  readonly signal: AbortSignal;
  readonly pause?: LoopOptions['pause'];
}

const DELIVER_EVERY_MS = 250;

/**
 * Lets go of what is held and makes every attempt that is due, and waits for their ends.
 *
 * @returns how many attempts were made. @throws StoreError
 */
export async function deliverDue(context: DeliverContext): Promise<number> {
  gatherNotices(context.store, context.routes ?? [], context.nowMs());
  const attempts = beginDue(context);
  await Promise.all(attempts);
  return attempts.length;
}

/** Delivers until nothing is due any more, at the pace of each receiver. */
export async function deliverAll(context: DeliverContext, passesMax: number): Promise<void> {
  for (let pass = 0; pass < passesMax && !context.signal.aborted; pass += 1) {
    if ((await deliverDue(context)) > 0) continue;
    const soonMs = context.nowMs() + PACE_MS;
    const { channels } = context.store.notices;
    if (!channels.next().some(({ nextAttemptAtMs }) => nextAttemptAtMs <= soonMs)) return;
    await pause(PACE_MS, context.signal);
  }
}

/** Delivers for ever, a slow receiver holding up nobody else; ends when all attempts have ended. */
export async function runDeliveries(
  context: DeliverContext,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const open = new Set<Promise<void>>();
  endFormerReceivers(context);
  const work = (): void => {
    for (const attempt of beginDue(context)) {
      const done = attempt.catch(onFailure).finally(() => open.delete(done));
      open.add(done);
    }
  };
  const { signal, jitter, pause: wait } = context;
  await runLoop(work, { everyMs: DELIVER_EVERY_MS, signal, jitter, onFailure, pause: wait });
  await Promise.all(open);
}

/**
 * Begins every attempt that is due. A crash between sending and noting it sends the same id again.
 *
 * What a channel owes that is switched off, or no longer in the config, is given up at once.
 */
function beginDue(context: DeliverContext): readonly Promise<void>[] {
  const { store, channels } = context;
  const byId = new Map(channels.map((channel) => [channel.id, channel]));
  const receivers = new Map(channels.map((channel) => [channel.id, receiverOf(channel)]));
  const known = new Map(store.notices.channels.health().map((one) => [one.receiver, one]));
  const nowMs = context.nowMs();
  const next = store.notices.channels.next();
  const due = dueEntries(next, nowMs, (id) => receivers.get(id) ?? id);
  return due.flatMap((entry): readonly Promise<void>[] => {
    const channel = byId.get(entry.endpointId);
    if (!channel) return giveUp(entry, { detail: NO_CHANNEL, isAll: true }, store);
    const health = known.get(receiverOf(channel)) ?? newHealth(channel);
    if (health.offSinceMs !== null && !entry.isReplayed) {
      return giveUp(entry, { detail: offWords(health), isAll: false }, store);
    }
    return paceWaitMs(health, nowMs) > 0 ? [] : [attempt(entry, channel, health, context)];
  });
}

const NO_CHANNEL = 'The channel is no longer in the config.';

function giveUp(
  entry: OutboxEntry,
  why: { readonly detail: string; readonly isAll: boolean },
  store: Store,
): readonly never[] {
  if (entry.state === 'sending') store.notices.saveEntry({ ...entry, state: 'pending' });
  store.notices.channels.giveUp(entry.endpointId, why);
  return [];
}

async function attempt(
  entry: OutboxEntry,
  channel: Channel,
  before: ChannelHealth,
  context: DeliverContext,
): Promise<void> {
  const { store, nowMs, jitter, signal } = context;
  const begun = beginAttempt(entry, nowMs());
  const asked = { ...before, endpointId: channel.id, askedAtMs: nowMs() };
  store.notices.channels.begin(begun, asked);
  const sent = await sendOnce(begun, channel, context);
  // Whoever ends this process says nothing of the receiver: the message is due with the next one.
  if (signal.aborted && sent.outcome.kind === 'retry') return store.notices.saveEntry(entry);
  const settled = settleAttempt(begun, sent.outcome, nowMs(), jitter());
  const message = { entry: settled, attempt: attemptOf(settled, sent) };
  const health = endTurn(asked, sent.outcome, message, context);
  if (sent.outcome.kind !== 'disabled') return;
  store.notices.channels.giveUp(channel.id, { detail: offWords(health), isAll: true });
}

/** Receivers that the config no longer names are forgotten; who was told of one is told of that. */
function endFormerReceivers(context: DeliverContext): void {
  const current = new Set(context.channels.map(receiverOf));
  for (const health of context.store.notices.channels.health()) {
    if (!current.has(health.receiver)) endReceiver(health, context);
  }
}

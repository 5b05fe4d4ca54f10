/** Sends what is owed to channels: marks, sends, and notes what came of it, one at a time each. */
import type { Channel, SnsChannel } from '../notify/channel.ts';
import { deliver } from '../notify/deliver.ts';
import { beginAttempt, dueEntries, settleAttempt, type OutboxEntry } from '../notify/outbox.ts';
import { failed, type DeliveryOutcome } from '../notify/post.ts';
import type { OwedMessage } from '../notify/message.ts';
import type { Route } from '../notify/route.ts';
import { topicText } from '../notify/sns.ts';
import { publish } from '../source/publish.ts';
import type { DeliveryAttempt } from '../store/notice-ledger.ts';
import type { Store } from '../store/store.ts';
import { gatherNotices } from './gather-notices.ts';

/** Entries looked at in one pass; the rest stays owed and comes with the next. */
const OPEN_ENTRIES_MAX = 1_000;

export interface DeliverContext {
  readonly store: Store;
  readonly channels: readonly Channel[];
  /** Who is told of what; left out, all channels of everything. */
  readonly routes?: readonly Route[];
  readonly nowMs: () => number;
  /** A random number from 0 to 1, so that retries of many do not come in step. */
  readonly jitter: () => number;
  readonly signal: AbortSignal;
}

/**
 * Makes every attempt that is due. A crash between sending and noting it sends the same id again.
 *
 * @returns how many attempts were made. @throws StoreError
 */
export async function deliverDue(context: DeliverContext): Promise<number> {
  gatherNotices(context.store, context.routes ?? [], context.nowMs());
  const open = context.store.openOutbox(OPEN_ENTRIES_MAX);
  const due = dueEntries(open, context.nowMs());
  await Promise.all(due.map((entry) => attempt(entry, context)));
  return due.length;
}

async function attempt(entry: OutboxEntry, context: DeliverContext): Promise<void> {
  const { store, nowMs, jitter } = context;
  const begun = beginAttempt(entry, nowMs());
  store.notices.saveEntry(begun);
  const sent = await sendOnce(begun, context);
  const settled = settleAttempt(begun, sent.outcome, nowMs(), jitter());
  store.notices.saveAttempt(settled, attemptOf(settled, sent));
}

/** An attempt that was made, with what it takes to write it down. */
export interface Sent {
  readonly outcome: DeliveryOutcome;
  readonly atMs: number;
  readonly tookMs: number;
}

/** Hands a message to its channel, once; nothing is written. */
export async function sendOnce(
  entry: Pick<OutboxEntry, 'id' | 'alarmKey' | 'body' | 'endpointId'>,
  { channels, nowMs, signal }: Pick<DeliverContext, 'channels' | 'nowMs' | 'signal'>,
): Promise<Sent> {
  const atMs = nowMs();
  const channel = channels.find((one) => one.id === entry.endpointId);
  if (!channel) return { outcome: failed('dead', NO_CHANNEL), atMs, tookMs: 0 };
  const outcome =
    channel.kind === 'sns'
      ? await publishTo(channel, entry, signal)
      : await deliver(channel, entry, { nowMs: atMs, signal });
  return { outcome, atMs, tookMs: Math.max(0, nowMs() - atMs) };
}

/** Told to a topic by the credentials of this process. */
async function publishTo(
  { topicArn, endpoint }: SnsChannel,
  owed: OwedMessage,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const published = await publish({ ...topicText(owed), topicArn, endpoint }, signal);
  if (published.kind === 'taken') {
    const detail = `${topicArn} took it.`;
    return { kind: 'delivered', statusCode: 200, retryAfterMs: null, detail, reply: '' };
  }
  const mend = published.kind === 'denied' ? ' Allow sns:Publish: see outcrop iam-policy.' : '';
  const detail = `${topicArn}: ${published.code}.${mend}`;
  return failed(published.kind === 'denied' ? 'dead' : 'retry', detail);
}

const NO_CHANNEL = 'The channel is no longer in the config.';

/** What is kept of an attempt; `entry` is the message as it stands after it. */
export function attemptOf(entry: OutboxEntry, { outcome, atMs, tookMs }: Sent): DeliveryAttempt {
  const { kind, statusCode, reply } = outcome;
  return {
    messageId: entry.id,
    attempt: entry.attempt,
    atMs,
    tookMs,
    outcome: entry.state === 'dead' && kind === 'retry' ? 'dead' : kind,
    statusCode,
    detail: entry.detail,
    reply,
    nextAttemptAtMs: entry.state === 'pending' ? entry.nextAttemptAtMs : null,
  };
}

/** One attempt to hand a message to its channel, and what is kept of it; nothing is written. */
import type { Channel, SnsChannel } from '../notify/channel.ts';
import { deliver } from '../notify/deliver.ts';
import type { OwedMessage } from '../notify/message.ts';
import type { OutboxEntry } from '../notify/outbox.ts';
import { failed, type DeliveryOutcome } from '../notify/post.ts';
import { topicText } from '../notify/sns.ts';
import { publish } from '../source/publish.ts';
import type { DeliveryAttempt } from '../store/channel-ledger.ts';

/** An attempt that was made, with what it takes to write it down. */
export interface Sent {
  readonly outcome: DeliveryOutcome;
  readonly atMs: number;
  readonly tookMs: number;
}

/** Hands a message to a channel, once. */
export async function sendOnce(
  entry: Pick<OutboxEntry, 'id' | 'alarmKey' | 'body'>,
  channel: Channel,
  { nowMs, signal }: { readonly nowMs: () => number; readonly signal: AbortSignal },
): Promise<Sent> {
  const atMs = nowMs();
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

/** How a receiver has answered lately: whether it is asked at all, and when the next time. */
import { createHash } from 'node:crypto';
import { assert } from '../../shared/assert.ts';
import type { Channel } from './channel.ts';
import type { DeliveryOutcome } from './post.ts';

/** One receiver, whatever names it has in the config; another address is another receiver. */
export interface ChannelHealth {
  /** What `receiverOf` makes of its address. */
  readonly receiver: string;
  /** The channel by whose name it was asked last. */
  readonly endpointId: string;
  /** When the last attempt began, or ended where it has. */
  readonly askedAtMs: number;
  /** Since when every attempt has failed; null after one that arrived. */
  readonly failingSinceMs: number | null;
  /** Since when it is switched off; null while it is on. */
  readonly offSinceMs: number | null;
  /** What came of the last attempt, for people. */
  readonly detail: string;
  /** Goes up each time it is switched off or on: odd while it is off. */
  readonly sequence: number;
}

/** Between two requests to one receiver lies at least this. */
export const PACE_MS = 1_000;

/** Names the receiver behind a channel by its address and key, of which nothing can be read. */
export function receiverOf(channel: Channel): string {
  const text = JSON.stringify(addressOf(channel));
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function addressOf(channel: Channel): readonly unknown[] {
  if (channel.kind === 'sns') return [channel.topicArn, channel.endpoint];
  if (channel.kind === 'email') return [channel.host, channel.port, channel.user, channel.to];
  return [channel.url, 'key' in channel ? channel.key : ''];
}

/** A receiver that was never asked. */
export function newHealth(channel: Channel): ChannelHealth {
  const since = { askedAtMs: 0, failingSinceMs: null, offSinceMs: null };
  const receiver = receiverOf(channel);
  return { receiver, endpointId: channel.id, ...since, detail: '', sequence: 0 };
}

/**
 * How long to wait before it may be asked.
 *
 * @returns ms; 0 also where it was asked in a future that the clock has been put back from.
 */
export function paceWaitMs({ askedAtMs }: ChannelHealth, nowMs: number): number {
  return askedAtMs > nowMs ? 0 : Math.max(0, askedAtMs + PACE_MS - nowMs);
}

/** How it stands after an attempt: 410 switches it off, an arrival on. */
export function healthAfter(
  before: ChannelHealth,
  { kind, detail }: Pick<DeliveryOutcome, 'kind' | 'detail'>,
  nowMs: number,
): ChannelHealth {
  const asked = { ...before, askedAtMs: nowMs, detail };
  const isOff = before.offSinceMs !== null;
  if (kind === 'delivered') {
    const sequence = before.sequence + Number(isOff);
    return { ...asked, failingSinceMs: null, offSinceMs: null, sequence };
  }
  const failing = { ...asked, failingSinceMs: before.failingSinceMs ?? nowMs };
  if (kind !== 'disabled' || isOff) return failing;
  const sequence = before.sequence + 1;
  assert(sequence % 2 === 1, 'a receiver that is on is switched off');
  return { ...failing, offSinceMs: nowMs, sequence };
}

/** Why nothing is sent to a receiver that is switched off, and how it is switched on. */
export function offWords({ detail }: Pick<ChannelHealth, 'detail'>): string {
  return `The channel is switched off: ${detail} A test or replay that arrives switches it on.`;
}

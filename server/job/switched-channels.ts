/** Tells all other channels when one is switched off by its receiver, and when it is on again. */
import { channelNotices, type ChannelSwitch } from '../alarm/channel-notice.ts';
import type { Channel } from '../notify/channel.ts';
import { receiverOf, type ChannelHealth } from '../notify/channel-health.ts';
import { outboxEntryOf, type OutboxEntry } from '../notify/outbox.ts';
import type { Store } from '../store/store.ts';

/** Who there is to be told. */
export interface SwitchContext {
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly pageUrl: string;
  readonly nowMs: () => number;
}

/** What the others are owed for an attempt; none when it switched nothing. */
export function owedForSwitch(
  before: ChannelHealth,
  after: ChannelHealth,
  context: SwitchContext,
): readonly OutboxEntry[] {
  if (before.sequence === after.sequence) return [];
  const offSinceMs = after.offSinceMs ?? before.offSinceMs ?? context.nowMs();
  const isOff = after.offSinceMs !== null;
  const reason = isOff
    ? `Nothing is sent to ${after.endpointId} any more: ${after.detail}`
    : `Messages reach ${after.endpointId} again: ${after.detail}`;
  const { endpointId: channel, sequence } = after;
  return owedOf({ channel, isOff, sequence, offSinceMs, reason }, after.receiver, context);
}

/** Forgets a receiver that is in the config no more, and says so where it was told to be off. */
export function endReceiver(health: ChannelHealth, context: SwitchContext): void {
  const { endpointId: channel, offSinceMs, receiver, sequence } = health;
  const reason = `The config has another address for ${channel}, or no such channel any more.`;
  const change = { channel, isOff: false, sequence: sequence + 1, reason };
  const owed = offSinceMs === null ? [] : owedOf({ ...change, offSinceMs }, receiver, context);
  context.store.notices.channels.forget(receiver, owed);
}

function owedOf(
  change: ChannelSwitch,
  receiver: string,
  { channels, pageUrl, nowMs }: SwitchContext,
): readonly OutboxEntry[] {
  const others = channels.filter((channel) => receiverOf(channel) !== receiver);
  const notices = channelNotices(change, others, { pageUrl, nowMs: nowMs() });
  return notices.map((notice) => outboxEntryOf(notice, nowMs()));
}

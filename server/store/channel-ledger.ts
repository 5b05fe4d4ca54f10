/** How receivers of messages stand, and the messages that are next for each of them. */
import type { ChannelHealth } from '../notify/channel-health.ts';
import type { OutboxEntry } from '../notify/outbox.ts';

/** One attempt to hand a message over, for people who ask whether it arrived. */
export interface DeliveryAttempt {
  readonly messageId: string;
  /** 1 for the first since the message was written or replayed. */
  readonly attempt: number;
  readonly atMs: number;
  readonly tookMs: number;
  readonly outcome: 'delivered' | 'retry' | 'disabled' | 'dead';
  readonly statusCode: number | null;
  readonly detail: string;
  /** What the receiver said, short and without secrets; '' for nothing. */
  readonly reply: string;
  /** When the next one is due; null when there is none. */
  readonly nextAttemptAtMs: number | null;
}

/** What came of an attempt, with all that it changes. */
export interface SettledAttempt {
  /** The message as it then stands; null for what is no message of an alarm, such as a report. */
  readonly message: { readonly entry: OutboxEntry; readonly attempt: DeliveryAttempt } | null;
  readonly health: ChannelHealth;
  /** What others are told of it. */
  readonly owed: readonly OutboxEntry[];
}

export interface ChannelLedger {
  /** Receivers that were ever asked. */
  health(): readonly ChannelHealth[];
  /** All messages on their way, and of each channel the few that are due first in their line. */
  next(): readonly OutboxEntry[];
  /** Marks a message and its receiver before the request is made. @throws StoreError */
  begin(entry: OutboxEntry, health: ChannelHealth): void;
  /** What came of it, in one transaction. */
  settle(settled: SettledAttempt): void;
  /**
   * Gives up what waits for a channel, with the reason.
   *
   * @param isAll also what somebody asked to be sent again.
   */
  giveUp(endpointId: string, why: { readonly detail: string; readonly isAll: boolean }): void;
  /** Forgets a receiver, and owes what others are told of that. */
  forget(receiver: string, owed: readonly OutboxEntry[]): void;
  /** Messages on their way or waiting, by channel. */
  waiting(): ReadonlyMap<string, number>;
}

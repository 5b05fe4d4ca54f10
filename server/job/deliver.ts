/** Sends what is owed to channels: marks, sends, and notes what came of it, one at a time each. */
import type { Channel } from '../notify/channel.ts';
import { deliver } from '../notify/deliver.ts';
import { beginAttempt, dueEntries, settleAttempt, type OutboxEntry } from '../notify/outbox.ts';
import type { Store } from '../store/store.ts';

/** Entries looked at in one pass; the rest stays owed and comes with the next. */
const OPEN_ENTRIES_MAX = 1_000;

export interface DeliverContext {
  readonly store: Store;
  readonly channels: readonly Channel[];
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
  const open = context.store.openOutbox(OPEN_ENTRIES_MAX);
  const due = dueEntries(open, context.nowMs());
  await Promise.all(due.map((entry) => attempt(entry, context)));
  return due.length;
}

async function attempt(entry: OutboxEntry, context: DeliverContext): Promise<void> {
  const { store, nowMs, jitter, signal } = context;
  const begun = beginAttempt(entry, nowMs());
  store.saveOutboxEntry(begun);
  const channel = context.channels.find((one) => one.id === entry.endpointId);
  const outcome = channel
    ? await deliver(channel, entry, { nowMs: nowMs(), signal })
    : { kind: 'dead' as const, statusCode: null, retryAfterMs: null, detail: NO_CHANNEL };
  store.saveOutboxEntry(settleAttempt(begun, outcome, nowMs(), jitter()));
}

const NO_CHANNEL = 'The channel is no longer in the config.';

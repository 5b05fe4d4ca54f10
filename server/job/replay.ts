/** Sends again what was given up, because somebody says so. */
import { replayEntry, type OutboxEntry } from '../notify/outbox.ts';
import type { Store } from '../store/store.ts';

/** Messages of one channel, or of all; owed within a span of time, whose end is exclusive. */
export interface ReplaySpan {
  readonly channel: string | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** All that were ever given up. */
export const ALL_DEAD: ReplaySpan = { channel: null, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

export interface ReplayAsk {
  /** Id of one message, or all that were given up, as far as they are these. */
  readonly which: { readonly id: string } | ReplaySpan;
  readonly by: string;
}

/**
 * Makes dead messages due again, under the ids that they had, and notes who did it.
 *
 * @returns those that will be sent; none when there is no dead one of that id. @throws StoreError
 */
export function replayDead(
  { which, by }: ReplayAsk,
  store: Store,
  nowMs: number,
): readonly OutboxEntry[] {
  const chosen = store.notices.dead().filter((entry) => isAsked(entry, which));
  if (chosen.length === 0) return [];
  const entries = chosen.map((entry) => replayEntry(entry, nowMs));
  const subject = 'id' in which ? which.id : (which.channel ?? 'all');
  const detail = entries.length === 1 ? 'one message' : `${entries.length} messages`;
  store.notices.replay(entries, { atMs: nowMs, by, action: 'replay', subject, detail });
  return entries;
}

function isAsked({ id, endpointId, createdAtMs }: OutboxEntry, which: ReplayAsk['which']): boolean {
  if ('id' in which) return id === which.id;
  const { channel, fromMs, toMs } = which;
  return (channel ?? endpointId) === endpointId && createdAtMs >= fromMs && createdAtMs < toMs;
}

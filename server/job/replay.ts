/** Sends again what was given up, because somebody says so. */
import { replayEntry, type OutboxEntry } from '../notify/outbox.ts';
import type { Store } from '../store/store.ts';

export interface ReplayAsk {
  /** Id of one message, or all that were given up. */
  readonly which: { readonly id: string } | 'all';
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
  const chosen = store.notices.dead().filter(({ id }) => which === 'all' || id === which.id);
  if (chosen.length === 0) return [];
  const entries = chosen.map((entry) => replayEntry(entry, nowMs));
  const subject = which === 'all' ? 'all' : which.id;
  const detail = entries.length === 1 ? 'one message' : `${entries.length} messages`;
  store.notices.replay(entries, { atMs: nowMs, by, action: 'replay', subject, detail });
  return entries;
}

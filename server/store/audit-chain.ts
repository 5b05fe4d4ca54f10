/** How events of the audit log hang together: each hash holds the one before it. */
import { createHash } from 'node:crypto';
import type { AccessStore, AuditEvent, AuditHead, StoredAuditEvent } from './access-store.ts';

/** What stands before the first event. */
export const NO_AUDIT: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** The event as it follows what came before it. */
export function chained(event: AuditEvent, before: AuditHead): StoredAuditEvent {
  const { atMs, who, action, subject, detail } = event;
  const seq = before.seq + 1;
  const text = JSON.stringify([before.hash, seq, atMs, who, action, subject, detail]);
  return { ...event, seq, hash: createHash('sha256').update(text).digest('hex') };
}

/** Where the chain does not hold: at which event, and what is wrong; null when all is well. */
export interface ChainBreak {
  readonly seq: number;
  readonly message: string;
}

/**
 * Follows the chain from its first event to its head.
 *
 * @param events in their order, from the first on.
 * @param floor the last event that was forgotten by age, if any was.
 */
export function checkChain(
  events: Iterable<StoredAuditEvent>,
  head: AuditHead,
  floor: AuditHead = NO_AUDIT,
): ChainBreak | null {
  let last: AuditHead = floor;
  for (const { seq, hash, ...event } of events) {
    const expected = chained(event, last);
    if (seq !== expected.seq) return { seq: expected.seq, message: 'this event is missing' };
    if (hash !== expected.hash) return { seq, message: 'this event, or one before, was changed' };
    last = { seq, hash };
  }
  if (last.seq === head.seq && last.hash === head.hash) return null;
  return { seq: last.seq + 1, message: `events up to ${head.seq} were written, and are missing` };
}

const PAGE_ROWS = 1_000;

type Log = Pick<AccessStore, 'audit' | 'auditHead' | 'auditFloor'>;

/** Follows the whole log of a store, from what was forgotten by age on. */
export function checkAudit(store: Log): ChainBreak | null {
  const [head, floor] = [store.auditHead(), store.auditFloor()];
  return checkChain(inOrder(store, floor.seq, head.seq), head, floor);
}

/** All events after one, some at a time. */
function* inOrder(store: Log, afterSeq: number, lastSeq: number): Generator<StoredAuditEvent> {
  for (let from = afterSeq + 1; from <= lastSeq; from += PAGE_ROWS) {
    const page = store.audit({ beforeSeq: from + PAGE_ROWS, limit: PAGE_ROWS });
    yield* page.filter(({ seq }) => seq >= from).toReversed();
  }
}

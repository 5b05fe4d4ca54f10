/** What the verbs of access share: the database, mistakes in words, a note of what was done. */
import { userInfo } from 'node:os';
import type { Result } from '../../shared/result.ts';
import type { AccessStore, AuditEvent } from '../store/access-store.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';

export async function withAccess(
  db: string,
  work: (store: AccessStore) => void | Promise<void>,
): Promise<void> {
  const store = openExisting(db);
  try {
    await work(store.access);
  } finally {
    store.close();
  }
}

export function orUsageError<Value>(result: Result<Value, string>): Value {
  if (result.ok) return result.value;
  throw new UsageError(result.problem, 'See docs/access.md.');
}

/** Whoever may write the database is named as the system names them. */
export function byHand(): string {
  return `${userInfo().username} at the command line`;
}

export function noteByHand(
  store: AccessStore,
  event: Pick<AuditEvent, 'action' | 'subject' | 'detail'>,
  root: Root,
): void {
  store.addAudit({ atMs: root.nowMs(), who: byHand(), ...event });
}

/** Whether answers can be given: what a balancer asks before it sends anybody here. */
import type { Context } from 'hono';
import { StoreError, type Store } from '../store/store.ts';

/** 200 while the database can be read, else 503; with what keeps ingest from storing. */
export function readyReply(c: Context, store: Pick<Store, 'sourceStates' | 'trouble'>): Response {
  try {
    store.sourceStates();
    const trouble = store.trouble();
    return c.json(trouble ? { ok: true, ingest: trouble.code } : { ok: true });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return c.json({ ok: false, database: error.code }, 503);
  }
}

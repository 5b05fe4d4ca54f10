/** Whether answers can be given: what a balancer asks before it sends anybody here. */
import type { Context } from 'hono';
import { StoreError, type Store } from '../store/store.ts';

/** 200 while the database can be read, else 503 with the code of what is wrong with it. */
export function readyReply(c: Context, store: Pick<Store, 'sourceStates'>): Response {
  try {
    store.sourceStates();
    return c.json({ ok: true });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return c.json({ ok: false, database: error.code }, 503);
  }
}

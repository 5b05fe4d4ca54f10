/** The look-up of one invocation by its id: newest first, within a window, ids of any form. */
import { describe, expect, test } from 'vitest';
import type { Window } from '../../shared/window.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';

const ALWAYS: Window = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

function storeWith(...ids: readonly (readonly [string, number])[]) {
  const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
  const rows = ids.map(([id, afterMs], index) => {
    // A repeat of an id counts as a call of its own in another account only.
    const accountId = String(111122223333 + index);
    return metered({ invocation: { requestId: id, timestampMs: T0_MS + afterMs, accountId } });
  });
  store.ingest(batch(rows));
  return store;
}

describe('Store.invocation', () => {
  test.each([
    ['a UUID', requestId(7)],
    ['a UUID in upper case', '0000000A-0000-4000-8000-00000000000B'],
    ['any other text', 'not-a-uuid "at" all'],
  ])('finds %s among others', (_, id) => {
    const store = storeWith([requestId(1), 0], [id, 10], [requestId(2), 20]);
    const found = store.invocation(id, ALWAYS);
    expect(found).toMatchObject({ requestId: id, timestampMs: T0_MS + 10, rule: 'by tenant' });
    expect(found?.valueOf('tenant')).toBe('acme');
    expect(found?.usage.map(({ quantity }) => quantity)).toEqual([10, 20]);
  });

  test('finds the newest where two accounts have the same id', () => {
    const store = storeWith([requestId(1), 0], [requestId(1), 5]);
    expect(store.invocation(requestId(1), ALWAYS)?.timestampMs).toBe(T0_MS + 5);
  });

  test('looks within the window only, whose end does not belong to it', () => {
    const store = storeWith([requestId(1), 5]);
    const at = (startMs: number, endMs: number) =>
      store.invocation(requestId(1), { startMs: T0_MS + startMs, endMs: T0_MS + endMs });
    expect([at(0, 5), at(6, 9)]).toEqual([null, null]);
    expect(at(5, 6)?.requestId).toBe(requestId(1));
  });

  test('gives null for an id that is not there, and in an empty store', () => {
    expect(storeWith([requestId(1), 0]).invocation(requestId(2), ALWAYS)).toBeNull();
    expect(storeWith().invocation(requestId(2), ALWAYS)).toBeNull();
  });
});

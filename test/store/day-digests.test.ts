/** A closed day has a digest: whatever changes its bytes by another way than ours is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openFile } from '../../server/store/sqlite/open-file.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'digest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const END_MS = T0_MS + 3 * DAY_MS;
const call = (index: number) =>
  metered({
    invocation: { requestId: requestId(index), timestampMs: T0_MS + index * HOUR_MS },
  });

let files = 0;
function filled(): { readonly file: string; readonly store: Store } {
  const file = path.join(folder, `${(files += 1)}.db`);
  const store = openSqliteStore({ path: file, promotedTags: [] });
  store.ingest(batch(Array.from({ length: 72 }, (_, index) => call(index))));
  while (store.closeDays(END_MS));
  return { file, store };
}

function verified(store: Store) {
  const window = { startMs: T0_MS, endMs: END_MS };
  const report = store.verify({ window, differencesMax: 9, onProgress: () => undefined });
  const wrong = report.differences.filter(({ level }) => level === 'digest');
  return { digests: report.digests, wrong: wrong.map(({ field }) => field) };
}

describe('a closed day', () => {
  test('agrees with its digest', () => {
    const { store } = filled();
    expect(verified(store)).toEqual({ digests: 3, wrong: [] });
    store.close();
  });

  test.each([
    [
      'a latency',
      'UPDATE invocation SET latency_ms = latency_ms + 1 WHERE timestamp_ms = ?',
      'rows',
    ],
    ['a tag', 'UPDATE invocation SET tag_set_id = 99 WHERE timestamp_ms = ?', 'rows'],
    ['a sum', 'UPDATE rollup_day SET invocations = 7 WHERE bucket_start_ms = ?', 'sums'],
  ])('tells when %s was changed by another way', (_name, sql, field) => {
    const { file, store } = filled();
    const other = openFile(file, false);
    expect(other.prepare(sql).run(T0_MS + DAY_MS).changes).toBe(1);
    other.close();
    expect(verified(store).wrong).toEqual([field]);
    store.close();
  });

  test('is digested anew when a late call comes', () => {
    const { store } = filled();
    const late = metered({ invocation: { requestId: requestId(999), timestampMs: T0_MS + 7 } });
    store.ingest(batch([late]));
    expect(verified(store)).toEqual({ digests: 2, wrong: [] });
    while (store.closeDays(END_MS));
    expect(verified(store)).toEqual({ digests: 3, wrong: [] });
    store.close();
  });

  test('keeps the digest of its sums when its calls are forgotten', () => {
    const { store } = filled();
    while (store.prune({ rowsMs: T0_MS + 2 * DAY_MS }));
    expect(verified(store)).toEqual({ digests: 3, wrong: [] });
    store.close();
  });

  test('is none before it has ended', () => {
    const { store } = filled();
    store.ingest(batch([call(72)]));
    expect(store.closeDays(END_MS + HOUR_MS)).toBe(false);
    store.close();
  });
});

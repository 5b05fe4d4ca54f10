/** `outcrop verify` and `query --explain` as people run them, over a file. */
import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { T0_MS, metered, requestId } from '../support/metered.ts';
import { createFolder, runCommand, type Folder } from './run-command.ts';

// The guarantee: the package is what its types say.
const Database = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;

const ROWS = Array.from({ length: 30 }, (_, index) =>
  metered({
    invocation: {
      requestId: requestId(index),
      timestampMs: T0_MS + index * 2 * HOUR_MS,
      latencyMs: 100 + index,
    },
  }),
);

let folder: Folder;
let db: string;

beforeEach(() => {
  folder = createFolder();
  db = folder.database(ROWS);
  const store = openSqliteStore({ path: db, promotedTags: [] });
  while (store.prepareReading(T0_MS + 9 * DAY_MS));
  store.close();
});

afterEach(() => folder.remove());

function spoil(sql: string): void {
  const database = new Database(db);
  expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
  database.close();
}

const verify = (...args: readonly string[]) => runCommand('verify', '--db', db, ...args);

describe('outcrop verify', () => {
  test('says how much agrees', async () => {
    const { out, exitCode } = await verify();
    expect(out).toMatch(/^30 invocations, \d+ sums, \d+ packs and \d+ digests compared: all agree/);
    expect(exitCode).toBe(0);
  });

  const hour = `bucket_start_ms = ${T0_MS + 2 * HOUR_MS}`;
  test.each([
    ['a count of an hour', `UPDATE rollup_hour SET invocations = 7 WHERE ${hour}`, /hour .* 7 +1 /],
    ['a quantity of a day', `UPDATE rollup_day SET quantities = x'0101'`, /day .*quantities +1,1/],
    ['a latency of a minute', `UPDATE rollup_minute SET latency = NULL`, /minute .*latency +none/],
    [
      'an hour that is missing',
      `DELETE FROM rollup_hour WHERE ${hour}`,
      /hour .*invocations +0 +1/,
    ],
    ['a row that is missing', `DELETE FROM invocation WHERE timestamp_ms = ${T0_MS}`, /day /],
    ['a pack', `UPDATE rollup_pack SET body = x'01' WHERE kind = 'day/model/counts'`, /pack /],
  ])('finds %s that was changed, and tells both figures', async (_, sql, line) => {
    spoil(sql);
    const { out, exitCode } = await verify();
    expect(out).toMatch(line);
    expect(out).toMatch(/compared: \d+ differ\./);
    expect(exitCode).toBe(1);
  });

  test('looks at the named days only', async () => {
    spoil(`UPDATE rollup_hour SET invocations = 7 WHERE ${hour}`);
    const { out } = await verify('--from', '2026-11-02');
    expect(out).toContain('all agree');
  });

  test('compares days with their hours where single calls have been forgotten', async () => {
    const store = openSqliteStore({ path: db, promotedTags: [] });
    const goneMs = T0_MS + DAY_MS;
    while (store.prune({ rowsMs: goneMs, minutesMs: goneMs }));
    store.close();
    expect((await verify()).out).toContain('all agree');
    spoil(`UPDATE rollup_hour SET invocations = 7 WHERE ${hour}`);
    expect((await verify()).out).toMatch(/day .*invocations +12 +18/);
  });

  test('bounds the list of differences, and counts all of them', async () => {
    spoil('UPDATE rollup_minute SET invocations = 9');
    spoil('UPDATE rollup_hour SET invocations = 9');
    const { out } = await verify('--json');
    const report = JSON.parse(out) as { differences: unknown[]; differenceCount: number };
    expect(report.differences).toHaveLength(50);
    expect(report.differenceCount).toBeGreaterThan(50);
  });
});

describe('outcrop query --explain', () => {
  test('names the rollups that the answer was read from', async () => {
    const from = ['--from', '2026-11-01', '--to', '2026-11-02T03:00:00Z', '--explain'];
    const { out } = await runCommand('query', 'invocations', '--db', db, ...from);
    expect(out).toMatch(/^invocations\n +14\n/m);
    expect(out).toMatch(/day +models, accounts, Regions +2026-11-01T00:00:00Z/);
    expect(out).toMatch(/hour +models, accounts, Regions +2026-11-02T00:00:00Z/);
  });
});

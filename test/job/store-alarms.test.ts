/** What people are told when the disk is full or the file is damaged, and what goes on then. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkHere } from '../../server/job/check-stored.ts';
import { deliverDue } from '../../server/job/deliver.ts';
import { nightlyCheck } from '../../server/job/nightly-check.ts';
import { watchStore } from '../../server/job/watch-store.ts';
import { PACE_MS } from '../../server/notify/channel-health.ts';
import { openFile } from '../../server/store/sqlite/open-file.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { createReceiver } from '../notify/receiver.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'store-alarms-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = (): string => path.join(folder, `${(files += 1)}.db`);
const { signal } = new AbortController();
const FLIPPED = 77;

const calls = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    metered({
      invocation: { requestId: requestId(index), timestampMs: T0_MS + index * 20 * MINUTE_MS },
    }),
  );

/** A webhook receiver, and a minute of the server that watches a store and tells it. */
async function told() {
  const receiver = await createReceiver((_, response) => response.end());
  const channels = [receiver.endpoint];
  const rest = { channels, pageUrl: 'http://127.0.0.1:4680/' };
  return async (store: Store, nowMs: number): Promise<readonly string[]> => {
    watchStore({ store, ...rest, nowMs });
    for (let pass = 0; pass < 3; pass += 1) {
      const clock = { nowMs: () => nowMs + pass * PACE_MS, jitter: () => 0.5, signal };
      await deliverDue({ store, ...rest, ...clock });
    }
    return receiver.seen.splice(0).map(({ body }) => {
      // The guarantee: the body of a notice is published, and held elsewhere.
      const { type, data } = JSON.parse(body) as {
        readonly type: string;
        readonly data: {
          readonly alarm: string;
          readonly reason: string;
          readonly runbook: string;
        };
      };
      return `${type}: ${data.alarm}. ${data.reason} ${data.runbook}`.trim();
    });
  };
}

describe('a disk that is nearly full (F42)', () => {
  test('is told to a webhook, ends ingest, and ingest goes on when there is room', async () => {
    const plenty = { freeBytes: 100e9, totalBytes: 200e9 };
    let room = plenty;
    const store = openSqliteStore({ path: newFile(), promotedTags: [], room: () => room });
    onTestFinished(() => store.close());
    const tell = await told();
    const first = calls(1);
    const second = calls(2).slice(1);
    expect(store.ingest(batch(first)).invocations).toBe(1);
    expect(await tell(store, T0_MS)).toEqual([]);
    room = { freeBytes: 0.3e9, totalBytes: 200e9 };
    expect(() => store.ingest(batch(second))).toThrow(expect.objectContaining({ code: 'full' }));
    expect(await tell(store, T0_MS + MINUTE_MS)).toEqual([
      expect.stringMatching(
        /^alarm.firing: Nothing is stored. Only 300 MB of disk are left.* Free 200 MB or more/,
      ),
    ]);
    expect(await tell(store, T0_MS + 2 * MINUTE_MS)).toEqual([]); // Once is enough.
    room = plenty;
    expect(store.trouble()).toBeNull();
    expect(await tell(store, T0_MS + 3 * MINUTE_MS)).toEqual([
      'alarm.resolved: Nothing is stored. Calls are stored again.',
    ]);
    expect(store.ingest(batch(second)).invocations).toBe(1);
    room = { freeBytes: 0, totalBytes: 200e9 };
    expect(await tell(store, T0_MS + 4 * MINUTE_MS)).toHaveLength(1); // Another time, told anew.
  });

  test('is told from the reserve when somebody else has filled it', async () => {
    const file = newFile();
    openSqliteStore({ path: file, promotedTags: [] }).close();
    const pagesOf = (): number => {
      const database = openFile(file, false);
      const pages = Number(database.pragma('page_count', { simple: true }));
      database.close();
      return pages;
    };
    const store = openSqliteStore({ path: file, promotedTags: [], pagesMax: pagesOf() + 40 });
    onTestFinished(() => store.close());
    expect(() => store.ingest(batch(calls(2000)))).toThrow(
      expect.objectContaining({ code: 'full' }),
    );
    const tell = await told(); // What was rolled back has left room for so little.
    expect(await tell(store, T0_MS)).toEqual([
      expect.stringMatching(/^alarm.firing: Nothing is stored. The disk is full/),
    ]);
  });
});

/** A file with three days of calls, all closed. */
function closed(): string {
  const file = newFile();
  const store = openSqliteStore({ path: file, promotedTags: [] });
  store.ingest(batch(calls(3 * 72)));
  while (store.closeDays(T0_MS + 3 * DAY_MS));
  store.close();
  return file;
}

/** Turns the lowest bit of the first token count of one row, wherever pages have a copy of it. */
function flipCostBit(file: string): void {
  const bytes = readFileSync(file);
  const id = Buffer.from(requestId(FLIPPED).replaceAll('-', ''), 'hex');
  const quantities = Buffer.from([10, 20]); // As rows hold the tokens of these calls.
  for (let at = bytes.indexOf(id); at >= 0; at = bytes.indexOf(id, at + 1)) {
    const place = bytes.indexOf(quantities, at + id.length);
    expect(place - at).toBeLessThan(60);
    bytes.writeUInt8(10 ^ 1, place);
  }
  expect(bytes.equals(readFileSync(file))).toBe(false);
  writeFileSync(file, bytes);
}

describe('a bit of a cost row that turns in the file (F43)', () => {
  test('is seen by no check of SQLite, but found by the night and told', async () => {
    const file = closed();
    flipCostBit(file);
    const database = openFile(file, true);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
    const store = openSqliteStore({ path: file, promotedTags: [], isServer: true });
    onTestFinished(() => store.close());
    let nowMs = T0_MS + 5 * DAY_MS;
    const night = nightlyCheck({
      store,
      config: { timeZone: 'UTC', nightlyCheck: { atMinutes: 210, minutes: 15 } },
      check: checkHere(store),
      nowMs: () => nowMs,
      log: () => undefined,
    });
    nowMs += 4 * HOUR_MS;
    await night(signal);
    const [wrong, ...others] = store.dayChecks.differing();
    expect(others).toEqual([]);
    expect(wrong).toMatchObject({ dayMs: T0_MS + DAY_MS, damage: null });
    const parts = wrong?.differences.map(({ level, field }) => `${level} ${field}`);
    expect(parts).toEqual(
      expect.arrayContaining(['digest rows', 'hour quantities', 'day quantities']),
    );
    const tell = await told();
    expect(await tell(store, nowMs)).toEqual([
      expect.stringMatching(/^alarm.firing: Stored day differs. 2026-11-02: .*outcrop restore/),
    ]);
    expect(store.trouble()).toBeNull(); // One day is wrong: calls to come are stored.
  });
});

describe('a page of the file that is damaged under a running server (F43)', () => {
  test('stores nothing more, leaves the file as it is, and says how it is mended', () => {
    const file = closed();
    const bytes = readFileSync(file);
    const root = rootOf(file, 'invocation');
    bytes.fill(0xa5, (root - 1) * 4096, root * 4096);
    writeFileSync(file, bytes);
    const store = openSqliteStore({ path: file, promotedTags: [] });
    const more = batch(calls(3 * 72 + 1).slice(-1), { cursor: 'next' });
    const refusal = expect.objectContaining({
      code: 'corrupt',
      hint: expect.stringContaining('outcrop restore'),
    });
    expect(() => store.ingest(more)).toThrow(refusal);
    expect(store.trouble()).toMatchObject({ code: 'corrupt' });
    const note = { atMs: 1, who: 'ada', action: 'signIn', subject: '', detail: '' };
    expect(() => store.access.addAudit(note)).toThrow(refusal); // Its table is sound.
    expect(store.sourceStates()).toHaveLength(1); // Answers go on where pages are sound.
    store.close();
    // The header counts that the file was opened.
    const content = (all: Buffer): Buffer => all.subarray(100);
    expect(content(readFileSync(file)).equals(content(bytes))).toBe(true);
  });

  test('is found by the night as a day that cannot be read', async () => {
    const file = closed();
    const bytes = readFileSync(file);
    const root = rootOf(file, 'invocation');
    bytes.fill(0xa5, (root - 1) * 4096, root * 4096);
    writeFileSync(file, bytes);
    const store = openSqliteStore({ path: file, promotedTags: [] });
    onTestFinished(() => store.close());
    const found: unknown[] = [];
    const order = { days: [T0_MS], looksAtFile: true, workMsMax: 1000 };
    await checkHere(store)(order, (one) => found.push(one), signal);
    expect(found).toMatchObject([
      { kind: 'day', found: { damage: 'The database file is damaged.' } },
      { kind: 'file' },
    ]);
    expect(JSON.stringify(found[1])).toMatch(/Tree|damaged/);
  });
});

function rootOf(file: string, table: string): number {
  const database = openFile(file, true);
  const root: unknown = database
    .prepare('SELECT rootpage FROM sqlite_master WHERE name = ?')
    .pluck()
    .get(table);
  database.close();
  return Number(root);
}

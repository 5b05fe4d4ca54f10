/** The nightly check: what it looks at when, that it goes on after a kill, and what it finds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkInThread } from '../../server/cli/check-threads.ts';
import { checkHere, type CheckStored } from '../../server/job/check-stored.ts';
import { nightlyCheck } from '../../server/job/nightly-check.ts';
import { digestPass } from '../../server/job/upkeep.ts';
import { openFile } from '../../server/store/sqlite/open-file.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nightly-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DAYS = 6;
const NIGHT_MS = T0_MS + (DAYS + 2) * DAY_MS + 3.5 * HOUR_MS;
const never = new AbortController().signal;
const call = (index: number) => {
  const timestampMs = T0_MS + index * 2 * HOUR_MS;
  return metered({ invocation: { requestId: requestId(index), timestampMs } });
};

let files = 0;
/** A server's store with six closed days, whose check is asked at times of the test's choice. */
async function begun(given: { readonly check?: CheckStored; readonly minutes?: number } = {}) {
  const file = path.join(folder, `${(files += 1)}.db`);
  const store = openSqliteStore({ path: file, promotedTags: [] });
  onTestFinished(() => store.close());
  store.ingest(batch(Array.from({ length: DAYS * 12 }, (_, index) => call(index))));
  await digestPass({ store, nowMs: () => NIGHT_MS }, never);
  const nightly = { atMinutes: 210, minutes: given.minutes ?? 15 };
  const log: unknown[] = [];
  const start = (startedAtMs: number) => {
    let nowMs = startedAtMs;
    const pass = nightlyCheck({
      store,
      config: { timeZone: 'UTC', nightlyCheck: nightly },
      check: given.check ?? checkHere(store),
      nowMs: () => nowMs,
      log: (event, fields) => void log.push([event, fields]),
    });
    return async (atMs: number) => {
      nowMs = atMs;
      await pass(never);
      return store.dayChecks.sums(atMs - 2 * DAY_MS).checkedDays;
    };
  };
  return { file, store, start, log, at: start(NIGHT_MS - DAY_MS / 2) };
}

function changed(file: string, sql: string): void {
  const other = openFile(file, false);
  expect(other.prepare(sql).run(T0_MS + DAY_MS).changes).toBe(1);
  other.close();
}
const FLIP = 'UPDATE invocation SET latency_ms = latency_ms * 2 WHERE timestamp_ms = ?';
const BACK = 'UPDATE invocation SET latency_ms = latency_ms / 2 WHERE timestamp_ms = ?';

describe('the nightly check', () => {
  test('waits for its time, then looks at every closed day and the file once', async () => {
    const { store, at } = await begun();
    store.dayChecks.saveDay({
      dayMs: T0_MS,
      checkedAtMs: NIGHT_MS - 25 * HOUR_MS,
      tookMs: 1,
      differenceCount: 0,
      differences: [],
      damage: null,
    });
    expect(await at(NIGHT_MS - HOUR_MS)).toBe(1);
    expect(await at(NIGHT_MS)).toBe(DAYS);
    expect(store.dayChecks.file()).toEqual({ checkedAtMs: NIGHT_MS, damage: [] });
    expect(store.dayChecks.due(NIGHT_MS, NIGHT_MS)).toEqual([]);
    expect(store.dayChecks.differing()).toEqual([]);
  });

  test('is made up for by day where the server never was up at night', async () => {
    const { at } = await begun();
    expect(await at(NIGHT_MS - HOUR_MS)).toBe(DAYS);
  });

  test('leaves whoever has just started the server in peace', async () => {
    const { start } = await begun();
    const atNight = start(NIGHT_MS);
    expect(await atNight(NIGHT_MS + MINUTE_MS)).toBe(0);
    expect(await atNight(NIGHT_MS + 5 * MINUTE_MS)).toBe(DAYS);
  });

  test('is off with no minutes', async () => {
    const { at } = await begun({ minutes: 0 });
    expect(await at(NIGHT_MS)).toBe(0);
  });

  test('takes what differs first, then the newest unchecked, then what waits longest', async () => {
    const { store } = await begun();
    const save = (day: number, checkedAtMs: number, differenceCount = 0) =>
      store.dayChecks.saveDay({
        dayMs: T0_MS + day * DAY_MS,
        checkedAtMs,
        tookMs: 1,
        differenceCount,
        differences: [],
        damage: null,
      });
    save(0, 300);
    save(2, 100);
    save(3, 200, 7);
    const due = store.dayChecks.due(NIGHT_MS - 2 * DAY_MS, 1000);
    expect(due.map((dayMs) => (dayMs - T0_MS) / DAY_MS)).toEqual([3, 5, 4, 1, 2, 0]);
  });

  test('ends with its budget, and another night goes on where it ended', async () => {
    const orders: (readonly number[])[] = [];
    const two: CheckStored = async ({ days, workMsMax }, onChecked) => {
      orders.push(days.map((dayMs) => (dayMs - T0_MS) / DAY_MS));
      for (const dayMs of days.slice(0, 2)) {
        const rest = { differenceCount: 0, differences: [], damage: null };
        onChecked({ kind: 'day', found: { dayMs, tookMs: workMsMax / 2, ...rest } });
      }
    };
    const { at } = await begun({ check: two });
    expect(await at(NIGHT_MS)).toBe(2);
    expect(await at(NIGHT_MS + MINUTE_MS)).toBe(2); // All work of this night is done.
    expect(await at(NIGHT_MS + DAY_MS)).toBe(4);
    expect(orders).toEqual([
      [5, 4, 3, 2, 1, 0],
      [3, 2, 1, 0, 5, 4],
    ]);
  });

  test('goes on after a kill with the days that it had not come to', async () => {
    const killed: CheckStored = async ({ days }, onChecked) => {
      const [dayMs = 0] = days;
      const rest = { differenceCount: 0, differences: [], damage: null };
      onChecked({ kind: 'day', found: { dayMs, tookMs: 1, ...rest } });
      throw new Error('killed');
    };
    const { store, at } = await begun({ check: killed });
    await expect(at(NIGHT_MS)).rejects.toThrow('killed');
    expect(store.dayChecks.due(NIGHT_MS - 2 * DAY_MS, NIGHT_MS)).toHaveLength(DAYS - 1);
  });

  test.each([
    ['here', null],
    ['in a thread', checkInThread],
  ])('finds a day whose rows were changed, %s, and lets go of it when mended', async (_, from) => {
    const { file, store, start, log } = await begun();
    const check = from?.(file) ?? checkHere(store);
    const orderOf = (days: readonly number[]) => ({ days, looksAtFile: true, workMsMax: 1e6 });
    changed(file, FLIP);
    const found: unknown[] = [];
    const days = store.dayChecks.due(NIGHT_MS, NIGHT_MS);
    await check(orderOf(days), (one) => found.push(one), never);
    expect(found).toHaveLength(days.length + 1);
    expect(found).toContainEqual({
      kind: 'day',
      found: expect.objectContaining({ dayMs: T0_MS + DAY_MS, damage: null }),
    });
    const at = start(NIGHT_MS - DAY_MS / 2);
    await at(NIGHT_MS);
    expect(store.dayChecks.differing()).toMatchObject([
      { dayMs: T0_MS + DAY_MS, foundAtMs: NIGHT_MS },
    ]);
    const [wrong] = store.dayChecks.differing();
    expect(wrong?.differences.map(({ level, field }) => `${level} ${field}`)).toEqual([
      'digest rows',
      'hour latency',
      'minute latency',
      'day latency',
    ]);
    expect(JSON.stringify(wrong)).not.toContain('series');
    expect(log).toMatchObject([['check of day failed', { damage: null }]]);
    await at(NIGHT_MS + DAY_MS);
    expect(store.dayChecks.differing()).toMatchObject([
      { foundAtMs: NIGHT_MS, checkedAtMs: NIGHT_MS + DAY_MS },
    ]);
    changed(file, BACK);
    await at(NIGHT_MS + 2 * DAY_MS);
    expect(store.dayChecks.differing()).toEqual([]);
  });
});

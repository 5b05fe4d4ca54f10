/** Packs of five minutes: what they answer, when they are made anew, and when they are gone. */
import { describe, expect, test } from 'vitest';
import { changedSpans } from '../../server/store/sqlite/pack-levels.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { ReadStep, Store } from '../../server/store/store.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { batch, metered, requestId } from '../support/metered.ts';

const T0_MS = Date.UTC(2026, 9, 1);
const QUARTER_MS = 15 * MINUTE_MS;

function ingestAt(store: Store, first: number, timesMs: readonly number[]): void {
  const calls = timesMs.map((timestampMs, index) =>
    metered({ invocation: { requestId: requestId(first + index), timestampMs, latencyMs: 100 } }),
  );
  store.ingest(batch(calls));
}

/** Calls by quarter of an hour and principal, which minutes do not tell apart. */
function quarters(store: Store): {
  readonly counts: readonly number[];
  reads: readonly ReadStep[];
} {
  const reads: ReadStep[] = [];
  const cells = store.aggregate({
    boundariesMs: [0, 1, 2, 3, 4].map((index) => T0_MS + index * QUARTER_MS),
    filter: EMPTY_FILTER,
    groupBy: ['principal'],
    need: { latency: true, firstToken: false, usage: true },
    onRead: (read) => reads.push(read),
  });
  const counts = [0, 0, 0, 0];
  for (const { intervalIndex, statusCounts, latency } of cells) {
    counts[intervalIndex] = statusCounts.reduce((sum, count) => sum + count, 0);
    expect(latency?.total).toBe(counts[intervalIndex]);
  }
  return { counts, reads };
}

function prepareAll(store: Store): void {
  while (store.prepareReading(T0_MS + DAY_MS));
}

describe('packs of five minutes', () => {
  const minutes = (...values: readonly number[]): readonly number[] =>
    values.map((value) => T0_MS + value * MINUTE_MS);

  test.each([
    ['while minutes are kept', 0],
    ['past the retention of minutes', T0_MS + DAY_MS],
  ])('answer quarter hours without single calls %s, late ones too', (_name, minutesMs) => {
    const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
    store.prune({ rowsMs: 0, minutesMs, hoursMs: 0, metricsMs: 0, noticesMs: 0 });
    ingestAt(store, 0, minutes(1, 2, 16, 33, 59));
    expect(quarters(store).counts).toEqual([2, 1, 1, 1]);
    prepareAll(store);
    const { counts, reads } = quarters(store);
    expect(counts).toEqual([2, 1, 1, 1]);
    // Six packs of ten minutes each, but for two that hold no call.
    expect(reads.map(({ level, reads: looked }) => [level, looked])).toEqual([['fiveMinutes', 4]]);
    ingestAt(store, 100, minutes(3, 47));
    expect(quarters(store).counts).toEqual([3, 1, 1, 2]);
    prepareAll(store);
    expect(quarters(store).counts).toEqual([3, 1, 1, 2]);
    const window = { startMs: T0_MS, endMs: T0_MS + DAY_MS };
    const report = store.verify({ window, differencesMax: 5, onProgress: () => undefined });
    expect(report.differences).toEqual([]);
    store.close();
  });

  test('go with the calls that they count', () => {
    const store = openSqliteStore({ path: ':memory:', promotedTags: [] });
    ingestAt(store, 0, minutes(1, 16));
    prepareAll(store);
    const rowsMs = T0_MS + DAY_MS;
    while (store.prune({ rowsMs, minutesMs: 0, hoursMs: 0, metricsMs: 0, noticesMs: 0 }));
    expect(quarters(store).reads.map(({ level }) => level)).toEqual(['hour']);
    store.close();
  });
});

describe('changedSpans', () => {
  test('tells ten minutes by minutes, and whole hours only where there are none', () => {
    const hour = [T0_MS];
    expect([...changedSpans('minute', [T0_MS + 11 * MINUTE_MS], 0)]).toEqual([
      T0_MS + 10 * MINUTE_MS,
    ]);
    expect([...changedSpans('hour', hour, T0_MS)]).toEqual([]);
    expect([...changedSpans('hour', hour, T0_MS + HOUR_MS)]).toHaveLength(6);
    expect([...changedSpans('day', hour, T0_MS + HOUR_MS)]).toEqual([]);
  });
});

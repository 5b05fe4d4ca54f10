/** How far log sources are behind becomes points that charts and alarms ask for. */
import { describe, expect, test } from 'vitest';
import { ruleCompleteTo } from '../../server/job/alarm-freshness.ts';
import { watchSources } from '../../server/job/watch-sources.ts';
import type { SourcePlace } from '../../server/source/source.ts';
import type { Store } from '../../server/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { ask } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { passAt, wordsOf } from './alarm-rig.ts';

const EAST: SourcePlace = { account: '111122223333', region: 'us-east-1' };
const WEST: SourcePlace = { account: '111122223333', region: 'us-west-2' };
const PLACES = new Map([
  ['logs', EAST],
  ['s3', EAST],
  ['west', WEST],
]);

const emptyStore = (): Store => openSqliteStore({ path: ':memory:', promotedTags: [] });

function moved(store: Store, sourceId: string, completeToMs: number | null, kind = 's3'): void {
  store.saveSourceProgress({ sourceId, kind, cursor: null, completeToMs, nowMs: T0_MS });
}

/** Watches every minute for so long, with the sources as they are. */
function watchFor(store: Store, minutes: number, fromMs = T0_MS): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    watchSources(store, PLACES, fromMs + minute * MINUTE_MS);
  }
}

const DENIED = { code: 'denied', message: 'No.', hint: 'Allow it.' };

describe('watchSources', () => {
  test('notes the lag of the source that is furthest behind, by account and Region', () => {
    const store = emptyStore();
    moved(store, 'logs', T0_MS - 2 * MINUTE_MS, 'cloudWatchLogs');
    moved(store, 's3', T0_MS - 9 * MINUTE_MS);
    moved(store, 'west', T0_MS - 3 * MINUTE_MS);
    watchFor(store, 2);
    const { rows } = ask(store, { metrics: ['sourceLagMs'], groupBy: ['region'] });
    const lags = rows.map(({ group, values }) => [group[0], values.get('sourceLagMs')]);
    expect(lags).toEqual([
      ['us-east-1', 10 * MINUTE_MS],
      ['us-west-2', 4 * MINUTE_MS],
    ]);
  });

  test('counts failing sources, and knows no lag of one that has never been read', () => {
    const store = emptyStore();
    moved(store, 'west', null);
    store.saveSourceError('west', 's3', DENIED, T0_MS);
    watchFor(store, 1);
    const { rows } = ask(store, { metrics: ['failingSources', 'sourceLagMs'] });
    expect(rows.map(({ values }) => [...values])).toEqual([
      [
        ['failingSources', 1],
        ['sourceLagMs', null],
      ],
    ]);
  });

  test('leaves out what has no account and Region, and counts of CloudWatch', () => {
    const store = emptyStore();
    moved(store, 'folder', null, 'directory');
    moved(store, 'counts', T0_MS - HOUR_MS, 'cloudWatchMetrics');
    watchFor(store, 1);
    expect(ask(store, { metrics: ['sourceLagMs', 'failingSources'] }).rows).toEqual([]);
  });

  test('wakes an alarm while the logs stand still, which no alarm on logs could', () => {
    const store = emptyStore();
    moved(store, 'logs', T0_MS, 'cloudWatchLogs');
    watchFor(store, 60);
    const lag = ruleOf({
      name: 'lag',
      metric: 'sourceLagMs',
      threshold: '1800000',
    });
    const nowMs = T0_MS + HOUR_MS;
    const placed = store.sourceStates().map((state) => ({ state, place: EAST }));
    const completeToMs = ruleCompleteTo(lag, false, placed, nowMs);
    expect(completeToMs).toBe(nowMs);
    const logs = ruleOf({ name: 'logs', metric: 'errors' });
    expect(ruleCompleteTo(logs, false, placed, nowMs)).toBe(T0_MS);
    expect(wordsOf(passAt(store, HOUR_MS, [lag], { completeToMs }))).toEqual(['OK', 'ALARM!']);
  });

  test('lets coverage wait for the logs and for the counts', () => {
    const store = emptyStore();
    moved(store, 'logs', T0_MS + HOUR_MS, 'cloudWatchLogs');
    moved(store, 'counts', T0_MS + 2 * HOUR_MS, 'cloudWatchMetrics');
    const placed = store.sourceStates().map((state) => ({ state, place: null }));
    const coverage = ruleOf({ name: 'coverage', metric: 'logCoverage', threshold: '0.99' });
    expect(ruleCompleteTo(coverage, false, placed, T0_MS + 3 * HOUR_MS)).toBe(T0_MS + HOUR_MS);
    moved(store, 'counts', T0_MS, 'cloudWatchMetrics');
    const late = store.sourceStates().map((state) => ({ state, place: null }));
    expect(ruleCompleteTo(coverage, false, late, T0_MS + 3 * HOUR_MS)).toBe(T0_MS);
  });
});

/** What every store promises about records, pages and retention; run for each implementation. */
import { describe, expect, test } from 'vitest';
import { EMPTY_FILTER, parseFilter, type Filter } from '../../shared/filter.ts';
import type { Dimension } from '../../shared/dimensions.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import type { AggregateCell, Store } from '../../server/store/store.ts';
import { T0_MS, batch, metered, requestId } from '../support/metered.ts';

/** Opens an empty store; these tag keys become dimensions of its rollups. */
const THROTTLES = {
  namespace: 'AWS/Bedrock',
  metricName: 'InvocationThrottles',
  statistic: 'Sum',
  level: 'ModelId',
} as const;

export type OpenStore = (promotedTags: readonly string[]) => Store;

function filterOf(text: string): Filter {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Error(filter.problem.message);
  return filter.value;
}

function aggregate(
  store: Store,
  groupBy: readonly Dimension[],
  boundariesMs: readonly number[] = [T0_MS, T0_MS + DAY_MS],
  filter: Filter = EMPTY_FILTER,
): readonly AggregateCell[] {
  const need = { latency: true, firstToken: true, usage: true };
  return store.aggregate({ boundariesMs, filter, groupBy, need });
}

const at = (number: number, afterMs: number) => ({
  requestId: requestId(number),
  timestampMs: T0_MS + afterMs,
});

/** Records, pages, objects and retention. */
export function recordSuite(name: string, open: OpenStore): void {
  const openStore = (promotedTags: readonly string[] = []): Store => open(promotedTags);

  describe(`the ${name} store`, () => {
    test('counts a record that comes twice once, in rows and in rollups', () => {
      const store = openStore();
      const rows = [metered(), metered()];
      expect(store.ingest(batch(rows))).toEqual({
        records: 2,
        invocations: 1,
        duplicates: 1,
        quarantined: 0,
        tooOld: 0,
        usageLines: 2,
      });
      expect(store.ingest(batch(rows)).duplicates).toBe(2);
      expect(store.invocationCount()).toBe(1);
    });

    test('tells the same request id in two accounts apart', () => {
      const store = openStore();
      const other = metered({ invocation: { accountId: '444455556666' } });
      expect(store.ingest(batch([metered(), other])).invocations).toBe(2);
    });

    test('counts each call of many once, wherever some of them are there already', () => {
      const store = openStore();
      const rows = Array.from({ length: 260 }, (_, i) => metered({ invocation: at(i, i * 7) }));
      const there = [3, 60, 61, 149, 150, 259];
      store.ingest(batch(rows.filter((_, i) => there.includes(i))));
      const twice = [...rows, ...rows.slice(100, 103)];
      const counts = store.ingest(batch(twice));
      expect([counts.invocations, counts.duplicates]).toEqual([254, 9]);
      expect(store.invocationCount()).toBe(260);
      const [cell] = aggregate(store, []);
      expect(cell?.statusCounts[0]).toBe(260);
      expect(cell?.latency?.total).toBe(260);
    });

    test('keeps nothing of a batch that fails in its middle', () => {
      const store = openStore();
      const broken = metered({ invocation: { latencyMs: 0.5 } });
      expect(() => store.ingest(batch([metered(), broken], { cursor: 'next' }))).toThrow();
      expect(store.invocationCount()).toBe(0);
      expect(store.sourceStates()).toEqual([]);
      expect(store.ingest(batch([metered()])).invocations).toBe(1);
    });

    test('answers from minutes, hours, days and rows with the same sums', () => {
      const store = openStore();
      const offsets = [0, MINUTE_MS, HOUR_MS - 1, HOUR_MS, 5 * HOUR_MS + 1, DAY_MS - 1];
      const rows = offsets.map((afterMs, i) => metered({ invocation: at(i, afterMs) }));
      store.ingest(batch(rows));
      const cuts = [
        T0_MS,
        T0_MS + 61_000,
        T0_MS + HOUR_MS,
        T0_MS + 5 * HOUR_MS + 1,
        T0_MS + DAY_MS,
      ];
      const counts = (groupBy: readonly Dimension[]): readonly number[] =>
        [...aggregate(store, groupBy, cuts)]
          .sort((a, b) => a.intervalIndex - b.intervalIndex)
          .map((cell) => cell.statusCounts[0] ?? 0);
      expect(counts([])).toEqual([2, 1, 1, 2]);
      expect(counts(['principal'])).toEqual([2, 1, 1, 2]); // Not told apart by minutes.
      expect(counts(['session'])).toEqual([2, 1, 1, 2]); // Only rows know it.
    });

    test('groups by a tag that rollups do not carry', () => {
      const store = openStore();
      const tags = [{ key: 'feature', value: 'search', source: 'metadata' as const }];
      const rows = [metered(), metered({ invocation: at(2, 1), attribution: { tags } })];
      store.ingest(batch(rows));
      const groups = aggregate(store, ['tag.feature']).map((cell) => cell.group[0]);
      expect(new Set(groups)).toEqual(new Set(['(none)', 'search']));
    });

    test('groups by a promoted tag as by any dimension', () => {
      const store = openStore(['feature']);
      const tags = [{ key: 'feature', value: 'search', source: 'metadata' as const }];
      store.ingest(batch([metered(), metered({ invocation: at(2, 1), attribution: { tags } })]));
      const cells = aggregate(store, ['tag.feature'], undefined, filterOf('tag.feature=search'));
      expect(cells.map((cell) => cell.group)).toEqual([['search']]);
    });

    test('keeps hostile names apart and whole', () => {
      const store = openStore();
      const names = [
        '__proto__',
        'constructor',
        "'; DROP TABLE invocation;--",
        '\u0000',
        '\u202e',
        '',
      ];
      const rows = names.map((tenant, i) =>
        metered({ invocation: at(i, i), attribution: { tenant } }),
      );
      store.ingest(batch(rows));
      const groups = aggregate(store, ['tenant']).map((cell) => cell.group[0]);
      expect(new Set(groups)).toEqual(new Set(names));
    });

    test('counts invocations without a tenant as unattributed', () => {
      const store = openStore();
      store.ingest(batch([metered({ attribution: { tenant: 'Unattributed', rule: null } })]));
      expect(aggregate(store, [])[0]?.unattributed).toBe(1);
    });

    test('remembers objects by source, key and etag', () => {
      const store = openStore();
      const object = { key: 'k', etag: 'e', size: 1, records: 0 };
      store.ingest(batch([], { objects: [object] }));
      expect(store.isSeen('s3/test', 'k', 'e')).toBe(true);
      expect(store.isSeen('s3/test', 'k', 'other')).toBe(false);
      expect(store.isSeen('s3/other', 'k', 'e')).toBe(false);
    });

    test('pages through invocations newest first without losing one', () => {
      const store = openStore();
      const rows = Array.from({ length: 25 }, (_, i) => metered({ invocation: at(i, i % 5) }));
      store.ingest(batch(rows));
      const seen: string[] = [];
      let before: string | null = null;
      do {
        const window = { startMs: T0_MS, endMs: T0_MS + DAY_MS };
        const page = store.invocations({ window, filter: EMPTY_FILTER, limit: 7, before });
        seen.push(...page.invocations.map((one) => one.requestId));
        before = page.next;
      } while (before !== null);
      expect(new Set(seen).size).toBe(25);
      expect(seen).toHaveLength(25);
    });

    test('replaces a metric point that is read again', () => {
      const store = openStore();
      const point = {
        account: '1',
        region: 'us-east-1',
        namespace: 'AWS/Bedrock',
        metricName: 'InvocationThrottles',
        modelId: 'amazon.nova-micro-v1:0',
        model: 'amazon.nova-micro',
        labels: [],
        statistic: 'Sum' as const,
        periodSeconds: 300,
        startMs: T0_MS,
      };
      store.saveMetricPoints([{ ...point, value: 70 }]);
      store.saveMetricPoints([{ ...point, value: 120 }]);
      const cells = store.aggregateMetric({
        boundariesMs: [T0_MS, T0_MS + DAY_MS],
        filter: EMPTY_FILTER,
        groupBy: ['model'],
        metric: THROTTLES,
      });
      expect(cells).toEqual([{ group: ['amazon.nova-micro'], intervalIndex: 0, value: 120 }]);
    });

    pastRetention(openStore);
  });
}

function pastRetention(openStore: () => Store): void {
  describe('past retention', () => {
    const atMs = T0_MS + DAY_MS;
    const pruned = (): Store => {
      const store = openStore();
      store.ingest(batch([metered(), metered({ invocation: at(2, DAY_MS) })]));
      const before = { rowsMs: atMs, minutesMs: atMs, hoursMs: atMs, metricsMs: atMs };
      while (store.prune({ ...before, noticesMs: 0 }));
      return store;
    };

    test('forgets old rows and keeps their sums by day', () => {
      const store = pruned();
      const window = { startMs: T0_MS, endMs: T0_MS + 2 * DAY_MS };
      const page = store.invocations({ window, filter: EMPTY_FILTER, limit: 9, before: null });
      expect(page.invocations.map((one) => one.timestampMs)).toEqual([atMs]);
      expect(store.extent()?.startMs).toBe(T0_MS); // What rollups remember is still data.
      expect(store.invocationCount()).toBe(2);
      expect(aggregate(store, ['tenant'])[0]?.statusCounts[0]).toBe(1);
    });

    test('counts no record twice whose row has gone, and says how many came', () => {
      const store = pruned();
      const late = [metered(), metered({ invocation: at(3, HOUR_MS) })];
      expect(store.ingest(batch([...late, metered({ invocation: at(2, DAY_MS) })]))).toEqual({
        records: 3,
        invocations: 0,
        duplicates: 1,
        quarantined: 0,
        tooOld: 2,
        usageLines: 0,
      });
      expect(store.invocationCount()).toBe(2);
      expect(store.quarantineCounts()).toEqual([{ code: 'tooOld', count: 2 }]);
    });

    test('goes by whole days, so that no day is half there', () => {
      const store = openStore();
      store.ingest(batch([metered()]));
      const noonMs = T0_MS + DAY_MS / 2;
      const before = { rowsMs: noonMs, minutesMs: noonMs, hoursMs: noonMs, metricsMs: noonMs };
      expect(store.prune({ ...before, noticesMs: 0 })).toBe(false);
      expect(store.ingest(batch([metered()])).duplicates).toBe(1);
    });

    test('moves a cut that nothing tells apart any more back, and loses no call', () => {
      const store = pruned();
      const cuts = [T0_MS, T0_MS + HOUR_MS / 2, T0_MS + 2 * DAY_MS];
      const cells = aggregate(store, [], cuts);
      expect(cells.map((cell) => [cell.intervalIndex, cell.statusCounts[0]])).toEqual([[1, 2]]);
    });
  });
}

/** What every store promises about sums: exact at any edge, whatever they are read from. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { usageTypeKey } from '../../server/meter/usage.ts';
import { Sketch } from '../../server/rollup/sketch.ts';
import type { AggregateCell, ReadStep, Store } from '../../server/store/store.ts';
import { STATUSES, type Dimension } from '../../shared/dimensions.ts';
import { EMPTY_FILTER, passesFilter, type Filter } from '../../shared/filter.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, stepBoundaries } from '../../shared/window.ts';
import { dimensionValue, traffic } from '../query/traffic.ts';
import { T0_MS, batch, metered, requestId } from '../support/metered.ts';
import type { OpenStore } from './record-suite.ts';

const NEED = { latency: true, firstToken: true, usage: true };
const END_MS = T0_MS + 4 * DAY_MS;

/** Does all upkeep that is due; answers must not change by it. */
export function prepareAll(store: Store): void {
  while (store.prepareReading(END_MS));
}

/** What one group did in one interval, as text by which two ways of adding up are compared. */
type Sums = ReadonlyMap<string, string>;

function sumsOf(cells: readonly AggregateCell[]): Sums {
  return new Map(
    cells.map((cell) => {
      const usage = new Map<string, number>();
      for (const { types, quantities } of cell.usage) {
        types.forEach((type, index) => add(usage, usageTypeKey(type), quantities[index] ?? 0));
      }
      const { statusCounts, unattributed, latency } = cell;
      return [
        JSON.stringify([cell.intervalIndex, ...cell.group]),
        textOf({ statusCounts, unattributed, usage, latency: latency ?? new Sketch() }),
      ];
    }),
  );
}

interface Figures {
  readonly statusCounts: readonly number[];
  readonly unattributed: number;
  readonly usage: ReadonlyMap<string, number>;
  readonly latency: Sketch;
}

function textOf({ statusCounts, unattributed, usage, latency }: Figures): string {
  const texts = [...usage].map(([key, quantity]) => (quantity > 0 ? `${key} ${quantity}` : ''));
  const lines = texts.filter((text) => text !== '').toSorted((a, b) => (a < b ? -1 : 1));
  return JSON.stringify([statusCounts, unattributed, lines, [...latency.encode()]]);
}

function add(sums: Map<string, number>, key: string, by: number): void {
  sums.set(key, (sums.get(key) ?? 0) + by);
}

interface Asked {
  readonly cuts: readonly number[];
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
}

/** Adds up calls one by one, without a store. */
function plainSums(rows: readonly MeteredInvocation[], { cuts, groupBy, filter }: Asked): Sums {
  const groups = new Map<string, MeteredInvocation[]>();
  for (const row of rows) {
    const valueOf = (dimension: Dimension): string => dimensionValue(row, dimension);
    const interval = cuts.findLastIndex((cutMs) => cutMs <= row.invocation.timestampMs);
    if (interval < 0 || interval >= cuts.length - 1 || !passesFilter(filter, valueOf)) continue;
    const key = JSON.stringify([interval, ...groupBy.map(valueOf)]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return new Map([...groups].map(([key, group]) => [key, textOf(figuresOf(group))]));
}

function figuresOf(rows: readonly MeteredInvocation[]): Figures {
  const usage = new Map<string, number>();
  const latency = new Sketch();
  for (const { usage: lines, invocation } of rows) {
    for (const line of lines) add(usage, usageTypeKey(line.type), line.quantity);
    if (invocation.latencyMs !== null) latency.add(invocation.latencyMs);
  }
  return {
    statusCounts: STATUSES.map(
      (status) => rows.filter(({ invocation }) => invocation.status === status).length,
    ),
    unattributed: rows.filter(({ attribution }) => attribution.tenant === 'Unattributed').length,
    usage,
    latency,
  };
}

function answer(store: Store, { cuts, groupBy, filter }: Asked): Sums {
  return sumsOf(store.aggregate({ boundariesMs: cuts, filter, groupBy, need: NEED }));
}

const GROUPS: readonly (readonly Dimension[])[] = [
  [],
  ['tenant'],
  ['model', 'status'],
  ['principal'],
  ['session'],
  ['tag.feature', 'tenant'],
];

const FILTERS: readonly Filter[] = [
  EMPTY_FILTER,
  { terms: [{ dimension: 'tenant', negated: true, values: ['acme', '__proto__'] }] },
  { terms: [{ dimension: 'model', negated: false, values: ['amazon.*'] }] },
  { terms: [{ dimension: 'session', negated: false, values: ['batch-1'] }] },
  { terms: [{ dimension: 'tag.feature', negated: false, values: ['s*'] }] },
];

/** Cuts at any millisecond, at minutes, hours and days, and days of zones off the hour. */
const cutLists: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc
    .uniqueArray(
      fc.oneof(
        fc.integer({ min: 0, max: 4 * DAY_MS }),
        ...[MINUTE_MS, HOUR_MS, DAY_MS].map((unitMs) =>
          fc.integer({ min: 0, max: (4 * DAY_MS) / unitMs }).map((count) => count * unitMs),
        ),
      ),
      { minLength: 2, maxLength: 6 },
    )
    .map((offsets) => offsets.toSorted((a, b) => a - b).map((afterMs) => T0_MS + afterMs)),
  fc
    .constantFrom('Asia/Kathmandu', 'Europe/Berlin', 'Australia/Eucla', 'America/St_Johns')
    .map((zone) => stepBoundaries({ startMs: T0_MS, endMs: END_MS }, '1d', zone) ?? []),
);

const questions: fc.Arbitrary<Asked> = fc.record({
  cuts: cutLists,
  groupBy: fc.constantFrom(...GROUPS),
  filter: fc.constantFrom(...FILTERS),
});

/** Sums by group and interval. */
export function answerSuite(name: string, open: OpenStore): void {
  const openStore = (isPromoted: boolean): Store => open(isPromoted ? ['feature'] : []);

  describe(`answers of the ${name} store`, () => {
    test('are those of a plain addition, before and after upkeep, and after late records', () => {
      const asks = fc.array(questions, { minLength: 1, maxLength: 3 });
      fc.assert(
        fc.property(traffic, traffic, fc.boolean(), asks, (rows, later, isPromoted, asked) => {
          const store = openStore(isPromoted);
          const late = later.map((row, index) => renumbered(row, 1_000 + index));
          const check = (known: readonly MeteredInvocation[]): void => {
            for (const ask of asked) expect(answer(store, ask)).toEqual(plainSums(known, ask));
          };
          store.ingest(batch(rows));
          check(rows);
          prepareAll(store);
          check(rows);
          store.ingest(batch(late));
          check([...rows, ...late]);
          prepareAll(store);
          check([...rows, ...late]);
          store.close();
        }),
        { numRuns: 40, seed: 20_261_123 },
      );
    });

    test('of parts merge to the answer of the whole, sketches too', () => {
      const store = openStore(false);
      const latencies = Array.from({ length: 400 }, (_, index) => 1 + ((index * 7_919) % 60_000));
      store.ingest(
        batch(
          latencies.map((latencyMs, index) =>
            metered({
              invocation: {
                requestId: requestId(index),
                timestampMs: T0_MS + index * 9 * MINUTE_MS,
                latencyMs,
              },
            }),
          ),
        ),
      );
      prepareAll(store);
      const ask = { groupBy: [], filter: EMPTY_FILTER };
      const cells = (cuts: readonly number[]): readonly AggregateCell[] =>
        store.aggregate({ boundariesMs: cuts, ...ask, need: NEED });
      const whole = cells([T0_MS, END_MS])[0]?.latency;
      const merged = new Sketch();
      const parts = cells(stepBoundaries({ startMs: T0_MS, endMs: END_MS }, '15m', 'UTC') ?? []);
      for (const { latency } of parts) if (latency) merged.merge(latency);
      expect(parts.length).toBeGreaterThan(200);
      expect(merged.encode()).toEqual(whole?.encode());
      expect(merged.total).toBe(400);
    });

    test('come from days and hours, and from finer data only at the edges', () => {
      const store = openStore(false);
      store.ingest(batch([metered()]));
      const reads: ReadStep[] = [];
      const boundariesMs = [T0_MS - 90_500, T0_MS + DAY_MS + HOUR_MS + MINUTE_MS];
      const ask = { boundariesMs, filter: EMPTY_FILTER, groupBy: [], need: NEED };
      store.aggregate({ ...ask, onRead: (read) => reads.push(read) });
      const spans = reads.map(({ level, startMs, endMs }) => [level, (endMs - startMs) / 1000]);
      expect(spans).toEqual([
        ['rows', 30.5],
        ['minute', 60],
        ['day', 86_400],
        ['hour', 3_600],
        ['minute', 60],
      ]);
      expect(reads[0]?.startMs).toBe(boundariesMs[0]);
      expect(reads.map(({ cube }) => cube)).toEqual([null, 'model', 'model', 'model', 'model']);
    });

    test('read no finer than the question needs: tenants from the cube that knows them', () => {
      const store = openStore(false);
      store.ingest(batch([metered()]));
      const cubeOf = (groupBy: readonly Dimension[]): ReadStep['cube'] | undefined => {
        const reads: ReadStep[] = [];
        const boundariesMs = [T0_MS, T0_MS + DAY_MS];
        const ask = { boundariesMs, filter: EMPTY_FILTER, groupBy, need: NEED };
        store.aggregate({ ...ask, onRead: (read) => reads.push(read) });
        return reads[0]?.cube;
      };
      expect(cubeOf(['provider', 'status'])).toBe('model');
      expect(cubeOf(['tenant'])).toBe('tenant');
      expect(cubeOf(['tenant', 'principal'])).toBe('full');
      expect(cubeOf(['session'])).toBeNull();
    });
  });
}

function renumbered(row: MeteredInvocation, number: number): MeteredInvocation {
  return { ...row, invocation: { ...row.invocation, requestId: requestId(number) } };
}

/** Passes of metrics: what is read again, what changes, what is paid, and what a failure leaves. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { MetricsReader } from '../../server/job/read-metrics.ts';
import { createClients } from '../../server/source/clients.ts';
import type { MetricRevision } from '../../server/store/metric-ledger.ts';
import { METRICS } from '../../shared/metrics.ts';
import type { CloudWatchMetric } from '../../shared/metric.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { storeOf } from '../query/ask.ts';
import { ACCOUNT, NOW_MS, REGION, SCOPE, withRig, type Rig } from '../source/rig.ts';

const LINE = METRICS.cloudWatchInvocations.formula as CloudWatchMetric; // As the catalogue says.
const MINUTE0_MS = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS;

function addCalls(rig: Rig, startMs: number, values: readonly number[], modelId = 'm'): void {
  const dimensions = new Map([['ModelId', modelId]]);
  const series = { namespace: 'AWS/Bedrock', metricName: 'Invocations', dimensions };
  rig.world.addMetric(SCOPE, series, [{ startMs, values }]);
}

/** A reader over a store, at a time that the test sets. */
function readerOf(rig: Rig, changes: { readonly usdPerMonth?: number } = {}) {
  const store = storeOf([]);
  const clients = createClients(() => clock.nowMs, 1);
  onTestFinished(() => {
    clients.destroy();
    store.close();
  });
  const clock = { nowMs: NOW_MS };
  const revised: MetricRevision[] = [];
  const account = { ...rig.account, metricsUsdPerMonth: changes.usdPerMonth ?? 5 };
  const context = {
    store,
    clients,
    nowMs: () => clock.nowMs,
    signal: new AbortController().signal,
    onRevised: (points: readonly MetricRevision[]) => void revised.push(...points),
  };
  const pass = async (afterMs = 0): Promise<void> => {
    clock.nowMs += afterMs;
    rig.nowMs = clock.nowMs;
    await new MetricsReader({ account, region: REGION }, context).read();
  };
  const counted = (startMs = NOW_MS - 3 * DAY_MS, endMs = NOW_MS + 3 * DAY_MS): number =>
    store
      .aggregateMetric({
        boundariesMs: [startMs, endMs],
        filter: EMPTY_FILTER,
        groupBy: [],
        metric: LINE,
      })
      .reduce((sum, cell) => sum + cell.value, 0);
  return { store, pass, counted, revised };
}

describe('MetricsReader', () => {
  test('takes the last word on a minute, and counts it once (T-MET-04)', async () => {
    await withRig(async (rig) => {
      const { pass, counted, revised } = readerOf(rig);
      const startMs = MINUTE0_MS - 5 * MINUTE_MS;
      addCalls(rig, startMs, [70_000]);
      await pass();
      expect(counted()).toBe(70_000);
      addCalls(rig, startMs, [50_000]);
      await pass(5 * MINUTE_MS);
      expect(counted()).toBe(120_000);
      expect(revised).toHaveLength(0);
    });
  });

  test('finds two hours of points that come six hours late, and says so (T-MET-05)', async () => {
    await withRig(async (rig) => {
      const { pass, counted, revised, store } = readerOf(rig);
      addCalls(rig, MINUTE0_MS - 8 * HOUR_MS, [1]);
      await pass();
      for (let minute = 0; minute < 120; minute += 1) {
        addCalls(rig, MINUTE0_MS - 8 * HOUR_MS + minute * MINUTE_MS, [10]);
      }
      await pass(5 * MINUTE_MS);
      expect(counted()).toBe(1); // They are older than what is read again each time.
      await pass(DAY_MS);
      expect(counted()).toBe(1_201);
      expect(revised).toHaveLength(1); // The others were not known at all.
      expect(store.metrics.revisions(0)).toMatchObject([{ before: 1, metricName: 'Invocations' }]);
    });
  });

  test('reads only what is new after a restart', async () => {
    await withRig(async (rig) => {
      const { pass, store } = readerOf(rig);
      addCalls(rig, MINUTE0_MS - HOUR_MS, [1]);
      await pass();
      const spent = () => store.metrics.spend('2026-11')[0]?.metrics ?? 0;
      const first = spent();
      await pass(5 * MINUTE_MS);
      expect(spent() - first).toBe(1);
      expect(first).toBeGreaterThan(1);
    });
  });

  test('waits when the money of the month is spent, and keeps its place (T-MET-12)', async () => {
    await withRig(async (rig) => {
      const { pass, store, counted } = readerOf(rig, { usdPerMonth: 1 });
      addCalls(rig, MINUTE0_MS - HOUR_MS, [1]);
      const month = { account: ACCOUNT, region: REGION, month: '2026-11' };
      store.metrics.addSpend({ ...month, metrics: 100_000 });
      await pass();
      expect(counted()).toBe(0);
      expect(rig.aws.calls.get('GetMetricData')).toBeUndefined();
      await pass(9 * DAY_MS); // December begins.
      expect(rig.aws.calls.get('GetMetricData')).toBeGreaterThan(0);
    });
  });

  test('concludes nothing from an answer that is not whole, and asks again (T-MET-01)', async () => {
    await withRig(async (rig) => {
      const { pass, store, counted } = readerOf(rig);
      for (let minute = 0; minute < 60; minute += 1) {
        addCalls(rig, MINUTE0_MS - HOUR_MS + minute * MINUTE_MS, [1]);
      }
      await pass();
      const before = store.sourceStates()[0]?.completeToMs ?? 0;
      rig.aws.setFaults({ rules: [{ kind: 'metricStatus', status: 'Forbidden' }] });
      await expect(pass(5 * MINUTE_MS)).rejects.toMatchObject({ code: 'badAnswer' });
      expect(store.sourceStates()[0]?.completeToMs).toBe(before);
      rig.aws.setFaults({});
      await pass(5 * MINUTE_MS);
      expect(store.sourceStates()[0]?.completeToMs).toBeGreaterThan(before);
      expect(counted()).toBe(60);
    });
  });

  test('keeps asking for a model that has been silent for 15 days (T-MET-08)', async () => {
    await withRig(async (rig) => {
      const { pass, store } = readerOf(rig);
      addCalls(rig, MINUTE0_MS - HOUR_MS, [1], 'quiet');
      await pass();
      expect(store.metrics.series(ACCOUNT, REGION)).toMatchObject([{ modelId: 'quiet' }]);
      const calls = rig.aws.calls.get('GetMetricData') ?? 0;
      await pass(15 * DAY_MS);
      expect(rig.aws.calls.get('GetMetricData')).toBeGreaterThan(calls);
    });
  });
});

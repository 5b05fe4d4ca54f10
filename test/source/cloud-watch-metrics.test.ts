/** Reading CloudWatch's counts: periods, pages, answers that are not whole, forgotten series. */
import { describe, expect, test } from 'vitest';
import {
  readMetricPoints,
  type IncompleteSeries,
  type MetricQuestion,
} from '../../server/source/cloud-watch-metrics.ts';
import type { MetricPoint } from '../../server/source/metric.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ACCOUNT, NOW_MS, REGION, SCOPE, withRig, type Rig } from './rig.ts';

const CALLED = { namespace: 'AWS/Bedrock', metricName: 'Invocations' };

/** One call a minute of one model, over the last hours. */
function addMinutes(rig: Rig, hours: number, modelId = 'm'): void {
  const lastMs = Math.floor(NOW_MS / MINUTE_MS) * MINUTE_MS;
  const minutes = Array.from({ length: hours * 60 }, (_, index) => {
    return { startMs: lastMs - (index + 1) * MINUTE_MS, values: [1] };
  });
  const dimensions = new Map(modelId === '' ? [] : [['ModelId', modelId]]);
  rig.world.addMetric(SCOPE, { ...CALLED, dimensions }, minutes);
}

async function readAll(
  rig: Rig,
  question: Partial<MetricQuestion> = {},
): Promise<readonly MetricPoint[]> {
  const client = rig.clients.cloudWatch(rig.account, REGION);
  const points: MetricPoint[] = [];
  const window = { fromMs: NOW_MS - 6 * HOUR_MS, toMs: NOW_MS, nowMs: NOW_MS };
  const asked = { account: ACCOUNT, region: REGION, ...window, ...question };
  for await (const group of readMetricPoints(client, asked)) points.push(...group);
  return points;
}

function sum(points: readonly MetricPoint[]): number {
  return points.reduce((total, point) => total + point.value, 0);
}

describe('readMetricPoints', () => {
  test('counts every minute once, fine where it is fresh and coarse before', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 5);
      const points = await readAll(rig);
      expect(sum(points)).toBe(300);
      expect(new Set(points.map((point) => point.periodSeconds))).toEqual(new Set([300, 60]));
      expect(points[0]).toMatchObject({ account: ACCOUNT, modelId: 'm', statistic: 'Sum' });
    });
  });

  test('gives the same whichever way answers are cut into pages (T-MET-02)', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 5, 'm');
      addMinutes(rig, 5, 'n');
      const whole = await readAll(rig);
      rig.aws.setFaults({ pageItemsMax: { GetMetricData: 7, ListMetrics: 1 } });
      const key = (point: MetricPoint): string => `${point.startMs} ${point.modelId}`;
      const order = (a: MetricPoint, b: MetricPoint): number => (key(a) < key(b) ? -1 : 1);
      expect([...(await readAll(rig))].sort(order)).toEqual([...whole].sort(order));
    });
  });

  test.each(['PartialData', 'InternalError', 'Forbidden'] as const)(
    'asks again when the status is %s, and takes the second answer (T-MET-01)',
    async (status) => {
      await withRig(async (rig) => {
        addMinutes(rig, 2);
        rig.aws.setFaults({ rules: [{ kind: 'metricStatus', status, times: 1 }] });
        const fromMs = NOW_MS - 2 * HOUR_MS; // All in one question, so that the fault hits it.
        expect(sum(await readAll(rig, { fromMs }))).toBe(120);
      });
    },
  );

  test('gives no point of a series that stays incomplete, and tells of it (T-MET-01)', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 2);
      rig.aws.setFaults({ rules: [{ kind: 'metricStatus', status: 'PartialData' }] });
      const incomplete: IncompleteSeries[] = [];
      const onIncomplete = (series: IncompleteSeries): void => void incomplete.push(series);
      expect(await readAll(rig, { onIncomplete })).toEqual([]);
      expect(incomplete[0]).toMatchObject({ modelId: 'm', status: 'PartialData' });
    });
  });

  test('gives the same points at every second of a minute (T-MET-06)', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 2);
      const minuteMs = NOW_MS - 30_000;
      const first = await readAll(rig, { nowMs: minuteMs, toMs: minuteMs });
      for (const second of [1, 17, 59]) {
        const nowMs = minuteMs + second * 1_000;
        expect(await readAll(rig, { nowMs, toMs: nowMs })).toEqual(first);
      }
    });
  });

  test('asks for models that CloudWatch no longer lists (T-MET-08)', async () => {
    await withRig(async (rig) => {
      expect(await readAll(rig, { knownModelIds: ['silent'] })).toEqual([]);
      expect(rig.aws.calls.get('GetMetricData')).toBeGreaterThan(0);
    });
  });

  test('asks nothing where there is no series', async () => {
    await withRig(async (rig) => {
      expect(await readAll(rig)).toEqual([]);
      expect(rig.aws.calls.get('GetMetricData')).toBeUndefined();
    });
  });

  test('leaves out parts of a series, other metrics and other services', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 1);
      addMinutes(rig, 1, '');
      const minutes = [{ startMs: NOW_MS - HOUR_MS, values: [5] }];
      const tier = new Map([
        ['ModelId', 'm'],
        ['ServiceTier', 'flex'],
      ]);
      rig.world.addMetric(SCOPE, { ...CALLED, dimensions: tier }, minutes);
      const other = { ...CALLED, metricName: 'InvocationLatency', dimensions: new Map() };
      rig.world.addMetric(SCOPE, other, minutes);
      const models = (await readAll(rig)).map((point) => point.modelId);
      expect(new Set(models)).toEqual(new Set(['m', '']));
    });
  });

  test('takes more series than one call may ask for', async () => {
    await withRig(async (rig) => {
      const models = Array.from({ length: 600 }, (_, index) => `model ${index}`);
      const minutes = [{ startMs: Math.floor(NOW_MS / HOUR_MS) * HOUR_MS, values: [2] }];
      for (const model of models) {
        const dimensions = new Map([['ModelId', model]]);
        rig.world.addMetric(SCOPE, { ...CALLED, dimensions }, minutes);
      }
      const points = await readAll(rig, { fromMs: NOW_MS - HOUR_MS });
      expect(new Set(points.map((point) => point.modelId)).size).toBe(600);
    });
  });

  test.each([
    ['throttle', 'throttled'],
    ['accessDenied', 'denied'],
  ] as const)('ends on %s', async (kind, code) => {
    await withRig(async (rig) => {
      addMinutes(rig, 2);
      rig.aws.setFaults({ rules: [{ kind, operation: 'GetMetricData' }] });
      await expect(readAll(rig, { fromMs: NOW_MS - DAY_MS })).rejects.toMatchObject({ code });
    });
  });
});

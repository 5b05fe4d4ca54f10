/** Reading CloudWatch's counts: periods, pages, answers that are not whole, forgotten series. */
import { describe, expect, test } from 'vitest';
import {
  readMetricPoints,
  type IncompleteSeries,
} from '../../server/source/cloud-watch-metrics.ts';
import { listMetricSeries } from '../../server/source/metric-list.ts';
import { planMetricSpans } from '../../server/source/metric-plan.ts';
import type { MetricPoint, MetricSeries } from '../../server/source/metric.ts';
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

interface Asked {
  readonly fromMs?: number;
  readonly nowMs?: number;
  readonly stored?: readonly MetricSeries[];
  readonly modelIds?: readonly string[];
  readonly onIncomplete?: (series: IncompleteSeries) => void;
  readonly onAsked?: (metrics: number) => void;
  /** Gets the points that came before an error. */
  readonly kept?: MetricPoint[];
}

async function readAll(rig: Rig, asked: Asked = {}): Promise<readonly MetricPoint[]> {
  const { nowMs = NOW_MS, stored = [], modelIds = [], kept: points = [], ...told } = asked;
  const client = rig.clients.cloudWatch(rig.account, REGION);
  const series = await listMetricSeries(client, { modelIds, stored });
  const window = { startMs: asked.fromMs ?? nowMs - 8 * HOUR_MS, endMs: nowMs };
  for (const span of planMetricSpans(window, nowMs)) {
    const question = { account: ACCOUNT, region: REGION, span, series, ...told };
    for await (const group of readMetricPoints(client, question)) points.push(...group);
  }
  return points;
}

function sum(points: readonly MetricPoint[]): number {
  return points.reduce((total, point) => total + point.value, 0);
}

describe('readMetricPoints', () => {
  test('counts every minute once, fine where it is fresh and coarse before', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 7);
      const points = await readAll(rig);
      expect(sum(points)).toBe(420);
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

  test('keeps what came of a series that stays incomplete, and tells of it (T-MET-01)', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 2);
      rig.aws.setFaults({ rules: [{ kind: 'metricStatus', status: 'PartialData' }] });
      const incomplete: IncompleteSeries[] = [];
      const onIncomplete = (series: IncompleteSeries): void => void incomplete.push(series);
      const fromMs = NOW_MS - 2 * HOUR_MS;
      const points = await readAll(rig, { fromMs, onIncomplete });
      expect(points.length).toBeGreaterThan(0);
      expect(new Set(points.map((point) => point.startMs)).size).toBeLessThan(120);
      expect(incomplete[0]).toMatchObject({ modelId: 'm', status: 'PartialData' });
    });
  });

  test('gives the same points at every second of a minute (T-MET-06)', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 2);
      const minuteMs = NOW_MS - 30_000;
      const first = await readAll(rig, { nowMs: minuteMs });
      for (const second of [1, 17, 59]) {
        const nowMs = minuteMs + second * 1_000;
        expect(await readAll(rig, { nowMs })).toEqual(first);
      }
    });
  });

  test('asks for models that CloudWatch no longer lists (T-MET-08)', async () => {
    await withRig(async (rig) => {
      expect(await readAll(rig, { modelIds: ['silent'] })).toEqual([]);
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
      addMinutes(rig, 1, ''); // The account's total, which models add up to.
      const minutes = [{ startMs: NOW_MS - HOUR_MS, values: [5] }];
      const tier = new Map([
        ['ModelId', 'm'],
        ['ServiceTier', 'flex'],
      ]);
      rig.world.addMetric(SCOPE, { ...CALLED, dimensions: tier }, minutes);
      const other = { ...CALLED, metricName: 'NoSuchMetric', dimensions: new Map() };
      rig.world.addMetric(SCOPE, other, minutes);
      const models = (await readAll(rig)).map((point) => point.modelId);
      expect(new Set(models)).toEqual(new Set(['m']));
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

  test('keeps the pages before one that fails, and fails all the same (T-MET-03)', async () => {
    await withRig(async (rig) => {
      addMinutes(rig, 2);
      const rules = [{ kind: 'accessDenied', operation: 'GetMetricData', skip: 2 }] as const;
      rig.aws.setFaults({ rules, pageItemsMax: { GetMetricData: 10 } });
      const kept: MetricPoint[] = [];
      const partial: string[] = [];
      const reading = readAll(rig, {
        fromMs: NOW_MS - 2 * HOUR_MS,
        kept,
        onIncomplete: ({ status }) => partial.push(status),
      });
      await expect(reading).rejects.toMatchObject({ code: 'denied' });
      expect(kept).toHaveLength(20);
      expect(partial).toEqual(['PartialData']);
    });
  });

  test.each([
    ['first', 0],
    ['last', 5],
  ])('asks again when the %s page is not whole (T-MET-01)', async (_, skip) => {
    await withRig(async (rig) => {
      addMinutes(rig, 1);
      const rules = [{ kind: 'metricStatus', status: 'InternalError', skip, times: 1 }] as const;
      rig.aws.setFaults({ rules, pageItemsMax: { GetMetricData: 10 } });
      expect(sum(await readAll(rig, { fromMs: NOW_MS - 2 * HOUR_MS }))).toBe(60);
    });
  });
});

describe('the series that are read', () => {
  test('asks for series that were read before, though the list forgot them (T-MET-08)', async () => {
    await withRig(async (rig) => {
      const labels = [['Project', 'p1']] as const;
      const silent = {
        namespace: 'AWS/BedrockMantle',
        metricName: 'InputTokens',
        modelId: 'openai.gpt-oss-120b',
        labels,
        statistic: 'Sum',
      } as const;
      let metrics = 0;
      const onAsked = (count: number): void => void (metrics += count);
      await readAll(rig, { fromMs: NOW_MS - HOUR_MS, stored: [silent], onAsked });
      expect(metrics).toBe(1);
    });
  });

  test('reads mantle by model and project, guardrails by policy, and deliveries (T-MET-16)', async () => {
    await withRig(async (rig) => {
      const minutes = [{ startMs: NOW_MS - HOUR_MS - 30_000, values: [5] }];
      const add = (namespace: string, metricName: string, pairs: readonly [string, string][]) =>
        rig.world.addMetric(SCOPE, { namespace, metricName, dimensions: new Map(pairs) }, minutes);
      add('AWS/BedrockMantle', 'InputTokens', [
        ['Project', 'p1'],
        ['Model', 'openai.gpt-oss-120b'],
      ]);
      add('AWS/BedrockMantle', 'Inferences', [['Model', 'openai.gpt-oss-120b']]);
      add('AWS/BedrockMantle', 'Inferences', []);
      add('AWS/Bedrock/Guardrails', 'TextUnitCount', [['GuardrailPolicyType', 'TopicPolicy']]);
      add('AWS/Bedrock', 'ModelInvocationLogsS3DeliveryFailure', [
        ['ModelId', 'Across all model IDs'],
      ]);
      const points = await readAll(rig, { fromMs: NOW_MS - 2 * HOUR_MS });
      const told = points.map(({ metricName, modelId, labels }) => [metricName, modelId, labels]);
      expect(told.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
        ['Inferences', '', []],
        ['InputTokens', 'openai.gpt-oss-120b', [['Project', 'p1']]],
        ['ModelInvocationLogsS3DeliveryFailure', 'Across all model IDs', []],
        ['TextUnitCount', '', [['GuardrailPolicyType', 'TopicPolicy']]],
      ]);
    });
  });

  test('never names a unit, which would hide points of any other (T-MET-13)', async () => {
    const bodies: string[] = [];
    await withRig(async (rig) => {
      addMinutes(rig, 1);
      const client = rig.clients.cloudWatch(rig.account, REGION);
      client.middlewareStack.add(
        (next) => (args) => {
          bodies.push(JSON.stringify(args.input));
          return next(args);
        },
        { step: 'initialize' },
      );
      await readAll(rig, { fromMs: NOW_MS - HOUR_MS });
    });
    const asked = bodies.filter((body) => body.includes('MetricStat'));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((body) => body.includes('Unit'))).toEqual([]);
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

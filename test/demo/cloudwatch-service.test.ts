/** CloudWatch on the local endpoint, asked by the real client. */
import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
  paginateDescribeAlarms,
  paginateGetMetricData,
  paginateListMetrics,
  type GetMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import type { MetricSeries, WorldAlarm } from '../../server/demo/aws-world.ts';
import type { FaultPlan } from '../../server/demo/fault-plan.ts';
import { createWorld, type MemoryWorld } from '../../server/demo/memory-world.ts';
import { NOW_MS, SCOPE, withLocalAws, type Rig } from './clients.ts';

const MINUTE_MS = 60_000;
const START_MS = NOW_MS - 3_600_000;

function seriesOf(metricName: string, modelId = 'amazon.nova-lite-v1:0'): MetricSeries {
  return { namespace: 'AWS/Bedrock', metricName, dimensions: new Map([['ModelId', modelId]]) };
}

/** Ten minutes of two samples each: index and index + 10. */
function worldWithLatency(): MemoryWorld {
  const world = createWorld();
  const minutes = Array.from({ length: 10 }, (_, index) => ({
    startMs: START_MS + index * MINUTE_MS,
    values: [index, index + 10],
  }));
  world.addMetric(SCOPE, seriesOf('InvocationLatency'), minutes);
  return world;
}

function question(...queries: readonly (readonly [stat: string, period: number])[]) {
  return {
    StartTime: new Date(START_MS),
    EndTime: new Date(NOW_MS),
    ScanBy: 'TimestampAscending' as const,
    MetricDataQueries: queries.map(([Stat, Period], index) => ({
      Id: `q${index}`,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/Bedrock',
          MetricName: 'InvocationLatency',
          Dimensions: [{ Name: 'ModelId', Value: 'amazon.nova-lite-v1:0' }],
        },
        Period,
        Stat,
      },
    })),
  };
}

async function allPoints({ cloudWatch }: Rig, input: GetMetricDataCommandInput) {
  const points: string[] = [];
  const statuses: string[] = [];
  for await (const page of paginateGetMetricData({ client: cloudWatch }, input)) {
    for (const { Id, Timestamps = [], Values = [], StatusCode = '' } of page.MetricDataResults ??
      []) {
      statuses.push(StatusCode);
      Timestamps.forEach((time, index) => {
        points.push(`${Id} ${(time.getTime() - START_MS) / MINUTE_MS} ${Values[index]}`);
      });
    }
  }
  return { points, statuses };
}

describe('GetMetricData', () => {
  test.each([
    ['Sum', 100],
    ['SampleCount', 10],
    ['Average', 10],
    ['Minimum', 1],
    ['Maximum', 19],
    ['p50', 10],
    ['p90', 17.2],
  ])('works out %s over a period', async (statistic, expected) => {
    const world = createWorld();
    const values = [1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
    world.addMetric(SCOPE, seriesOf('InvocationLatency'), [{ startMs: START_MS, values }]);
    await withLocalAws(world, async (rig) => {
      const { points } = await allPoints(rig, question([statistic, 300]));
      expect(points).toEqual([`q0 0 ${expected}`]);
    });
  });

  test('gives every point once over pages, and is partial until the last', async () => {
    await withLocalAws(worldWithLatency(), async (rig) => {
      const whole = await allPoints(rig, question(['Sum', 60], ['Sum', 300]));
      const paged = await allPoints(rig, {
        ...question(['Sum', 60], ['Sum', 300]),
        MaxDatapoints: 5,
      });
      expect(whole.points).toHaveLength(12);
      expect([...paged.points].sort()).toEqual([...whole.points].sort());
      expect(paged.statuses.slice(0, 2)).toEqual(['PartialData', 'PartialData']);
      expect(paged.statuses.at(-1)).toBe('Complete');
    });
  });

  test('gives the newest first when nothing else is asked', async () => {
    await withLocalAws(worldWithLatency(), async (rig) => {
      const { ScanBy: _, ...rest } = question(['Sum', 300]);
      const { points } = await allPoints(rig, { ...rest, MaxDatapoints: 1 });
      expect(points).toEqual(['q0 5 120', 'q0 0 70']);
    });
  });

  test('leaves the end of the range out', async () => {
    await withLocalAws(worldWithLatency(), async (rig) => {
      const EndTime = new Date(START_MS + 2 * MINUTE_MS);
      const { points } = await allPoints(rig, { ...question(['Sum', 60]), EndTime });
      expect(points).toEqual(['q0 0 10', 'q0 1 12']);
    });
  });

  test('has no minutes older than fifteen days', async () => {
    await withLocalAws(
      worldWithLatency(),
      async (rig) => {
        expect((await allPoints(rig, question(['Sum', 60]))).points).toEqual([]);
        expect((await allPoints(rig, question(['Sum', 300]))).points).toHaveLength(2);
      },
      { nowMs: () => NOW_MS + 15 * 86_400_000 },
    );
  });

  test.each(['PartialData', 'InternalError', 'Forbidden'] as const)(
    'answers %s with HTTP 200 and without the newest points',
    async (status) => {
      await withLocalAws(
        worldWithLatency(),
        async (rig) => {
          const { points, statuses } = await allPoints(rig, question(['Sum', 60]));
          expect(statuses).toEqual([status]);
          expect(points).toHaveLength(status === 'Forbidden' ? 0 : 5);
        },
        { faults: { rules: [{ kind: 'metricStatus', status }] } },
      );
    },
  );

  test('fails by throttle under the name that the client gives it', async () => {
    const faults: FaultPlan = { rules: [{ kind: 'throttle', service: 'monitoring', times: 1 }] };
    await withLocalAws(
      worldWithLatency(),
      async ({ cloudWatch }) => {
        const command = new GetMetricDataCommand(question(['Sum', 60]));
        await expect(cloudWatch.send(command)).rejects.toMatchObject({ name: 'Throttling' });
        expect((await cloudWatch.send(command)).MetricDataResults).toHaveLength(1);
      },
      { faults },
    );
  });
});

describe('ListMetrics', () => {
  test('gives every series once over pages', async () => {
    const world = createWorld();
    for (const model of ['a', 'b', 'c']) world.addMetric(SCOPE, seriesOf('Invocations', model), []);
    await withLocalAws(
      world,
      async ({ cloudWatch }) => {
        const models: unknown[] = [];
        const input = { Namespace: 'AWS/Bedrock', MetricName: 'Invocations' };
        for await (const page of paginateListMetrics({ client: cloudWatch }, input)) {
          models.push(...(page.Metrics ?? []).map(({ Dimensions }) => Dimensions?.[0]?.Value));
        }
        expect(models).toEqual(['a', 'b', 'c']);
      },
      { faults: { pageItemsMax: { ListMetrics: 2 } } },
    );
  });

  test('keeps to the asked name and dimension', async () => {
    const world = createWorld();
    world.addMetric(SCOPE, seriesOf('Invocations', 'a'), []);
    world.addMetric(SCOPE, seriesOf('Invocations', 'b'), []);
    world.addMetric(SCOPE, seriesOf('InvocationLatency', 'b'), []);
    await withLocalAws(world, async ({ cloudWatch }) => {
      const Dimensions = [{ Name: 'ModelId', Value: 'b' }];
      const command = new ListMetricsCommand({ MetricName: 'Invocations', Dimensions });
      expect((await cloudWatch.send(command)).Metrics).toHaveLength(1);
    });
  });
});

describe('DescribeAlarms', () => {
  const alarm: WorldAlarm = {
    name: 'throttles',
    series: seriesOf('InvocationThrottles'),
    statistic: 'Sum',
    periodSeconds: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    threshold: 50,
    comparison: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
    state: 'ALARM',
    stateReason: 'Threshold crossed.',
    stateUpdatedAtMs: NOW_MS - 60_000,
  };

  test('gives threshold, statistic and state of each alarm over pages', async () => {
    const world = createWorld();
    world.addAlarm(SCOPE, alarm);
    world.addAlarm(SCOPE, { ...alarm, name: 'latency', statistic: 'p99', state: 'OK' });
    await withLocalAws(world, async ({ cloudWatch }) => {
      const alarms = [];
      const input = { AlarmTypes: ['MetricAlarm' as const], MaxRecords: 1 };
      for await (const page of paginateDescribeAlarms({ client: cloudWatch }, input)) {
        alarms.push(...(page.MetricAlarms ?? []));
      }
      expect(alarms).toMatchObject([
        { AlarmName: 'throttles', Statistic: 'Sum', Threshold: 50, StateValue: 'ALARM' },
        { AlarmName: 'latency', ExtendedStatistic: 'p99', StateValue: 'OK' },
      ]);
      expect(alarms[0]?.StateUpdatedTimestamp?.getTime()).toBe(NOW_MS - 60_000);
    });
  });

  test('has no composite alarms to give', async () => {
    const world = createWorld();
    world.addAlarm(SCOPE, alarm);
    await withLocalAws(world, async ({ cloudWatch }) => {
      const command = new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] });
      expect((await cloudWatch.send(command)).MetricAlarms).toEqual([]);
    });
  });
});

/** Looks at CloudWatch: whether counts and alarms may be read, and whether logs keep up. */
import {
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type CloudWatchClient,
} from '@aws-sdk/client-cloudwatch';
import { withAlarmTypes } from './cloud-watch-alarms.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { examine, ok, type Finding, type Place } from './finding.ts';
import { floorTo } from './schedule.ts';
import { ALL_MODELS, BEDROCK } from './metric-catalogue.ts';
import { listMetricSeries, NOTHING_KNOWN } from './metric-list.ts';

const FAILURES = [
  'ModelInvocationLogsCloudWatchDeliveryFailure',
  'ModelInvocationLogsS3DeliveryFailure',
] as const;

/** Whether metrics and alarms may be read, and whether Bedrock could deliver its records. */
export async function examineMetrics(
  client: CloudWatchClient,
  place: Place,
  nowMs: number,
): Promise<readonly Finding[]> {
  const metrics = { check: 'metrics', action: 'cloudwatch:ListMetrics' } as const;
  const alarms = { check: 'alarms', action: 'cloudwatch:DescribeAlarms' } as const;
  const history = { check: 'alarms', action: 'cloudwatch:DescribeAlarmHistory' } as const;
  const delivery = { check: 'delivery', action: 'cloudwatch:GetMetricData' } as const;
  return [
    await examine(place, metrics, async () => {
      const series = await listMetricSeries(client, NOTHING_KNOWN);
      const models = new Set(series.map(({ modelId }) => modelId));
      for (const none of ['', ALL_MODELS]) models.delete(none);
      if (models.size > 0) return ok(`Counts of ${models.size} models.`);
      const says = 'CloudWatch has counted no call in this Region in the last two weeks.';
      return { state: 'missing', says, fix: 'Nothing, if nobody calls Bedrock here.' };
    }),
    await examine(place, alarms, async () => {
      await withAlarmTypes((AlarmTypes) => {
        return client.send(new DescribeAlarmsCommand({ AlarmTypes, MaxRecords: 1 }));
      });
      return ok('Alarms may be read.');
    }),
    await examine(place, history, async () => {
      await client.send(new DescribeAlarmHistoryCommand({ MaxRecords: 1 }));
      return ok('The history of alarms may be read.');
    }),
    await examine(place, delivery, async () => {
      const failed = await failuresSince(client, floorTo(nowMs - DAY_MS, HOUR_MS), nowMs);
      if (failed === 0) return ok('No record of the last day failed to be delivered.');
      const says = `Bedrock could not deliver ${failed} records of the last day; they are lost.`;
      const fix =
        'Check what its logging role and the bucket policy allow: logs:PutLogEvents, s3:PutObject.';
      return { state: 'wrong', says, fix };
    }),
  ];
}

async function failuresSince(
  client: CloudWatchClient,
  startMs: number,
  nowMs: number,
): Promise<number> {
  const dimensions = [{ Name: 'ModelId', Value: ALL_MODELS }];
  const queries = FAILURES.flatMap((MetricName, index) =>
    [[], dimensions].map((Dimensions, which) => ({
      Id: `f${index}${which}`,
      MetricStat: {
        Metric: { Namespace: BEDROCK, MetricName, Dimensions },
        Period: HOUR_MS / 1000,
        Stat: 'Sum',
      },
    })),
  );
  const reply = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(startMs),
      EndTime: new Date(floorTo(nowMs, HOUR_MS) + HOUR_MS),
      ScanBy: 'TimestampAscending',
    }),
  );
  const sums = (reply.MetricDataResults ?? []).map(({ Id = '', Values = [] }) => {
    return [Id.slice(0, -1), Values.reduce((sum, value) => sum + value, 0)] as const;
  });
  // The account's total stands under no dimension or under one for all models: one is enough.
  return [...new Set(sums.map(([id]) => id))].reduce((total, id) => {
    return total + Math.max(...sums.filter(([of]) => of === id).map(([, sum]) => sum));
  }, 0);
}

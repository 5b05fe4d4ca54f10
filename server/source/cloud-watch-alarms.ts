/** Reads the CloudWatch alarms that people set on Bedrock's metrics and logs. */
import {
  DescribeAlarmsCommand,
  type AlarmType,
  type CloudWatchClient,
} from '@aws-sdk/client-cloudwatch';
import { toSourceError } from './aws-error.ts';
import { compositeAlarmOf, logAlarmOf, metricAlarmOf } from './cloud-watch-alarm-types.ts';
import type { CloudWatchAlarm } from './metric.ts';
import { tokenPages } from './token-pages.ts';

const PAGE_ALARMS = 100;

/** Left out, AWS gives those on metrics alone; composite ones need the permission on all. */
const ALL_TYPES: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];
/** What endpoints know that are older than alarms on logs. */
const OLDER_TYPES: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm'];

/** Asks for all types of alarms, and where the newest is refused for the others. */
export async function withAlarmTypes<Answer>(
  ask: (types: AlarmType[]) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask([...ALL_TYPES]);
  } catch (error) {
    if (!(error instanceof Error) || !/Validation|InvalidParameter/.test(error.name)) throw error;
    return ask([...OLDER_TYPES]);
  }
}

/**
 * All alarms on a namespace of Bedrock or on its logs, and composite ones that name one of them,
 * sorted by name.
 *
 * @throws SourceError
 */
export async function readCloudWatchAlarms(
  client: CloudWatchClient,
  account: string,
  region: string,
): Promise<readonly CloudWatchAlarm[]> {
  const alarms: CloudWatchAlarm[] = [];
  const composites: CloudWatchAlarm[] = [];
  const place = { account, region };
  const ask = ({ token: NextToken }: { readonly token?: string }) => {
    const page = { MaxRecords: PAGE_ALARMS, ...(NextToken && { NextToken }) };
    return withAlarmTypes((AlarmTypes) => {
      return client.send(new DescribeAlarmsCommand({ AlarmTypes, ...page }));
    });
  };
  try {
    for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
      const own = [
        ...(page.MetricAlarms ?? []).flatMap((alarm) => metricAlarmOf(alarm) ?? []),
        ...(page.LogAlarms ?? []).flatMap((alarm) => logAlarmOf(alarm) ?? []),
      ];
      const over = (page.CompositeAlarms ?? []).map(compositeAlarmOf);
      alarms.push(...own.map((alarm) => ({ ...place, ...alarm })));
      composites.push(...over.map((alarm) => ({ ...place, ...alarm })));
    }
  } catch (error) {
    throw toSourceError(error, `read CloudWatch alarms in ${region}`);
  }
  return [...alarms, ...about(alarms, composites)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Composites that name an alarm of Bedrock, by name or ARN, or another such composite. */
function about(
  alarms: readonly CloudWatchAlarm[],
  composites: readonly CloudWatchAlarm[],
): readonly CloudWatchAlarm[] {
  const found = new Set<CloudWatchAlarm>();
  for (let known = alarms; known.length > 0;) {
    const names = known.flatMap(({ name, arn }) => [`"${name}"`, `(${name})`, arn]);
    known = composites.filter((one) => {
      return !found.has(one) && names.some((name) => name !== '' && one.expression.includes(name));
    });
    for (const one of known) found.add(one);
  }
  return [...found];
}

/** Looks at the log group of the config: whether it is there, holds records and may be read. */
import { FilterLogEventsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DAY_MS } from '../../shared/window.ts';
import { describeLogGroup, logGroupName } from './log-group.ts';
import { examine, ok, type Finding, type Place } from './finding.ts';

/** Whether the log group exists and its events may be read. */
export async function examineLogGroup(
  client: CloudWatchLogsClient,
  place: Place,
  nowMs: number,
): Promise<Finding> {
  const logGroup = place.account.cloudWatchLogs?.logGroup ?? '';
  return examine(place, { check: 'logGroup', action: 'logs:FilterLogEvents' }, async () => {
    const group = await describeLogGroup(client, logGroup);
    if (group === null) {
      const fix =
        `aws logs create-log-group --region ${place.region} --log-group-name ${logGroup}\n` +
        'or write the name that logging delivers to into `cloudWatchLogs: { logGroup }`.';
      return { state: 'missing', says: `There is no log group ${logGroup}.`, fix };
    }
    if (group.logClass !== null && group.logClass !== 'STANDARD')
      return notStandard(group.logClass, place);
    const reply = await client.send(
      new FilterLogEventsCommand({
        ...logGroupName(logGroup),
        startTime: nowMs - DAY_MS,
        endTime: nowMs,
        limit: 1,
      }),
    );
    const days = group.retentionDays === null ? 'for ever' : `for ${group.retentionDays} days`;
    const held = (reply.events ?? []).length > 0 ? 'Has' : 'May have'; // Pages may be empty.
    return ok(`${held} events of the last day; keeps them ${days}.`);
  });
}

/** Only groups of the class Standard answer FilterLogEvents; a class is for the life of a group. */
function notStandard(logClass: string, { region }: Place) {
  const says = `The log group is of class ${logClass}: its events cannot be read one by one.`;
  const fix =
    'Let logging deliver to S3 and name the bucket in `s3:`, or to a group of class Standard:\n' +
    `aws logs create-log-group --region ${region} --log-group-class STANDARD --log-group-name NAME`;
  return { state: 'wrong' as const, says, fix };
}

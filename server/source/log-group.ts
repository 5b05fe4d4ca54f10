/** A log group by its name or ARN, and what is known of it. */
import {
  DescribeLogGroupsCommand,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';

/** A group of another account can only be named by its ARN, without the trailing star. */
export function logGroupName(
  logGroup: string,
): { readonly logGroupName: string } | { readonly logGroupIdentifier: string } {
  if (!logGroup.startsWith('arn:')) return { logGroupName: logGroup };
  return { logGroupIdentifier: logGroup.replace(/:\*$/, '') };
}

/** Null when there is none; a group that may not be described is taken to be there. */
export async function describeLogGroup(
  client: CloudWatchLogsClient,
  logGroup: string,
): Promise<{ readonly retentionDays: number | null; readonly logClass: string | null } | null> {
  const name = logGroup.replace(/^arn:.*:log-group:|:\*$/g, '');
  // Groups of another account are not in the lists of this one; reading them tells.
  if (logGroup.startsWith('arn:')) return { retentionDays: null, logClass: null };
  const reply = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  const found = (reply.logGroups ?? []).find((group) => group.logGroupName === name);
  if (!found) return null;
  return { retentionDays: found.retentionInDays ?? null, logClass: found.logGroupClass ?? null };
}

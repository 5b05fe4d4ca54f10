/** Looks at everything that one account and Region need, and says what is missing. */
import { ListInferenceProfilesCommand, type BedrockClient } from '@aws-sdk/client-bedrock';
import type { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { AwsClients } from './clients.ts';
import { examineBodies } from './examine-bodies.ts';
import { examineBucket } from './examine-bucket.ts';
import { examineLogGroup } from './examine-log-group.ts';
import { examineLogging } from './examine-logging.ts';
import { examineMetrics } from './examine-metrics.ts';
import { examine, ok, type Finding, type Place } from './finding.ts';
import { readPrincipalTags } from './principal-tags.ts';

/**
 * All findings for one account and Region, in the order in which they are mended.
 *
 * Without an identity nothing else can be asked: then that is the only finding. Never throws.
 */
export async function examinePlace(
  place: Place,
  clients: AwsClients,
  nowMs: number,
): Promise<readonly Finding[]> {
  const { account, region } = place;
  const identity = await examineIdentity(clients.sts(account, region), place);
  if (identity.state !== 'ok') return [identity];
  const bedrock = clients.bedrock(account, region);
  const inBucket = account.s3
    ? await examineBucket(clients.s3(account, account.s3.region), place, nowMs)
    : [];
  // Whoever may read no object may read no body either, and needs to hear of it once.
  const mayRead = inBucket.every(({ state }) => state === 'ok' || state === 'missing');
  return [
    identity,
    await examineLogging(bedrock, place),
    ...(account.cloudWatchLogs
      ? [await examineLogGroup(clients.cloudWatchLogs(account, region), place, nowMs)]
      : []),
    ...inBucket,
    ...(mayRead ? await examineBodies(clients, place, nowMs) : []),
    ...(account.cloudWatchLogs || account.s3 ? [] : [nothingToRead(place)]),
    ...(account.metrics
      ? await examineMetrics(clients.cloudWatch(account, region), place, nowMs)
      : []),
    ...(account.inventory ? [await examineInventory(bedrock, place)] : []),
    ...(account.principalTags ? [await examineCallers(clients.iam(account, region), place)] : []),
  ];
}

async function examineIdentity(client: STSClient, place: Place): Promise<Finding> {
  const action = place.account.roleArn === null ? 'sts:GetCallerIdentity' : 'sts:AssumeRole';
  const finding = await examine(place, { check: 'identity', action }, async () => {
    const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    if (Account === place.account.id) return ok(`Reads as ${Arn}.`);
    const fix =
      `Add a role of ${place.account.id} to the account as \`roleArn:\`, ` +
      `or use credentials of ${place.account.id}.`;
    return { state: 'wrong', says: `The credentials belong to account ${Account}.`, fix };
  });
  if (finding.state !== 'denied' || place.account.roleArn === null) return finding;
  const { roleArn, externalId } = place.account;
  const fix =
    `Allow sts:AssumeRole on ${roleArn} here, and let its trust policy name this identity` +
    `${externalId === null ? '' : ` and the external id ${externalId}`}: ` +
    '`outcrop iam-policy --reader ARN` prints both.';
  return { ...finding, fix };
}

async function examineInventory(client: BedrockClient, place: Place): Promise<Finding> {
  const action = 'bedrock:ListInferenceProfiles';
  return examine(place, { check: 'inventory', action }, async () => {
    await client.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1 }),
    );
    return ok('Inference profiles may be read.');
  });
}

/** IAM tells that there is no such role only to those who may ask. */
async function examineCallers(client: IAMClient, place: Place): Promise<Finding> {
  return examine(place, { check: 'callers', action: 'iam:ListRoleTags' }, async () => {
    const nobody = { kind: 'role', name: 'outcrop-asks-for-no-such-role' } as const;
    await readPrincipalTags(client, nobody, new AbortController().signal);
    return ok('Tags of the roles that call may be read.');
  });
}

function nothingToRead({ account, region }: Place): Finding {
  const says = 'The config names neither a log group nor a bucket for this account.';
  const fix = 'Add `cloudWatchLogs: { logGroup }` or `s3: { bucket, region }`.';
  return { account: account.id, region, check: 'logging', state: 'missing', says, fix };
}

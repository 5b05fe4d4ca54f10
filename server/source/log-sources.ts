/** The log sources of all accounts, as the settings name them. */
import type { AwsClients } from './clients.ts';
import { cloudWatchLogsSource } from './cloud-watch-logs.ts';
import { createPace, UNPACED, type Pace } from './pace.ts';
import { s3Source } from './s3.ts';
import type { AccountSettings } from './settings.ts';
import type { LogSource } from './source.ts';

/** AWS allows five FilterLogEvents a second for the whole account and Region; others need some. */
const LOGS_CALL_MS = 300;
const LOGS_BURST = 5;

/** One source for each account, Region and place; nothing is read before it is asked. */
export function createLogSources(
  accounts: readonly AccountSettings[],
  clients: AwsClients,
): readonly LogSource[] {
  return accounts.flatMap((account) =>
    account.regions.flatMap((region) => [
      ...logGroupSources(account, region, clients),
      ...bucketSources(account, region, clients),
    ]),
  );
}

function logGroupSources(
  account: AccountSettings,
  region: string,
  clients: AwsClients,
): readonly LogSource[] {
  if (!account.cloudWatchLogs) return [];
  const { logGroup } = account.cloudWatchLogs;
  const sourceId = `cloudWatchLogs:${account.id}:${region}:${logGroup}`;
  const { backfillDays } = account;
  const options = { sourceId, logGroup, backfillDays, pace: paceOf(account) };
  return [cloudWatchLogsSource(clients.cloudWatchLogs(account, region), options)];
}

/** An endpoint of one's own has no quota to share. */
function paceOf({ endpoint }: AccountSettings): Pace {
  return endpoint === null ? createPace(LOGS_CALL_MS, LOGS_BURST) : UNPACED;
}

function bucketSources(
  account: AccountSettings,
  region: string,
  clients: AwsClients,
): readonly LogSource[] {
  if (!account.s3) return [];
  const { bucket, prefix } = account.s3;
  const sourceId = `s3:${account.id}:${region}:${bucket}/${prefix}`;
  const options = {
    sourceId,
    bucket,
    prefix,
    accountId: account.id,
    region,
    backfillDays: account.backfillDays,
  };
  return [s3Source(clients.s3(account, account.s3.region), options)];
}

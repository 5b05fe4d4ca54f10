/** The log sources of all accounts, as the settings name them. */
import { isoTime, type Window } from '../../shared/window.ts';
import type { AwsClients } from './clients.ts';
import { cloudWatchLogsSource } from './cloud-watch-logs.ts';
import { ObjectHints } from './object-hints.ts';
import { s3Source } from './s3.ts';
import type { AccountSettings } from './settings.ts';
import type { LogSource } from './source.ts';

/** What the sources of one account and Region are made of. */
interface Parts {
  readonly account: AccountSettings;
  readonly region: string;
  readonly clients: AwsClients;
  readonly span: Window | null;
  readonly hints: ObjectHints | null;
}

/**
 * One source for each account, Region and place; nothing is read before it is asked.
 *
 * @param span reads only this much of the past, once, with a cursor of its own, so that what goes
 *   on with time is not held up; null reads on for ever.
 */
export function createLogSources(
  accounts: readonly AccountSettings[],
  clients: AwsClients,
  span: Window | null = null,
): readonly LogSource[] {
  return accounts.flatMap((account) => {
    const hints = span ? null : hintsOf(account, clients);
    return account.regions.flatMap((region) => {
      const parts = { account, region, clients, span, hints };
      const place = { account: account.id, region };
      const sources = [...logGroupSources(parts), ...bucketSources(parts)];
      return sources.map((source) => ({ ...source, place }));
    });
  });
}

/** One for all Regions of an account: their objects are told of by the same queue. */
function hintsOf(account: AccountSettings, clients: AwsClients): ObjectHints | null {
  const { s3 } = account;
  if (!s3?.queueUrl) return null;
  return new ObjectHints(clients.sqs(account, s3.region), s3.queueUrl);
}

function idOf(id: string, span: Window | null): string {
  return span ? `backfill:${isoTime(span.startMs)}/${isoTime(span.endMs)}:${id}` : id;
}

function logGroupSources({ account, region, clients, span }: Parts): readonly LogSource[] {
  if (!account.cloudWatchLogs) return [];
  const { logGroup } = account.cloudWatchLogs;
  const sourceId = idOf(`cloudWatchLogs:${account.id}:${region}:${logGroup}`, span);
  const { backfillDays } = account;
  const options = {
    sourceId,
    logGroup,
    backfillDays,
    ...(span && { span }),
  };
  return [cloudWatchLogsSource(clients.cloudWatchLogs(account, region), options)];
}

function bucketSources({ account, region, clients, span, hints }: Parts): readonly LogSource[] {
  if (!account.s3) return [];
  const { bucket, prefix } = account.s3;
  const sourceId = idOf(`s3:${account.id}:${region}:${bucket}/${prefix}`, span);
  const options = {
    sourceId,
    bucket,
    prefix,
    accountId: account.id,
    region,
    backfillDays: account.backfillDays,
    ...(span && { span }),
    ...(hints && { hints }),
  };
  return [s3Source(clients.s3(account, account.s3.region), options)];
}

/** Reads what stands beside the logs and the counts: the inventory, and CloudWatch's alarms. */
import type { AccountSettings } from '../source/settings.ts';
import { readInventory } from '../source/bedrock-inventory.ts';
import type { AwsClients } from '../source/clients.ts';
import { readAlarmChanges } from '../source/cloud-watch-alarm-history.ts';
import { readCloudWatchAlarms } from '../source/cloud-watch-alarms.ts';
import type { Store } from '../store/store.ts';
import { DAY_MS } from '../../shared/window.ts';

/** A batch job may take so long, and its calls are from its end. */
const JOB_DAYS_MAX = 14;

/** CloudWatch keeps the history of an alarm for two weeks. */
const HISTORY_DAYS = 14;

export interface AccountContext {
  readonly store: Store;
  readonly clients: AwsClients;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** Learns what stands behind profile ARNs in one account and Region. @throws SourceError */
export async function readAccountInventory(
  account: AccountSettings,
  region: string,
  context: AccountContext,
): Promise<void> {
  if (!account.inventory) return;
  const client = context.clients.bedrock(account, region);
  const atMs = context.nowMs();
  const known = new Map(context.store.resources().map(({ fact }) => [fact.arn, fact]));
  const jobsSinceMs = atMs - (account.backfillDays + JOB_DAYS_MAX) * DAY_MS;
  const found = await readInventory(client, { jobsSinceMs, known });
  context.store.saveInventory({ account: account.id, region, atMs, ...found });
}

/** Reads the alarms that people have set in one account and Region. @throws SourceError */
export async function readAccountAlarms(
  account: AccountSettings,
  region: string,
  context: AccountContext,
): Promise<void> {
  const client = context.clients.cloudWatch(account, region);
  const alarms = await readCloudWatchAlarms(client, account.id, region);
  context.store.saveCloudWatchAlarms(account.id, region, alarms);
  const names = new Set(alarms.map(({ name }) => name));
  if (names.size === 0) return;
  const place = { account: account.id, region };
  const sinceMs = context.nowMs() - HISTORY_DAYS * DAY_MS;
  const changes = await readAlarmChanges(client, place, { names, sinceMs });
  context.store.notes.saveAlarmChanges(changes);
}

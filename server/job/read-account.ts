/** Reads what stands beside the logs: inventory first, then CloudWatch's counts and alarms. */
import type { AccountSettings } from '../source/settings.ts';
import { readInventory } from '../source/bedrock-inventory.ts';
import type { AwsClients } from '../source/clients.ts';
import { readCloudWatchAlarms } from '../source/cloud-watch-alarms.ts';
import { readMetricPoints } from '../source/cloud-watch-metrics.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { modelOfMetric } from '../record/model-of-metric.ts';
import type { Store } from '../store/store.ts';
import { inventoryAt } from './ingest.ts';

/** CloudWatch still changes points this young, so each pass reads them again. */
const REREAD_MS = 3 * HOUR_MS;

/** A batch job may take so long, and its calls are from its end. */
const JOB_DAYS_MAX = 14;

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

/**
 * Reads metrics and alarms of one account and Region.
 *
 * @param fromMs where the last pass ended; null reads the account's whole backfill.
 * @returns where the next pass begins. @throws SourceError
 */
export async function readAccountMetrics(
  account: AccountSettings,
  region: string,
  fromMs: number | null,
  context: AccountContext,
): Promise<number> {
  const nowMs = context.nowMs();
  if (!account.metrics) return nowMs;
  const client = context.clients.cloudWatch(account, region);
  const startMs = fromMs === null ? nowMs - account.backfillDays * DAY_MS : fromMs - REREAD_MS;
  const place = { account: account.id, region, fromMs: startMs, toMs: nowMs, nowMs };
  const inventory = inventoryAt(context.store, nowMs);
  for await (const points of readMetricPoints(client, place)) {
    context.store.saveMetricPoints(
      points.map((point) => ({ ...point, model: modelOfMetric(point.modelId, inventory) })),
    );
    if (context.signal.aborted) return startMs + REREAD_MS;
  }
  const alarms = await readCloudWatchAlarms(client, account.id, region);
  context.store.saveCloudWatchAlarms(account.id, region, alarms);
  return nowMs;
}

/** Looks for calls in Regions that the config does not name: nobody would miss their cost. */
import pLimit from 'p-limit';
import type { AwsClients } from './clients.ts';
import type { Finding } from './finding.ts';
import { partitionOf } from './iam-policy.ts';
import { ALL_MODELS } from './metric-catalogue.ts';
import { listMetricSeries, NOTHING_KNOWN } from './metric-list.ts';
import type { AccountSettings } from './settings.ts';

const CALLS_AT_ONCE = 8;

/**
 * A finding for each Region in which CloudWatch counts calls of an account and nothing is read.
 *
 * @param regions where Bedrock is sold; those of another partition are left out.
 * @returns nothing for Regions that cannot be asked: many are switched off in most accounts.
 */
export async function examineOtherRegions(
  account: AccountSettings,
  regions: readonly string[],
  clients: AwsClients,
): Promise<readonly Finding[]> {
  const [home] = account.regions;
  if (!account.metrics || home === undefined) return [];
  const others = regions.filter(
    (region) => !account.regions.includes(region) && partitionOf(region) === partitionOf(home),
  );
  const limit = pLimit(CALLS_AT_ONCE);
  const found = others.map((region) => limit(async () => countsIn(account, region, clients)));
  return (await Promise.all(found)).flat();
}

async function countsIn(
  account: AccountSettings,
  region: string,
  clients: AwsClients,
): Promise<readonly Finding[]> {
  try {
    const series = await listMetricSeries(clients.cloudWatch(account, region), NOTHING_KNOWN);
    const models = new Set(series.map(({ modelId }) => modelId));
    for (const none of ['', ALL_MODELS]) models.delete(none);
    if (models.size === 0) return [];
    const says = `${models.size} models are called here, and the config does not name the Region.`;
    const fix = `Add ${region} to \`regions:\` of the account, and switch logging on there.`;
    return [{ account: account.id, region, check: 'region', state: 'missing', says, fix }];
  } catch {
    return []; // Switched off or denied here: the Regions of the config have their own findings.
  }
}

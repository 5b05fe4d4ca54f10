/** How fast each API may be called: below AWS's own quotas, which others share. */
import type { PaceRule } from './pace.ts';

/** An endpoint of one's own has no quota; the rate only has to end somewhere. */
const OWN_ENDPOINT: PaceRule = { perSecond: 5_000, burst: 5_000 };
const OTHERS: PaceRule = { perSecond: 10, burst: 20 };

/** IAM has one small quota for the whole account, which logins and deployments share. */
const IDENTITIES: PaceRule = { perSecond: 3, burst: 20 };

/**
 * FilterLogEvents: AWS allows five a second for the whole account and Region, and cannot raise it.
 * GetMetricData: 50. S3 allows thousands. The control planes have small quotas that nobody prints.
 */
const RULES = new Map<string, PaceRule>([
  ['FilterLogEventsCommand', { perSecond: 2, burst: 5 }],
  ['GetMetricDataCommand', { perSecond: 10, burst: 20 }],
  ['GetObjectCommand', { perSecond: 500, burst: 500 }],
  ['ListObjectsV2Command', { perSecond: 100, burst: 100 }],
  ['ListServiceQuotasCommand', { perSecond: 2, burst: 4 }],
  ['ListRoleTagsCommand', IDENTITIES],
  ['ListUserTagsCommand', IDENTITIES],
]);

/**
 * The rate of an API.
 *
 * @param api name of its command in the SDK.
 * @param isOwnEndpoint true for a local or private endpoint, which has no quota to share.
 */
export function callRateOf(api: string, isOwnEndpoint: boolean): PaceRule {
  return isOwnEndpoint ? OWN_ENDPOINT : (RULES.get(api) ?? OTHERS);
}

/** Ids under which CloudWatch would count the models that logs tell of. */
import { NONE } from '../../shared/dimensions.ts';
import { parseFilter } from '../../shared/filter.ts';
import { DAY_MS } from '../../shared/window.ts';
import type { Store } from '../store/store.ts';

/** The list of CloudWatch forgets what was silent so long; logs need not reach further. */
const REACH_MS = 15 * DAY_MS;

/** Profiles that were called in an account and Region lately, by the ids that metrics have. */
export function modelIdsInLogs(
  store: Pick<Store, 'aggregate'>,
  place: { readonly account: string; readonly region: string; readonly nowMs: number },
): readonly string[] {
  const { account, region, nowMs } = place;
  const filter = parseFilter(`account=${account} region=${region}`);
  if (!filter.ok) return [];
  const dayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const cells = store.aggregate({
    boundariesMs: [dayMs - REACH_MS, nowMs],
    filter: filter.value,
    groupBy: ['profile'],
    need: { latency: false, firstToken: false, usage: false },
  });
  const profiles = new Set(cells.map(({ group }) => group[0] ?? NONE));
  profiles.delete(NONE);
  return [...profiles].map((profile) => profile.slice(profile.lastIndexOf('/') + 1));
}

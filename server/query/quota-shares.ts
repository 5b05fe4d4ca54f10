/** How much of its quotas each group took in its busiest minute. */
import type { QuotaRouting } from '../../shared/quota-kinds.ts';
import type { Store } from '../store/store.ts';
import { appliedQuotas, quotaAt, type AppliedQuotas, type QuotaScope } from './applied-quotas.ts';
import { minuteSpans, type MinuteCell, type MinuteQuestion } from './minute-cells.ts';

export interface QuotaShare {
  readonly group: readonly string[];
  readonly stepIndex: number;
  /** 1 for all of a quota; more where AWS let more through. */
  readonly share: number;
}

/** What tells a quota apart, behind the dimensions of the question. */
const SCOPE = ['account', 'region', 'model', 'routing'] as const;

/**
 * The greatest share of any quota by the minute that each group took; none of calls whose quota
 * nobody knows, nor in steps whose minutes are not kept any more.
 *
 * @throws TooMuchToReadError
 */
export function quotaShares(
  asked: MinuteQuestion,
  store: Pick<Store, 'aggregate' | 'quotas'>,
): readonly QuotaShare[] {
  const applied = appliedQuotas(store.quotas.versions());
  if (applied.quotas.length === 0) return [];
  const found = new Map<string, QuotaShare>();
  const unknown = new Set<number>();
  const question = { ...asked, groupBy: [...asked.groupBy, ...SCOPE] };
  for (const { cells, unknownSteps } of minuteSpans(question, store)) {
    for (const stepIndex of unknownSteps) unknown.add(stepIndex);
    for (const cell of cells) {
      const share = shareOf(cell, scopeOf(cell.group), applied);
      if (share === null) continue;
      const { stepIndex } = cell;
      const group = cell.group.slice(0, asked.groupBy.length);
      const key = JSON.stringify([stepIndex, group]);
      const before = found.get(key)?.share ?? -1;
      if (share > before) found.set(key, { group, stepIndex, share });
    }
  }
  return [...found.values()].filter(({ stepIndex }) => !unknown.has(stepIndex));
}

function scopeOf(group: readonly string[]): QuotaScope {
  const [account = '', region = '', model = '', routing = ''] = group.slice(-SCOPE.length);
  return { account, region, model, routing: routing as QuotaRouting }; // The dimension's values.
}

function shareOf(cell: MinuteCell, scope: QuotaScope, { find }: AppliedQuotas): number | null {
  const used = { requestsPerMinute: cell.requests, tokensPerMinute: cell.quotaTokens } as const;
  const shares = (['requestsPerMinute', 'tokensPerMinute'] as const).flatMap((kind) => {
    const quota = find(scope, kind);
    const value = quota && quotaAt(quota, cell.atMs);
    return value ? [used[kind] / value] : []; // A quota of nothing has no share.
  });
  return shares.length === 0 ? null : Math.max(...shares);
}

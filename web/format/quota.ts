/** Quotas in words: what they limit, for which calls, and when they will be met. */
import type { QuotaKind, QuotaRouting } from '../../shared/quota-kinds.ts';
import type { QuotaTrend } from '../../shared/quotas.ts';
import { formatCount, formatRatio } from './number.ts';

export const KIND_WORDS: Record<QuotaKind, string> = {
  requestsPerMinute: 'requests a minute',
  tokensPerMinute: 'tokens a minute',
  tokensPerDay: 'tokens a day',
};

export const ROUTING_WORDS: Record<QuotaRouting, string> = {
  regional: 'on demand',
  geo: 'cross-Region',
  global: 'global',
};

const YEARS_TEN = 3_650;

/** Days until the limit, or why there are none. Never throws. */
export function formatTrend(trend: QuotaTrend): string {
  if (trend.kind === 'notEnoughHistory') return 'too few weeks';
  if (trend.kind === 'notGrowing') return 'not growing';
  if (trend.daysToLimit === null) return `growing ${formatRatio(trend.perWeek)} a week`;
  if (trend.daysToLimit === 0) return 'met now';
  if (trend.daysToLimit > YEARS_TEN) return 'over ten years';
  return `${formatCount(trend.daysToLimit)} days`;
}

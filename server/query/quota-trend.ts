/** How fast use grows: over whole weeks, so that weekends are no trend and one storm is none. */
import type { QuotaTrend } from '../../shared/quotas.ts';

const WEEKS_MIN = 3;
const DAYS_PER_WEEK = 7;
/** Less is the noise of weeks. */
const GROWTH_MIN = 0.01;

/**
 * Judges weekly sums by the median of the slopes between all pairs of weeks, after Theil and Sen.
 *
 * @param weeks sums of whole weeks, the newest last.
 * @param use the peak now and the quota; null when either is unknown.
 * @returns days until the peak, growing as the sums do, meets the quota; 0 when it has. Never
 *   throws.
 */
export function quotaTrend(
  weeks: readonly number[],
  use: { readonly peak: number; readonly quota: number } | null,
): QuotaTrend {
  const count = weeks.length;
  const newest = weeks.at(-1) ?? 0;
  if (count < WEEKS_MIN) return { kind: 'notEnoughHistory', weeks: count };
  const perWeek = newest > 0 ? medianSlope(weeks) / levelOf(weeks) : 0;
  if (!(perWeek >= GROWTH_MIN)) return { kind: 'notGrowing', weeks: count, perWeek };
  return { kind: 'growing', weeks: count, perWeek, daysToLimit: use && daysToLimit(use, perWeek) };
}

function daysToLimit(
  { peak, quota }: { readonly peak: number; readonly quota: number },
  perWeek: number,
): number | null {
  if (peak <= 0) return null;
  if (peak >= quota) return 0;
  return Math.floor(((quota / peak - 1) / perWeek) * DAYS_PER_WEEK);
}

function medianSlope(weeks: readonly number[]): number {
  const slopes = weeks.flatMap((later, j) =>
    weeks.slice(0, j).map((earlier, i) => (later - earlier) / (j - i)),
  );
  return median(slopes);
}

/** Of the newest weeks, so that one odd week does not set what growth is measured by. */
function levelOf(weeks: readonly number[]): number {
  return median(weeks.slice(-WEEKS_MIN)) || 1;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2;
}

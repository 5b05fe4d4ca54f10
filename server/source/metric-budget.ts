/** How many metrics may still be asked for within the money of a month. */
import { USD_PER_METRIC } from '../../shared/metric-price.ts';

/** This share of a month's money may be used at its start, for a first look back. */
const SHARE_AT_ONCE = 0.2;

/**
 * How many metrics may be asked for now.
 *
 * The money of a month is given out evenly over it, so that reading slows down and never stops.
 *
 * @param spent metrics asked for so far in the month of `nowMs`.
 * @param usdPerMonth the cap; not passed in any month.
 * @returns a whole number, 0 or more. Never throws.
 */
export function metricsAllowed(spent: number, usdPerMonth: number, nowMs: number): number {
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const [startMs, endMs] = [Date.UTC(year, month), Date.UTC(year, month + 1)];
  const passed = (nowMs - startMs) / (endMs - startMs);
  const share = SHARE_AT_ONCE + (1 - SHARE_AT_ONCE) * passed;
  const allowed = (usdPerMonth / USD_PER_METRIC) * share;
  return Math.max(0, Math.floor(allowed + 1e-6) - spent); // The cap in metrics is not quite whole.
}

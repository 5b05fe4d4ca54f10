/** What asking CloudWatch may cost: given out evenly, and never more than the cap. */
import { describe, expect, test } from 'vitest';
import { metricsAllowed } from '../../server/source/metric-budget.ts';
import { billingMonthOf, USD_PER_METRIC } from '../../shared/metric-price.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';

const MONTH_MS = Date.UTC(2026, 10, 1);

describe('metricsAllowed', () => {
  test.each([
    ['200 series, which would be $17', 200],
    ['86 series, which would be $7', 86],
    ['3 series, which are far below', 3],
  ])('keeps 30 days of polling each 5 minutes within $5 with %s (T-MET-12)', (_, series) => {
    let spent = 0;
    let passes = 0;
    let lastMs = MONTH_MS;
    let longestMs = 0;
    for (let nowMs = MONTH_MS; nowMs < MONTH_MS + 30 * DAY_MS; nowMs += 5 * MINUTE_MS) {
      if (metricsAllowed(spent, 5, nowMs) < series) continue;
      spent += series;
      passes += 1;
      longestMs = Math.max(longestMs, nowMs - lastMs);
      lastMs = nowMs;
    }
    expect(spent * USD_PER_METRIC).toBeLessThanOrEqual(5);
    expect(passes).toBe(series === 3 ? 8_640 : Math.floor(spent / series));
    expect(longestMs).toBeLessThan(HOUR_MS); // It slows down, and never stops.
  });

  test('allows the whole cap by the end of a month, and a fifth at its start', () => {
    expect(metricsAllowed(0, 5, MONTH_MS)).toBe(100_000);
    expect(metricsAllowed(0, 5, MONTH_MS + 30 * DAY_MS - 1)).toBe(499_999);
    expect(metricsAllowed(600_000, 5, MONTH_MS)).toBe(0);
  });

  test('begins anew with each month of UTC', () => {
    expect(billingMonthOf(MONTH_MS)).toBe('2026-11');
    expect(billingMonthOf(MONTH_MS - 1)).toBe('2026-10');
  });
});

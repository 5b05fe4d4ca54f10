/** Which period is asked for at which age. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planMetricSpans } from '../../server/source/metric-plan.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12, 2, 30);
/** How long CloudWatch keeps points: period in seconds, age in ms. */
const KEPT = new Map([
  [60, 15 * DAY_MS],
  [300, 63 * DAY_MS],
  [3600, 455 * DAY_MS],
]);

describe('planMetricSpans', () => {
  test('covers every hour once, with a period that CloudWatch still keeps (T-MET-07)', () => {
    const age = fc.integer({ min: 0, max: 450 * DAY_MS });
    fc.assert(
      fc.property(age, age, (a, b) => {
        const window = { startMs: NOW_MS - Math.max(a, b), endMs: NOW_MS - Math.min(a, b) };
        const spans = planMetricSpans(window, NOW_MS);
        spans.forEach((span, index) => {
          expect(span.startMs).toBeGreaterThanOrEqual(spans[index - 1]?.endMs ?? 0);
          expect((span.endMs - span.startMs) % (span.periodSeconds * 1000)).toBe(0);
          expect(span.startMs % HOUR_MS).toBe(0);
          expect(NOW_MS - span.startMs).toBeLessThan(KEPT.get(span.periodSeconds) ?? 0);
        });
        const coveredMs = spans.reduce((total, span) => total + span.endMs - span.startMs, 0);
        const askedMs = window.endMs - Math.floor(window.startMs / HOUR_MS) * HOUR_MS;
        expect(askedMs - coveredMs).toBeLessThan(HOUR_MS + MINUTE_MS);
      }),
    );
  });

  test.each([
    ['three hours', 3 * HOUR_MS, 60],
    ['fifteen days', 15 * DAY_MS, 300],
    ['63 days', 63 * DAY_MS, 3600],
  ])('asks at %s, a second more or less, for what is still kept (T-MET-07)', (_, ageMs, most) => {
    for (const offMs of [-1_000, 0, 1_000]) {
      const startMs = NOW_MS - ageMs - offMs;
      const [span] = planMetricSpans({ startMs, endMs: startMs + HOUR_MS }, NOW_MS);
      expect(span?.periodSeconds).toBe(most);
      expect(NOW_MS - (span?.startMs ?? 0)).toBeLessThan(KEPT.get(span?.periodSeconds ?? 0) ?? 0);
    }
  });

  test('asks for nothing past 455 days, a second more or less (T-MET-07)', () => {
    for (const offMs of [-1_000, 0, 1_000]) {
      const startMs = NOW_MS - 455 * DAY_MS - offMs;
      expect(planMetricSpans({ startMs, endMs: startMs + HOUR_MS }, NOW_MS)).toEqual([]);
    }
  });

  test('leaves out the open minute', () => {
    const spans = planMetricSpans({ startMs: NOW_MS - HOUR_MS, endMs: NOW_MS }, NOW_MS);
    expect(spans.at(-1)?.endMs).toBe(NOW_MS - 30_000);
  });

  test('asks nothing of the future or the forgotten', () => {
    expect(
      planMetricSpans({ startMs: NOW_MS + DAY_MS, endMs: NOW_MS + 2 * DAY_MS }, NOW_MS),
    ).toEqual([]);
    const old = { startMs: NOW_MS - 900 * DAY_MS, endMs: NOW_MS - 800 * DAY_MS };
    expect(planMetricSpans(old, NOW_MS)).toEqual([]);
  });
});

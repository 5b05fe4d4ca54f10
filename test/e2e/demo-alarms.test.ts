/** A month of the demo: each planted incident raises its alarm once, and nothing else does. */
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_MS_MAX, outcropJson, temporaryFolder } from './outcrop.ts';

/** The last full hour before the end of the history: incidents are counted back from it. */
const END_MS = Date.parse('2026-11-21T00:00:00Z');
const HOUR_MS = 3_600_000;
const MONTH_MS_MAX = 3 * DEMO_MS_MAX;

interface Told {
  readonly alarm: string;
  readonly group: Readonly<Record<string, string>>;
  readonly notice: string;
  readonly at: string;
}

let told: readonly Told[] = [];

beforeAll(async () => {
  const database = path.join(temporaryFolder(), 'month.db');
  const history = ['--days', '30', '--seed', '1', '--end', '2026-11-20'];
  const run = ['demo', '--once', ...history, '--db', database];
  const summary = await outcropJson<{ readonly alarms: readonly Told[] }>(run);
  const budgets = new Set(['Bedrock this month', 'Tenant this week']);
  told = summary.alarms.filter(({ alarm }) => !budgets.has(alarm));
}, MONTH_MS_MAX);

/** Alarm, hours before the end at which its incident begins, and how many it may take. */
const INCIDENTS = [
  ['Throttle storm', { tenant: 'acme' }, 36, 1],
  ['p99 latency against its week', { model: 'amazon.nova-pro' }, 240, 6],
  ['Spend against its week', { tenant: 'globex' }, 106, 4],
  ['Cache hits against their week', { tenant: 'umbrella' }, 168, 6],
  ['Unpriced usage', { model: 'anthropic.claude-saga-6' }, 72, 3],
  ['Log delivery failures to S3', { region: 'eu-central-1' }, 60, 3],
] as const;

describe('the alarms of a month of the demo', () => {
  test.each(INCIDENTS)('tell of one incident once: %s', (alarm, group, hoursBefore, hoursMax) => {
    const firing = told.filter((one) => one.alarm === alarm && one.notice === 'firing');
    expect(firing).toMatchObject([{ group }]);
    const lateHours = (Date.parse(firing[0]?.at ?? '') - END_MS) / HOUR_MS + hoursBefore;
    expect(lateHours).toBeGreaterThan(0);
    expect(lateHours).toBeLessThanOrEqual(hoursMax);
  });

  test('tell of nothing else', () => {
    const known = new Set<string>(INCIDENTS.map(([alarm]) => alarm));
    expect(told.filter(({ alarm }) => !known.has(alarm))).toEqual([]);
  });
});

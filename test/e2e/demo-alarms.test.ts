/** A month of the demo: each planted incident raises its alarm, once and soon, and nothing else. */
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { INCIDENTS, incidentWindow } from '../../server/demo/demo-incidents.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { DEMO_MS_MAX, outcropJson, temporaryFolder } from './outcrop.ts';

const END_MS = Date.parse('2026-11-21T00:00:00Z');
const MONTH_MS_MAX = 3 * DEMO_MS_MAX;
/** An incident is told when so many periods of its alarm have been evaluated, at the latest. */
const PERIODS_MAX = 2;

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

const HOURLY = { periodMs: HOUR_MS, delayMs: MINUTE_MS };
const QUARTERLY = { periodMs: 15 * MINUTE_MS, delayMs: MINUTE_MS };

/** For each incident its alarm, with the period and the delay that the alarm has. */
const ALARMS = {
  throttleStorm: { alarm: 'Throttle storm', group: { tenant: 'acme' }, ...QUARTERLY },
  latencyRegression: {
    alarm: 'p99 latency against its week',
    group: { model: 'amazon.nova-pro' },
    ...HOURLY,
  },
  runawayTenant: { alarm: 'Spend against its week', group: { tenant: 'globex' }, ...HOURLY },
  brokenCache: {
    alarm: 'Cache hits against their week',
    group: { tenant: 'umbrella', model: 'anthropic.claude-sonnet-4-5-20250929' },
    ...HOURLY,
  },
  unpricedModel: {
    alarm: 'Unpriced usage',
    group: { model: 'anthropic.claude-saga-6' },
    ...HOURLY,
  },
  loggingGap: {
    alarm: 'Log delivery failures to S3',
    group: { account: '444455556666', region: 'eu-central-1' },
    ...QUARTERLY,
    delayMs: 15 * MINUTE_MS,
  },
} as const satisfies Record<(typeof INCIDENTS)[number]['kind'], object>;

describe('the alarms of a month of the demo', () => {
  test.each(INCIDENTS)('tell of $kind once, within two evaluation periods', (incident) => {
    const { alarm, group, periodMs, delayMs } = ALARMS[incident.kind];
    const firing = told.filter((one) => one.alarm === alarm && one.notice === 'firing');
    expect(firing).toMatchObject([{ group }]);
    const { startMs } = incidentWindow(incident, END_MS);
    const evaluatedToMs = Date.parse(firing[0]?.at ?? '') - delayMs;
    const periods = Math.ceil((evaluatedToMs - startMs) / periodMs);
    expect(periods).toBeGreaterThanOrEqual(1);
    expect(periods).toBeLessThanOrEqual(PERIODS_MAX);
  });

  test('end each incident that is over once, and none that goes on', () => {
    const resolved = told.filter(({ notice }) => notice === 'resolved').map(({ alarm }) => alarm);
    const over = INCIDENTS.filter(({ endHoursBeforeEnd }) => endHoursBeforeEnd !== null);
    expect(resolved.toSorted()).toEqual(over.map(({ kind }) => ALARMS[kind].alarm).toSorted());
  });

  test('tell of nothing else', () => {
    const known = new Set<string>(Object.values(ALARMS).map(({ alarm }) => alarm));
    expect(told.filter(({ alarm }) => !known.has(alarm))).toEqual([]);
  });
});

/** Each incident of the demo can be found where it is said to be. */
import { describe, expect, test } from 'vitest';
import type { AwsScope } from '../../server/demo/aws-world.ts';
import { CUSTOMERS_ACCOUNT, PRODUCTION_ACCOUNT } from '../../server/demo/demo-accounts.ts';
import { callsOfHour, type DemoCall, type DemoSeed } from '../../server/demo/demo-calls.ts';
import { incidentWindow, INCIDENTS, type IncidentKind } from '../../server/demo/demo-incidents.ts';
import { MODELS } from '../../server/demo/demo-models.ts';
import { createDemoWorld } from '../../server/demo/demo-world.ts';
import { recordTexts, parseRecord, SCOPES } from './demo-records.ts';

const END_MS = Date.UTC(2026, 8, 1, 12, 20);
const HOUR_MS = 3_600_000;
const SEED: DemoSeed = { seed: 5, days: 14, endMs: END_MS, load: 1 };

function windowOf(kind: IncidentKind): { readonly startMs: number; readonly endMs: number } {
  const incident = INCIDENTS.find((each) => each.kind === kind);
  if (!incident) throw new Error(`There is no incident ${kind}.`);
  const { startMs, endMs } = incidentWindow(incident, END_MS);
  return { startMs, endMs: endMs ?? END_MS };
}

function callsIn(scopes: readonly AwsScope[], startMs: number, endMs: number): DemoCall[] {
  const calls: DemoCall[] = [];
  for (let hour = startMs; hour < endMs; hour += HOUR_MS) {
    for (const scope of scopes) calls.push(...callsOfHour(SEED, scope, hour));
  }
  return calls;
}

/** Calls during an incident, and in a span as long a week before it or after it. */
function duringAndElsewhere(kind: IncidentKind): readonly [DemoCall[], DemoCall[]] {
  const { startMs, endMs } = windowOf(kind);
  const shiftMs =
    (startMs - 7 * 24 * HOUR_MS >= END_MS - 13 * 24 * HOUR_MS ? -7 : 7) * 24 * HOUR_MS;
  const elsewhere = callsIn(SCOPES, startMs + shiftMs, endMs + shiftMs);
  return [callsIn(SCOPES, startMs, endMs), elsewhere];
}

function p99(calls: readonly DemoCall[]): number {
  const sorted = calls.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
}

describe('INCIDENTS', () => {
  test('a throttle storm refuses more than fifty calls in every five minutes', () => {
    const { startMs, endMs } = windowOf('throttleStorm');
    const calls = callsIn([{ account: PRODUCTION_ACCOUNT, region: 'us-east-1' }], startMs, endMs);
    for (let fromMs = startMs; fromMs < endMs; fromMs += 300_000) {
      const refused = calls.filter(({ timestampMs, outcome }) => {
        const isThen = timestampMs >= fromMs && timestampMs < fromMs + 300_000;
        return isThen && outcome === 'ThrottlingException';
      });
      expect(refused.length).toBeGreaterThan(50);
      expect(new Set(refused.map(({ workload }) => workload.tenant))).toContain('acme');
    }
  });

  test('a latency regression makes the p99 of its model about seven times as long', () => {
    const [during, elsewhere] = duringAndElsewhere('latencyRegression').map((calls) =>
      calls.filter(({ workload, outcome }) => {
        return workload.model.id === 'amazon.nova-pro-v1:0' && outcome === 'success';
      }),
    );
    const factor = p99(during ?? []) / p99(elsewhere ?? []);
    expect(factor).toBeGreaterThan(5);
    expect(factor).toBeLessThan(9);
  });

  test('a model becomes half again as slow two midnights before the last, and stays so', () => {
    const midnightMs = Math.floor(END_MS / (24 * HOUR_MS)) * 24 * HOUR_MS;
    const medianOf = (fromDays: number): number => {
      const startMs = midnightMs - fromDays * 24 * HOUR_MS;
      const calls = callsIn(SCOPES, startMs, startMs + 24 * HOUR_MS).filter(
        ({ workload, outcome }) => workload.model.id === MODELS.haiku.id && outcome === 'success',
      );
      return (
        calls.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b)[calls.length >> 1] ?? 0
      );
    };
    const [before, first, last] = [medianOf(3), medianOf(2), medianOf(1)];
    for (const after of [first, last]) {
      expect(after / before).toBeGreaterThan(1.35);
      expect(after / before).toBeLessThan(1.65);
    }
  });

  test('a runaway tenant calls several times as often', () => {
    const [during, elsewhere] = duringAndElsewhere('runawayTenant').map(
      (calls) => calls.filter(({ workload }) => workload.tenant === 'globex').length,
    );
    expect((during ?? 0) / (elsewhere ?? 1)).toBeGreaterThan(3.5);
  });

  test('a broken cache is written on every call and never read', () => {
    const [during = [], elsewhere = []] = duringAndElsewhere('brokenCache').map((calls) =>
      calls.filter(({ workload, outcome }) => {
        return workload.key === 'umbrella/assistant' && outcome === 'success';
      }),
    );
    expect(during.filter(({ tokens }) => tokens.cacheRead > 0)).toEqual([]);
    expect(during.every(({ tokens }) => tokens.cacheWrite > 0)).toBe(true);
    const read = elsewhere.filter(({ tokens }) => tokens.cacheRead > 0).length;
    expect(read / elsewhere.length).toBeGreaterThan(0.8);
  });

  test('an unpriced model appears only when its incident begins', () => {
    const { startMs } = windowOf('unpricedModel');
    const isSaga = ({ workload }: DemoCall) => workload.model.id === 'anthropic.claude-saga-6';
    const before = callsIn(SCOPES, startMs - 24 * HOUR_MS, startMs);
    expect(before.filter(isSaga)).toEqual([]);
    const first = callsIn(SCOPES, startMs, startMs + 24 * HOUR_MS);
    expect(first.filter(isSaga).length).toBeGreaterThan(20);
  });

  test('a logging gap leaves no record but is counted by CloudWatch', () => {
    const world = createDemoWorld(SEED);
    const scope = { account: CUSTOMERS_ACCOUNT, region: 'eu-central-1' };
    const { startMs, endMs } = windowOf('loggingGap');
    const inGap = recordTexts(world, scope, END_MS).filter((text) => {
      const atMs = Date.parse(parseRecord(text).timestamp);
      return atMs >= startMs && atMs < endMs;
    });
    expect(inGap).toEqual([]);
    const dimensions = new Map<string, string>();
    const counted = ['Invocations', 'ModelInvocationLogsS3DeliveryFailure'].map((metricName) => {
      const series = { namespace: 'AWS/Bedrock', metricName, dimensions };
      return [...world.metricMinutes({ ...scope, series, startMs, endMs, nowMs: END_MS })].length;
    });
    expect(Math.min(...counted)).toBeGreaterThan(10);
  });

  test('alarms stand where the incidents left them', () => {
    const world = createDemoWorld(SEED);
    const states = new Map(
      SCOPES.flatMap((scope) => world.alarms(scope, END_MS)).map((alarm) => [alarm.name, alarm]),
    );
    const storm = states.get('bedrock-sonnet-throttles');
    expect(storm?.state).toBe('OK');
    const stormEndMs = windowOf('throttleStorm').endMs;
    expect(storm?.stateUpdatedAtMs).toBeGreaterThanOrEqual(stormEndMs);
    expect(storm?.stateUpdatedAtMs).toBeLessThanOrEqual(stormEndMs + 600_000);
    expect(states.get('bedrock-unapproved-model-saga-6')?.state).toBe('ALARM');
    expect(states.get('bedrock-retired-claude-3-latency')?.state).toBe('INSUFFICIENT_DATA');
    const duringStorm = world.alarms(
      { account: PRODUCTION_ACCOUNT, region: 'us-east-1' },
      stormEndMs - HOUR_MS,
    );
    expect(duringStorm.find(({ name }) => name === 'bedrock-sonnet-throttles')?.state).toBe(
      'ALARM',
    );
  });
});

test('what only busy hours can tell begins at the same time of day, whenever a demo starts', () => {
  const regression = INCIDENTS.find(({ kind }) => kind === 'latencyRegression');
  if (!regression) throw new Error('There is no latency regression.');
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const { startMs } = incidentWindow(regression, Date.UTC(2026, 8, 1, hour, 20));
    return new Date(startMs).getUTCHours();
  });
  expect(new Set(hours)).toEqual(new Set([0]));
});

/** Each endpoint answers in the shape that OpenAPI promises, with no key more and none less. */
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createApp } from '../../server/api/create-app.ts';
import { ENDPOINTS } from '../../server/api/open-api.ts';
import { API } from '../../shared/contract.ts';
import { METRIC_KEYS } from '../../shared/metrics.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { newAlarmState } from '../../server/alarm/evaluate-alarm.ts';
import type { Store } from '../../server/store/store.ts';
import { call, point, storeOf } from '../query/ask.ts';
import { T0_MS, batch } from '../support/metered.ts';
import { appParts, rigOf, url } from './rig.ts';
import { RUNNING } from './running.ts';

/** A store with something for every part of every reply. */
function fullStore(): Store {
  const tags = [{ key: 'feature', value: 'search', source: 'metadata' as const }];
  const failed = {
    status: 'serverError',
    errorCode: 'ServiceUnavailable',
    latencyMs: null,
  } as const;
  const store = storeOf([
    call(1, 0, { attribution: { tags } }),
    call(2, HOUR_MS, { invocation: failed, usage: [] }),
    call(3, DAY_MS, { model: 'acme.mystery', attribution: { tenant: 'Unattributed', rule: null } }),
  ]);
  const quarantined = [{ origin: 'a', code: 'notJson' as const, path: '' }];
  store.ingest(batch([], { quarantined }));
  const denied = { code: 'denied', message: 'No.', hint: 'Grant it.' };
  store.saveSourceError('logs/x', 'cloudWatchLogs', denied, T0_MS);
  store.saveMetricPoints([point({ value: 50, startMs: T0_MS + 5 * HOUR_MS })]);
  store.saveCloudWatchAlarms('111122223333', 'us-east-1', [
    {
      account: '111122223333',
      region: 'us-east-1',
      name: 'throttles-high',
      arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:throttles-high',
      type: 'metric',
      expression: '',
      stateReason: '',
      namespace: 'AWS/Bedrock',
      metricName: 'InvocationThrottles',
      statistic: 'Sum',
      dimensions: new Map([['ModelId', 'us.amazon.nova-micro-v1:0']]),
      periodSeconds: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      threshold: 50,
      comparison: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'missing',
      state: 'ALARM',
      stateUpdatedAtMs: T0_MS,
    },
  ]);
  const state = { ...newAlarmState(T0_MS), state: 'OK' as const, lastValue: '12.5' };
  const transition = {
    from: 'INSUFFICIENT_DATA' as const,
    to: 'OK' as const,
    notice: null,
    reason: 'All is well.',
    openedAtMs: 0,
    occurredAtMs: T0_MS,
    sequence: 1,
    value: 1,
    window: { startMs: T0_MS, endMs: T0_MS + 1 },
    completeToMs: null,
    points: [],
  };
  const group = { tenant: 'acme' };
  store.saveAlarmPass(
    [{ alarm: 'storm', group, state }],
    [{ alarm: 'storm', group, transition }],
    [],
  );
  return store;
}

const replyOf = (path: string): z.ZodType => {
  const endpoint = ENDPOINTS.find((one) => one.path === path);
  if (!endpoint) throw new Error(`OpenAPI does not know ${path}.`);
  return endpoint.reply;
};

const QUESTIONS = [
  ['query', API.query, url(API.query, ['metric', 'cost'], ['groupBy', 'tenant,tag.feature'])],
  [
    'query of all metrics',
    API.query,
    url(API.query, ...METRIC_KEYS.slice(0, 30).map((key) => ['metric', key] as const)),
  ],
  ['query by day', API.query, url(API.query, ['metric', 'invocations'], ['step', '1d'])],
  ['status', API.status, API.status],
  ['alarms', API.alarms, API.alarms],
  ['budgets', API.budgets, API.budgets],
  ['anomalies', API.anomalies, API.anomalies],
  ['values', API.values, url(API.values, ['dimension', 'tenant'])],
  ['invocations', API.invocations, API.invocations],
] as const;

describe('every reply', () => {
  test.each(QUESTIONS)('of %s has the promised shape when there is much', async (_, path, ask) => {
    const response = await rigOf({ store: fullStore() }).get(ask);
    expect(response.status).toBe(200);
    const body: unknown = await response.json();
    expect(replyOf(path).parse(body)).toEqual(body); // The schema strips what it does not know.
  });

  test.each(QUESTIONS)(
    'of %s has the promised shape when there is nothing',
    async (_, path, ask) => {
      const response = await rigOf({ alarms: [] }).get(ask);
      const body: unknown = await response.json();
      expect(replyOf(path).parse(body)).toEqual(body);
    },
  );

  test('may not be kept by any cache on the way', async () => {
    const { get } = rigOf();
    for (const path of [API.status, API.openApi, `${API.query}?metric=nope`, '/api/v1/nope']) {
      expect((await get(path)).headers.get('cache-control')).toBe('no-store');
    }
  });
});

/** The document itself, and the line of events. */
const NOT_JSON = new Set<string>([API.openApi, API.events]);

describe('the document of OpenAPI', () => {
  test('names the routes of the router, all and no other', () => {
    const routes = createApp(appParts(RUNNING)).routes.filter(({ path, method }) => {
      return path.startsWith('/api/') && method !== 'ALL' && !NOT_JSON.has(path);
    });
    const described = ENDPOINTS.map(({ method = 'get', path }) => `${method} ${path}`);
    const told = new Set(routes.map(({ method, path }) => `${method.toLowerCase()} ${path}`));
    expect([...told].sort()).toEqual([...described].sort());
  });

  test('holds a schema for each reply and for errors', async () => {
    const response = await rigOf().get(API.openApi);
    const document = (await response.json()) as {
      readonly openapi: string;
      readonly info: unknown;
      readonly paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toEqual({ title: 'Outcrop', version: '1.2.3' });
    for (const { method = 'get', path } of ENDPOINTS) {
      const { responses } = document.paths[path]?.[method] ?? { responses: {} };
      expect(Object.keys(responses).sort()).toEqual(['200', '400', '500']);
      expect(JSON.stringify(responses)).toContain('"additionalProperties":false');
    }
  });
});

describe('figures in replies', () => {
  const answerOf = async (path: string): Promise<Record<string, unknown>> => {
    const response = await rigOf({ store: fullStore() }).get(path);
    return (await response.json()) as Record<string, unknown>;
  };

  test('give money as exact decimal text and what is unknown as null', async () => {
    const ask = url(API.query, ['metric', 'cost'], ['groupBy', 'model']);
    expect(await answerOf(ask)).toMatchObject({
      rows: [
        { group: { model: 'amazon.nova-micro' }, values: { cost: '0.00021' } },
        { group: { model: 'acme.mystery' }, values: { cost: null } },
      ],
      unpricedInvocations: 1,
      unattributedInvocations: 1,
      completeTo: null, // One source has never finished a pass.
    });
  });

  test('tell how every source stands and what is not known', async () => {
    expect(await answerOf(API.status)).toMatchObject({
      version: '1.2.3',
      now: '2026-11-05T00:00:00Z',
      invocations: 3,
      quarantined: [{ code: 'notJson', count: 1 }],
      sources: [
        { id: 'logs/x', state: 'failing', completeTo: null, lagSeconds: null },
        { id: 's3/test', state: 'ok', completeTo: '2026-11-01T00:00:00Z', lagSeconds: 345_600 },
      ],
      gaps: [{ from: '2026-11-01T05:00:00Z', missingInvocations: 50 }],
      unpricedModels: [{ model: 'acme.mystery', invocations: 1 }],
      pastRules: { since: null, isBehind: false, appliedFrom: null, run: null },
      overLimit: [],
      checks: { days: 0, checkedDays: 0, lastAt: null, differing: [], damage: [], mend: '' },
      tagKeys: ['feature'],
    });
  });

  test('show alarms of ours and of CloudWatch, those that fire first', async () => {
    expect(await answerOf(API.alarms)).toMatchObject({
      alarms: [
        { name: 'throttles-high', kind: 'cloudWatch', metric: 'throttles', comparison: '>=' },
        { name: 'storm', kind: 'outcrop', group: { tenant: 'acme' }, lastValue: '12.5' },
      ],
      events: [], // That it was OK when it was first looked at is no news.
    });
  });

  test('show an alarm that was never evaluated as waiting', async () => {
    const response = await rigOf().get(API.alarms);
    expect(await response.json()).toMatchObject({
      alarms: [{ name: 'storm', state: 'INSUFFICIENT_DATA', reason: 'Not evaluated yet.' }],
    });
  });

  test('show invocations newest first, a page at a time', async () => {
    const first = await answerOf(url(API.invocations, ['limit', '2']));
    expect(first).toMatchObject({
      invocations: [
        { at: '2026-11-02T00:00:00Z', cost: null, unpriced: true, errorCode: null },
        { at: '2026-11-01T01:00:00Z', cost: '0', errorCode: 'ServiceUnavailable', usage: [] },
      ],
    });
    const second = await answerOf(url(API.invocations, ['before', String(first['next'])]));
    expect(second).toMatchObject({
      invocations: [{ cost: '0.00021', tags: { feature: 'search' }, tenant: 'acme' }],
      next: null,
    });
  });

  test('complete values from how they begin, in any case', async () => {
    const ask = url(API.values, ['dimension', 'tenant'], ['prefix', 'AC']);
    expect(await answerOf(ask)).toEqual({ dimension: 'tenant', values: ['acme'] });
  });
});

/** What AWS pushes: Firehose deliveries and EventBridge events, through the whole HTTP edge. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { createApp } from '../../server/api/create-app.ts';
import { takeFirehose, type Intake } from '../../server/job/intake.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { appParts } from './rig.ts';

const KEY = 'a key of more than sixteen';
const NOW_MS = T0_MS + 60_000;
const STREAM = 'arn:aws:firehose:us-east-1:111122223333:deliverystream/bedrock-logs';

const OPEN: Keys = { firehoseKey: KEY, eventsKey: KEY };

function intakeOf(keys: Keys = OPEN) {
  const store = storeOf([]);
  const nowMs = (): number => NOW_MS;
  const known = { store, rules: createRuleSet([], 'test'), nowMs };
  const parts: Intake = { store, nowMs, take: (delivery) => takeFirehose(delivery, known) };
  const app = createApp({ ...appParts({ store }), intake: { keys, parts } });
  const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: 'POST',
      body: Buffer.from(body),
      headers: { host: 'any.example.com', ...headers },
    });
  return { store, post };
}

interface Keys {
  readonly firehoseKey: string | null;
  readonly eventsKey: string | null;
}

type OpenIntake = ReturnType<typeof intakeOf>;

function call(requestId: string): string {
  return JSON.stringify({
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: new Date(T0_MS).toISOString(),
    accountId: '111122223333',
    region: 'us-east-1',
    requestId,
    operation: 'Converse',
    modelId: 'amazon.nova-micro-v1:0',
    input: { inputTokenCount: 10 },
    output: { outputTokenCount: 20 },
  });
}

/** A payload of a subscription, as CloudWatch Logs hands it to Firehose. */
function payload(messageType: 'DATA_MESSAGE' | 'CONTROL_MESSAGE', messages: readonly string[]) {
  const logEvents = messages.map((message, index) => ({
    id: String(index),
    timestamp: T0_MS,
    message,
  }));
  const head = { owner: '111122223333', logGroup: '/bedrock', logStream: 'aws/bedrock' };
  return gzipSync(JSON.stringify({ messageType, ...head, subscriptionFilters: ['f'], logEvents }));
}

const CONTROL = payload('CONTROL_MESSAGE', ['CWL CONTROL MESSAGE: Checking health of destination']);

function request(records: readonly (string | Uint8Array)[]): string {
  const data = records.map((record) => ({ data: Buffer.from(record).toString('base64') }));
  return JSON.stringify({ requestId: 'ed4acda5', timestamp: NOW_MS, records: data });
}

function deliver(
  { post }: OpenIntake,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
) {
  return post('/intake/firehose', body, {
    'content-type': 'application/json',
    'x-amz-firehose-protocol-version': '1.0',
    'x-amz-firehose-request-id': 'ed4acda5',
    'x-amz-firehose-source-arn': STREAM,
    'x-amz-firehose-access-key': KEY,
    ...headers,
  });
}

describe('POST /intake/firehose', () => {
  test('keeps calls once over control messages and a batch that comes twice (T-CWL-17)', async () => {
    const intake = intakeOf();
    const body = request([CONTROL, payload('DATA_MESSAGE', [call('a'), call('b')]), CONTROL]);
    for (const count of [1, 2]) {
      const response = await deliver(intake, body);
      expect([count, response.status]).toEqual([count, 200]);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({ requestId: 'ed4acda5', timestamp: NOW_MS });
      expect(intake.store.invocationCount()).toBe(2);
    }
    expect(intake.store.quarantineCounts()).toEqual([]);
    expect(intake.store.sourceStates()).toContainEqual(
      expect.objectContaining({
        sourceId: 'firehose:111122223333:us-east-1:bedrock-logs',
        kind: 'firehose',
      }),
    );
  });

  test.each([
    { name: 'plain records', records: [call('a'), call('b')] },
    { name: 'records with line ends, several in one', records: [`${call('a')}\n${call('b')}\n`] },
    { name: 'records without any end between', records: [call('a') + call('b')] },
    { name: 'a compressed record of lines', records: [gzipSync(`${call('a')}\n${call('b')}`)] },
  ])('takes $name', async ({ records }) => {
    const intake = intakeOf();
    expect((await deliver(intake, request(records))).status).toBe(200);
    expect(intake.store.invocationCount()).toBe(2);
  });

  test('takes a compressed request', async () => {
    const intake = intakeOf();
    const body = gzipSync(request([call('a')]));
    expect((await deliver(intake, body, { 'content-encoding': 'gzip' })).status).toBe(200);
    expect(intake.store.invocationCount()).toBe(1);
  });

  test('counts a damaged record and keeps the others', async () => {
    const intake = intakeOf();
    const cut = payload('DATA_MESSAGE', [call('b')]).subarray(0, 60);
    expect((await deliver(intake, request([call('a'), cut, 'no json']))).status).toBe(200);
    expect(intake.store.invocationCount()).toBe(1);
    expect(intake.store.quarantineCounts()).toEqual([
      { code: 'notJson', count: 1 },
      { code: 'unreadable', count: 1 },
    ]);
  });

  test('counts a bomb in one record, and refuses a bomb as the request', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 ** 2));
    const intake = intakeOf();
    expect((await deliver(intake, request([bomb, call('a')]))).status).toBe(200);
    expect(intake.store.invocationCount()).toBe(1);
    expect(intake.store.quarantineCounts()).toEqual([{ code: 'unreadable', count: 1 }]);
    expect((await deliver(intake, bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  test('refuses a body over the limit, whatever length it claims', async () => {
    const response = await deliver(intakeOf(), Buffer.alloc(17 * 1024 ** 2));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ requestId: 'ed4acda5' });
  });

  test.each([
    ['another key', { 'x-amz-firehose-access-key': 'another' }],
    ['no key', { 'x-amz-firehose-access-key': '' }],
  ])('refuses %s and keeps nothing', async (_name, headers) => {
    const intake = intakeOf();
    const response = await deliver(intake, request([call('a')]), headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ requestId: 'ed4acda5', timestamp: NOW_MS });
    expect(intake.store.invocationCount()).toBe(0);
  });

  test.each([
    ['no JSON', '{'],
    ['no records', '{"requestId":"a","timestamp":1}'],
    ['a record without data', '{"requestId":"a","timestamp":1,"records":[{}]}'],
    ['an id that is none', '{"requestId":"<b>","timestamp":1,"records":[]}'],
    ['gzip that is none', '{}'],
  ])('refuses %s', async (name, body) => {
    const headers: Record<string, string> = name.startsWith('gzip')
      ? { 'content-encoding': 'gzip' }
      : {};
    const response = await deliver(intakeOf(), body, headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errorMessage: expect.any(String) });
  });

  test('is no route where the config names no key', async () => {
    const intake = intakeOf({ firehoseKey: null, eventsKey: null });
    expect((await deliver(intake, request([call('a')]))).status).not.toBe(200);
    expect(intake.store.invocationCount()).toBe(0);
  });
});

const EVENT = {
  version: '0',
  id: '5d4f3c2b-0000-4000-8000-000000000001',
  'detail-type': 'Model Customization Job State Change',
  source: 'aws.bedrock',
  account: '111122223333',
  time: '2026-08-11T12:34:56Z',
  region: 'us-east-1',
  detail: {
    jobName: 'tuning',
    jobArn: 'arn:job',
    jobStatus: 'Completed',
    baseModelArn: 'arn:base',
  },
};
const ALL = { startMs: 0, endMs: Date.UTC(2100, 0, 1) };

describe('POST /intake/events', () => {
  const send = ({ post }: OpenIntake, body: unknown, key = KEY) =>
    post('/intake/events', JSON.stringify(body), { 'x-api-key': key });

  test('keeps an event once, and passes by those of others', async () => {
    const intake = intakeOf();
    const other = { ...EVENT, id: 'x', source: 'aws.ec2' };
    expect(await (await send(intake, EVENT)).json()).toEqual({ stored: 1 });
    expect(await (await send(intake, [EVENT, other])).json()).toEqual({ stored: 0 });
    expect(intake.store.bedrockEvents(ALL)).toMatchObject([
      { kind: 'customizationJob', arn: 'arn:job', status: 'Completed', model: 'arn:base' },
    ]);
  });

  test.each([
    ['another key', EVENT, 'another', 401],
    ['no event', { hello: 'world' }, KEY, 400],
    ['a time that is none', { ...EVENT, time: 'soon' }, KEY, 400],
    ['more than any event has', 'x'.repeat(2 * 1024 ** 2), KEY, 413],
  ])('refuses %s', async (_name, body, key, status) => {
    const intake = intakeOf();
    expect((await send(intake, body, key)).status).toBe(status);
    expect(intake.store.bedrockEvents(ALL)).toEqual([]);
  });
});

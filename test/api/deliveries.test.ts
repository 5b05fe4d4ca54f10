/** Whether messages reach people: deliveries, replay, tests of channels, and who did what. */
import { describe, expect, test } from 'vitest';
import { deliverDue } from '../../server/job/deliver.ts';
import { PACE_MS } from '../../server/notify/channel-health.ts';
import { API } from '../../shared/contract.ts';
import type { DeliveriesReply, ReplayReply } from '../../shared/notify-contract.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { passAt, storm } from '../job/alarm-rig.ts';
import { createReceiver, type Receiver } from '../notify/receiver.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { rigOf, type Rig } from './rig.ts';

const START_MS = T0_MS + 3 * HOUR_MS;
const headers = { 'content-type': 'application/json' };

async function post(rig: Rig, path: string, body: unknown): Promise<Response> {
  return rig.get(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function deliveries(rig: Rig, search = ''): Promise<DeliveriesReply['deliveries']> {
  const reply = (await (await rig.get(API.deliveries + search)).json()) as DeliveriesReply;
  return reply.deliveries;
}

/** One firing that its receiver has answered with these codes, an hour apart. */
async function afterAnswers(...codes: readonly number[]): Promise<Rig & { receiver: Receiver }> {
  let index = 0;
  const receiver = await createReceiver((_, response) => {
    response.statusCode = codes[Math.min(index, codes.length - 1)] ?? 200;
    index += 1;
    response.end(`said ${response.statusCode} of T0KEN`);
  });
  const store = storeOf(storm());
  passAt(store, HOUR_MS + 8 * MINUTE_MS, [ruleOf({ name: 'storm' })]);
  let ticks = 0;
  const nowMs = (): number => START_MS + (ticks += PACE_MS); // Nobody waits for the pace.
  const rig = rigOf({ store, channels: [receiver.endpoint], nowMs });
  for (let hour = 0; hour < codes.length; hour += 1) {
    const nowMs = (): number => START_MS + hour * 24 * HOUR_MS;
    const { signal } = new AbortController();
    const context = {
      store,
      channels: [receiver.endpoint],
      nowMs,
      pageUrl: 'http://127.0.0.1/',
      signal,
    };
    await deliverDue({ ...context, jitter: () => 0.5 });
  }
  return { ...rig, receiver };
}

describe('the list of deliveries', () => {
  test('tells of every attempt when it was, what came of it, and when the next one is', async () => {
    const [delivery] = await deliveries(await afterAnswers(500, 429));
    expect(delivery).toMatchObject({ channel: 'ops', alarm: 'storm', state: 'pending', group: {} });
    expect(delivery?.attempts).toMatchObject([
      { attempt: 1, at: '2026-11-01T03:00:00Z', outcome: 'retry', status: 500 },
      { attempt: 2, at: '2026-11-02T03:00:00Z', outcome: 'retry', status: 429 },
    ]);
    expect(delivery?.attempts[0]?.next).toBe('2026-11-01T03:00:05Z');
    expect(delivery?.next).toBe(delivery?.attempts[1]?.next);
  });

  test('shows what the receiver said, without what is secret of its address', async () => {
    const rig = await afterAnswers(500);
    const [delivery] = await deliveries(rig);
    expect(delivery?.attempts[0]?.reply).toBe('said 500 of [redacted]');
    expect(delivery?.attempts[0]?.detail).toBe(
      `http://127.0.0.1:${rig.receiver.port}/… answered 500.`,
    );
  });

  test.each([
    [[200], 0],
    [[500], 1],
    [[500, 200], 0],
    [[410], 1],
  ])('after the answers %j names %d as failed', async (codes, count) => {
    expect(await deliveries(await afterAnswers(...codes), '?failed=1')).toHaveLength(count);
  });

  test.each(['0', 'x', '501'])('refuses a limit of %s', async (limit) => {
    expect((await rigOf().get(`${API.deliveries}?limit=${limit}`)).status).toBe(400);
  });
});

describe('a replay', () => {
  test('makes what was given up due again under its id, and says who did it', async () => {
    const rig = await afterAnswers(410, 200);
    const [dead] = await deliveries(rig);
    expect(dead).toMatchObject({ state: 'dead', next: null });
    const reply = await post(rig, API.replay, { id: dead?.id, by: 'ada' });
    expect(await reply.json()).toEqual({ replayed: [dead?.id] });
    const channels = [rig.receiver.endpoint];
    const { signal } = new AbortController();
    const clock = { nowMs: () => START_MS + DAY_MS, jitter: () => 0, signal };
    await deliverDue({ store: rig.store, channels, pageUrl: 'http://127.0.0.1/', ...clock });
    const [after] = await deliveries(rig);
    expect(after).toMatchObject({ id: dead?.id, state: 'delivered' });
    expect(after?.attempts.map(({ status }) => status)).toEqual([410, 200]);
    expect(await (await rig.get(API.journal)).json()).toMatchObject({
      notes: [{ by: 'ada', action: 'replay', subject: dead?.id }],
    });
  });

  test('of all takes all that were given up', async () => {
    const rig = await afterAnswers(410);
    expect(await (await post(rig, API.replay, { all: true })).json()).toMatchObject({
      replayed: [expect.stringMatching(/^msg_/)],
    });
    expect(await (await post(rig, API.replay, { all: true })).json()).toEqual({ replayed: [] });
  });

  test.each([
    [{ channel: 'ops' }, 1],
    [{ channel: 'pager' }, 0],
    [{ from: '2026-11-01T00:00:00Z', to: '2026-11-01T03:00:00Z' }, 1],
    [{ from: '2026-11-01T03:00:00Z' }, 0],
    [{ to: '2026-11-01T01:00:00Z' }, 0],
  ])('of all with %j takes %d', async (span, count) => {
    const rig = await afterAnswers(410);
    const reply = await post(rig, API.replay, { all: true, ...span });
    expect(((await reply.json()) as ReplayReply).replayed).toHaveLength(count);
  });

  const REFUSED = [{}, { id: 'x', all: true }, { id: 'x', channel: 'ops' }, { all: true, to: 'x' }];

  test.each(REFUSED)('of %j is refused', async (body) => {
    expect((await post(rigOf(), API.replay, body)).status).toBe(400);
  });

  test('of a message that was not given up is refused', async () => {
    expect((await post(await afterAnswers(500), API.replay, { id: 'msg_x' })).status).toBe(404);
  });
});

describe('a test of a channel', () => {
  test('sends a firing and its resolved, which verify and stand in the list', async () => {
    const rig = await afterAnswers(200);
    const reply = await post(rig, API.testChannel, { name: 'ops', by: 'ada' });
    expect(await reply.json()).toMatchObject({
      attempts: [
        { outcome: 'delivered', status: 200 },
        { outcome: 'delivered', status: 200 },
      ],
    });
    const types = rig.receiver.seen.map(({ body }) => (JSON.parse(body) as { type: string }).type);
    expect(types).toEqual(['alarm.firing', 'alarm.firing', 'alarm.resolved']);
    const ids = new Set(rig.receiver.seen.map((seen) => seen.headers['webhook-id']));
    expect(ids.size).toBe(3);
    expect(await deliveries(rig)).toHaveLength(3);
  });

  test('that fails is told at once and never tried again', async () => {
    const rig = await afterAnswers(200, 503);
    const { attempts } = (await (await post(rig, API.testChannel, { name: 'ops' })).json()) as {
      attempts: unknown[];
    };
    expect(attempts).toMatchObject([{ outcome: 'dead', status: 503, next: null }, {}]);
    expect(rig.store.openOutbox(10)).toEqual([]);
  });

  test('of a channel that is not there is refused', async () => {
    expect((await post(rigOf(), API.testChannel, { name: 'ops' })).status).toBe(404);
  });
});

const UNUSED = { state: 'unused', since: null, detail: '', waiting: 0 };

test('/metrics tells whether channels work, once something was sent', async () => {
  const unused = await (await (await afterAnswers()).get('/metrics')).text();
  expect(unused).not.toContain('outcrop_channel');
  const ok = await (await (await afterAnswers(200)).get('/metrics')).text();
  expect(ok).toContain('outcrop_channel_up{channel="ops",kind="webhook"} 1\n');
  const failing = await (await (await afterAnswers(500)).get('/metrics')).text();
  expect(failing).toContain('outcrop_channel_up{channel="ops",kind="webhook"} 0\n');
  expect(failing).toContain('outcrop_channel_waiting{channel="ops",kind="webhook"} 1\n');
});

test('channels are shown without what is secret of them', async () => {
  const rig = await afterAnswers();
  const { port } = rig.receiver;
  expect(await (await rig.get(API.channels)).json()).toEqual({
    channels: [{ name: 'ops', kind: 'webhook', to: `http://127.0.0.1:${port}/…`, ...UNUSED }],
  });
});

/** Who asks too much is held back, and nobody else: row H2. */
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { networkOf } from '../../server/access/network.ts';
import { DEAR_POINTS, OF_NETWORK, OF_PERSON, STREAMS_MAX } from '../../server/api/hold-back.ts';
import { Pace } from '../../server/api/pace.ts';
import { API } from '../../shared/contract.ts';
import { accessRig, type AccessRig } from './access-rig.ts';

function cookieOf(rig: AccessRig, name: string): string {
  const flags = { mustChange: false, isDisabled: false };
  const user = { passwordHash: '', ...flags, createdAtMs: 0, changedAtMs: 0 };
  const viewer = { role: 'viewer' as const, tenants: null };
  rig.access.store.saveUser({ name, ...user, ...viewer });
  return `${rig.access.cookieName}=${rig.access.begin(name, 'password', viewer)}`;
}

async function statusesOf(count: number, ask: () => Promise<Response>) {
  const replies: Response[] = [];
  for (let i = 0; i < count; i += 1) replies.push(await ask());
  return replies;
}

describe('T-H2 who asks too often', () => {
  test('is told when to come back, in words and as a number, and others are not', async () => {
    const rig = accessRig();
    const cookie = cookieOf(rig, 'ada');
    const ask = () => rig.ask(API.settings, { cookie });
    const replies = await statusesOf(OF_PERSON.burst + 1, ask);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(1);
    const last = replies.at(-1);
    expect(last?.headers.get('retry-after')).toBe('1');
    expect(await last?.json()).toMatchObject({ ok: false, code: 'tooOften' });
    expect((await rig.ask(API.settings, { cookie: cookieOf(rig, 'bob') })).status).toBe(200);
    rig.moveMs(1_000);
    expect((await ask()).status).toBe(200);
  });

  test('gets less of what is dear', async () => {
    const rig = accessRig();
    const cookie = cookieOf(rig, 'ada');
    const ask = () => rig.ask(API.sharedCost, { cookie });
    const replies = await statusesOf(OF_PERSON.burst / DEAR_POINTS + 1, ask);
    expect(replies.map(({ status }) => status).indexOf(429)).toBe(OF_PERSON.burst / DEAR_POINTS);
  });

  test('without sign-in is counted by network, and shuts out nobody who has signed in', async () => {
    const rig = accessRig();
    let last = 0;
    const peer = () => `2001:db8:1:2:${(last += 1).toString(16)}::1`;
    const ask = () => rig.ask(API.sharedCost, { peer: peer() });
    const replies = await statusesOf(OF_NETWORK.burst / DEAR_POINTS + 1, ask);
    expect(replies.map(({ status }) => status).slice(-2)).toEqual([401, 429]);
    expect((await rig.ask(API.status, { peer: '2001:db8:1:3::1' })).status).toBe(401);
    const cookie = cookieOf(rig, 'ada');
    expect((await rig.ask(API.status, { peer: peer(), cookie })).status).toBe(200);
    expect((await rig.ask('/healthz', { peer: peer() })).status).toBe(200);
  });

  test('cannot come from elsewhere by a header of its own', async () => {
    const rig = accessRig();
    let last = 0;
    const ask = () =>
      rig.ask(API.sharedCost, { headers: { 'x-forwarded-for': `198.51.100.${(last += 1)}` } });
    const replies = await statusesOf(OF_NETWORK.burst / DEAR_POINTS + 1, ask);
    expect(replies.at(-1)?.status).toBe(429);
  });

  test('is not asked for anything on loopback', async () => {
    const rig = accessRig({ isRequired: false });
    const replies = await statusesOf(200, () => rig.ask(API.sharedCost));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('may hold some streams open, and as many again when they end', async () => {
    const rig = accessRig();
    const cookie = cookieOf(rig, 'ada');
    const open: EventEmitter[] = [];
    const listen = () => {
      const outgoing = new EventEmitter();
      open.push(outgoing);
      return rig.ask(API.events, { cookie, outgoing });
    };
    const replies = await statusesOf(STREAMS_MAX + 1, listen);
    expect(replies.map(({ status }) => status)).toEqual([
      ...Array<number>(STREAMS_MAX).fill(200),
      503,
    ]);
    open[0]?.emit('close');
    expect((await listen()).status).toBe(200);
    const other = { cookie: cookieOf(rig, 'bob'), outgoing: new EventEmitter() };
    expect((await rig.ask(API.events, other)).status).toBe(200);
    for (const reply of replies) await reply.body?.cancel();
  });
});

describe('Pace', () => {
  test('remembers a bounded number of askers, those that asked last', () => {
    const pace = new Pace({ burst: 1, perSecond: 0.001 });
    for (let i = 0; i < 20_000; i += 1) pace.spend(`asker ${i}`, 1, 0);
    expect(pace.remembered).toBe(10_000);
    expect(pace.spend('asker 19999', 1, 0)).toBe(1_000);
  });

  test('gives nothing for a clock that goes back', () => {
    const pace = new Pace({ burst: 1, perSecond: 1 });
    expect(pace.spend('a', 1, 10_000)).toBeNull();
    expect(pace.spend('a', 1, 0)).toBe(1);
  });
});

describe('networkOf', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['', 'unknown'],
    ['<script>', 'unknown'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

/** Who is let in, how long, and how one gets in: rows A1 to A10 of the checklist, over HTTP. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { accessRig, cookieOf, PASSWORD, type AccessRig } from './access-rig.ts';

const BODY = { name: 'ada', password: PASSWORD };

async function rigWithAda(): Promise<AccessRig> {
  const rig = accessRig();
  await rig.user('ada', 'admin');
  return rig;
}

describe('T-A1 a server that more than its machine reaches', () => {
  test.each([
    ['nothing', {}],
    ['a forwarded address of loopback', { 'x-forwarded-for': '127.0.0.1' }],
    ['the name that a proxy would give', { 'x-forwarded-user': 'ada' }],
    [
      'a token that nobody made',
      { authorization: `Bearer oct_${'0'.repeat(16)}_${'a'.repeat(43)}` },
    ],
    ['a cookie that nobody made', { cookie: '__Host-outcrop=abc' }],
    ['basic authentication', { authorization: 'Basic YWRhOmFkYQ==' }],
  ])('answers nothing to %s', async (_, headers) => {
    const { ask } = await rigWithAda();
    for (const path of [API.status, '/metrics', API.openApi, API.events]) {
      const reply = await ask(path, { headers });
      expect(reply.status).toBe(401);
      expect(await reply.json()).toMatchObject({ code: 'signedOut' });
    }
  });

  test('answers whether it lives, the page, and who asks', async () => {
    const { ask } = await rigWithAda();
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/')).status).toBe(200);
    expect(await (await ask(ACCESS_API.session)).json()).toMatchObject({ state: 'signedOut' });
  });

  test('asks nobody on loopback', async () => {
    const { ask } = accessRig({ isRequired: false });
    expect((await ask(API.status)).status).toBe(200);
    expect(await (await ask(ACCESS_API.session)).json()).toMatchObject({ state: 'open' });
  });
});

describe('T-A4 signing in', () => {
  test('is refused past ten tries a minute for one account, from any addresses', async () => {
    const { ask, moveMs } = await rigWithAda();
    const session = cookieOf(await ask(ACCESS_API.signIn, { body: BODY }));
    const codes: number[] = [];
    for (let i = 0; i < 14; i += 1) {
      const body = { name: 'ada', password: `wrong password ${i}` };
      codes.push((await ask(ACCESS_API.signIn, { body, peer: `198.51.100.${i}` })).status);
    }
    expect(codes).toEqual([...Array<number>(9).fill(401), ...Array<number>(5).fill(429)]);
    const right = await ask(ACCESS_API.signIn, { body: BODY });
    expect(right.status).toBe(429);
    expect(right.headers.get('retry-after')).toBe('60');
    // Whoever has signed in stays so.
    expect((await ask(API.status, { cookie: session })).status).toBe(200);
    moveMs(61_000);
    expect((await ask(ACCESS_API.signIn, { body: BODY })).status).toBe(200);
  });

  test('is refused past ten tries a minute from one address, for any accounts', async () => {
    const { ask } = await rigWithAda();
    const codes: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const body = { name: `nobody${i}`, password: 'wrong password' };
      codes.push((await ask(ACCESS_API.signIn, { body })).status);
    }
    expect(codes.slice(-2)).toEqual([429, 429]);
  });

  test('tells the same of a wrong name as of a wrong password, and writes both down', async () => {
    const { ask, access } = await rigWithAda();
    const wrongName = await ask(ACCESS_API.signIn, { body: { ...BODY, name: 'eve' } });
    const wrongPassword = await ask(ACCESS_API.signIn, { body: { ...BODY, password: 'x' } });
    expect(await wrongName.text()).toBe(await wrongPassword.text());
    const noted = access.store.audit({ beforeSeq: 99, limit: 9 });
    expect(noted.map(({ who, action }) => [who, action])).toEqual([
      ['ada', 'signIn.failed'],
      ['eve', 'signIn.failed'],
    ]);
    expect(JSON.stringify(noted)).not.toContain(PASSWORD);
  });
});

describe('T-A5 a session', () => {
  let rig: AccessRig;
  beforeAll(async () => {
    rig = await rigWithAda();
  });

  test('is a cookie of 256 bits that scripts and other sites do not get', async () => {
    const reply = await rig.ask(ACCESS_API.signIn, { body: BODY });
    const set = reply.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^__Host-outcrop=[\w-]{43};/);
    for (const word of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) {
      expect(set).toContain(word);
    }
    expect(set).not.toContain('Domain');
    expect(JSON.stringify(rig.access.store.session('x'))).not.toContain(cookieOf(reply));
  });

  test('ends when it is not used for half a day, and a week after its start', async () => {
    const cookie = await rig.signIn('ada');
    rig.moveMs(11 * HOUR_MS);
    expect((await rig.ask(API.status, { cookie })).status).toBe(200);
    rig.moveMs(13 * HOUR_MS);
    expect((await rig.ask(API.status, { cookie })).status).toBe(401);
    const long = await rig.signIn('ada');
    for (let hours = 0; hours < 7 * 24 - 10; hours += 10) {
      rig.moveMs(10 * HOUR_MS);
      const isOver = hours + 10 >= 7 * 24;
      expect((await rig.ask(API.status, { cookie: long })).status).toBe(isOver ? 401 : 200);
    }
    rig.moveMs(DAY_MS / 2);
    expect((await rig.ask(API.status, { cookie: long })).status).toBe(401);
  });

  test('ends with the sign-out, and a cookie that was kept is worth nothing', async () => {
    const cookie = await rig.signIn('ada');
    const reply = await rig.ask(ACCESS_API.signOut, { cookie, body: {} });
    expect(reply.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await rig.ask(API.status, { cookie })).status).toBe(401);
  });

  test('ends with the password, but for the one that changed it', async () => {
    rig.moveMs(DAY_MS);
    const other = await rig.signIn('ada');
    const own = await rig.signIn('ada');
    rig.moveMs(1000);
    const body = { old: PASSWORD, new: 'another good one' };
    const reply = await rig.ask(ACCESS_API.password, { cookie: own, body });
    expect(reply.status).toBe(200);
    for (const cookie of [other, own]) {
      expect((await rig.ask(API.status, { cookie })).status).toBe(401);
    }
    expect((await rig.ask(API.status, { cookie: cookieOf(reply) })).status).toBe(200);
  });

  test('ends with its user', async () => {
    await rig.user('bob', 'viewer');
    const cookie = await rig.signIn('bob');
    expect((await rig.ask(API.status, { cookie })).status).toBe(200);
    rig.access.store.removeUser('bob');
    expect((await rig.ask(API.status, { cookie })).status).toBe(401);
  });
});

describe('T-A8 a forged request', () => {
  test.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of another site', { origin: '', 'sec-fetch-site': 'cross-site' }],
    ['that does not say whence it is', { origin: '' }],
    ['that is a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['that is text', { 'content-type': 'text/plain' }],
  ])('%s changes nothing', async (_, headers) => {
    const rig = await rigWithAda();
    const cookie = await rig.signIn('ada');
    const body = { name: 'eve', role: 'admin', password: PASSWORD };
    const sent = Object.fromEntries(Object.entries(headers));
    const reply = await rig.ask(ACCESS_API.users, { cookie, body, headers: sent });
    expect([403, 415]).toContain(reply.status);
    expect(rig.access.store.users().map(({ name }) => name)).toEqual(['ada']);
  });
});

describe('T-A9 a strange name', () => {
  test('is answered by nothing, signed in or not', async () => {
    const rig = await rigWithAda();
    const cookie = await rig.signIn('ada');
    const headers = { host: 'evil.example' };
    expect((await rig.ask(API.status, { cookie, headers })).status).toBe(421);
  });
});

/** Sign-in at a real provider of identity on loopback: the whole way there and back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessSettings, OidcSettings } from '../../server/access/access-settings.ts';
import { CALLBACK_PATH } from '../../server/access/oidc.ts';
import { ACCESS_API, OIDC_START_PATH } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { accessRig, cookieOf, PAGE_URL, type AccessRig } from './access-rig.ts';
import { BACK, cross, oidcSettings, sessionOf } from './oidc-rig.ts';
import { signInThere, startProvider, type RealProvider } from './real-provider.ts';

const PEOPLE = new Map([
  ['ada', { email: 'ada@example.com', email_verified: true, groups: ['platform'] }],
  ['tom', { email: 'tom@example.com', email_verified: true, groups: ['acme-team', 'staff'] }],
  ['eve', { email: 'eve@example.com', email_verified: true, groups: ['others'] }],
  ['joe', { email: 'ada@example.com', email_verified: false, groups: ['platform'] }],
  ['out', { email: 'out@evil.example', email_verified: true, groups: ['platform'] }],
  ['org', { email: 'org@example.com', email_verified: true, org: { teams: ['globex', '*'] } }],
]);
const GRANTS: AccessSettings['grants'] = [
  { user: null, group: 'platform', role: 'admin', tenants: null },
  { user: null, group: 'acme-team', role: 'viewer', tenants: ['acme'] },
];

let provider: RealProvider;
beforeAll(async () => {
  provider = await startProvider(PEOPLE, BACK);
});
afterAll(() => provider.close());

const rigOf = (changes: Partial<OidcSettings> = {}): AccessRig =>
  accessRig({ oidc: settings(changes), grants: GRANTS });

const settings = (changes: Partial<OidcSettings> = {}): OidcSettings =>
  oidcSettings(provider.issuer, changes);

const actionsOf = ({ access }: AccessRig) =>
  access.store.audit({ beforeSeq: 999, limit: 9 }).map(({ who, action, detail }) => {
    return `${who} ${action} ${detail}`;
  });

describe('T-A7 signing in at a provider', () => {
  test('sends people there with state, nonce and a proof key, and back to one address', async () => {
    const reply = await rigOf().ask(OIDC_START_PATH);
    const url = new URL(reply.headers.get('location') ?? '');
    expect(url.origin).toBe(provider.issuer);
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      redirect_uri: BACK,
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email groups',
    });
    for (const key of ['state', 'nonce', 'code_challenge']) {
      expect(asked[key]).toMatch(/^[\w-]{43}$/);
    }
    const set = reply.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^__Host-outcrop-oidc=/);
    for (const word of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Max-Age=600']) {
      expect(set).toContain(word);
    }
    expect(set).not.toContain(asked['nonce']);
  });

  test('makes an admin of who is in a group that is granted it', async () => {
    const rig = rigOf();
    const reply = await cross(rig, 'ada', '/?view=alarms');
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe('/?view=alarms');
    const cookie = sessionOf(reply);
    const session = await (await rig.ask(ACCESS_API.session, { cookie })).json();
    expect(session).toMatchObject({ who: 'ada@example.com', role: 'admin', how: 'oidc' });
    expect((await rig.ask(ACCESS_API.users, { cookie })).status).toBe(200);
    expect(actionsOf(rig)).toEqual(['ada@example.com signIn oidc']);
  });

  test('makes a viewer of some tenants of who is in a group of these', async () => {
    const rig = rigOf();
    const cookie = sessionOf(await cross(rig, 'tom'));
    const session = await (await rig.ask(ACCESS_API.session, { cookie })).json();
    expect(session).toMatchObject({ role: 'viewer', tenants: ['acme'], hasPassword: false });
    expect((await rig.ask(ACCESS_API.users, { cookie })).status).toBe(403);
  });

  test('reads tenants from a claim of theirs, and takes no pattern for a tenant', async () => {
    const rig = rigOf({ tenantsClaim: 'org.teams' });
    const cookie = sessionOf(await cross(rig, 'org'));
    const session = await (await rig.ask(ACCESS_API.session, { cookie })).json();
    expect(session).toMatchObject({ role: 'viewer', tenants: ['globex'] });
  });

  test.each([
    ['whom nothing is granted', 'eve', {}, 'nothing here is granted', 'notGranted'],
    ['whose address was not verified', 'joe', {}, 'has not verified', 'nameless'],
    ['who is of another domain', 'out', {}, 'not let in', 'outside'],
    ['who is in none of the groups', 'ada', { groups: ['staff'] }, 'not let in', 'outside'],
    ['whose name is not told', 'ada', { userClaim: 'upn' }, 'did not tell upn', 'nameless'],
  ])('refuses somebody %s, on a page that says so', async (_, login, changes, words, code) => {
    const rig = rigOf(changes);
    const reply = await cross(rig, login);
    expect(reply.status).toBe(403);
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(await reply.text()).toContain(words);
    expect(sessionOf(reply)).toBe('');
    expect(actionsOf(rig)[0]).toContain(`signIn.failed oidc ${code}`);
  });

  test('ends with a config that grants something else', async () => {
    const rig = rigOf();
    const cookie = sessionOf(await cross(rig, 'ada'));
    const later = accessRig({ oidc: settings(), grants: [] }, { store: rig.parts.store });
    expect((await later.ask(API.status, { cookie })).status).toBe(401);
    expect((await rig.ask(API.status, { cookie })).status).toBe(200);
  });

  test('ends the session that the browser had', async () => {
    const rig = rigOf();
    await rig.user('bob', 'viewer');
    const before = await rig.signIn('bob');
    const away = await rig.ask(OIDC_START_PATH);
    const back = await signInThere(away.headers.get('location') ?? '', 'ada', BACK);
    const cookie = `${cookieOf(away)}; ${before}`;
    const reply = await rig.ask(back.slice(PAGE_URL.length - 1), { cookie });
    expect(sessionOf(reply)).not.toBe(before);
    expect((await rig.ask(API.status, { cookie: before })).status).toBe(401);
  });
});

describe('T-A7 a return from the provider', () => {
  async function away(rig: AccessRig) {
    const reply = await rig.ask(OIDC_START_PATH);
    const url = await signInThere(reply.headers.get('location') ?? '', 'ada', BACK);
    return { path: url.slice(PAGE_URL.length - 1), cookie: cookieOf(reply) };
  }

  test('counts in the browser that set out, and for nobody else', async () => {
    const rig = rigOf();
    const { path } = await away(rig);
    const other = cookieOf(await rig.ask(OIDC_START_PATH));
    for (const cookie of ['', other]) {
      const reply = await rig.ask(path, { cookie });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(sessionOf(reply)).toBe('');
    }
  });

  test('counts once', async () => {
    const rig = rigOf();
    const { path, cookie } = await away(rig);
    const first = await rig.ask(path, { cookie });
    expect(first.status).toBe(303);
    expect(first.headers.getSetCookie().join()).toContain('__Host-outcrop-oidc=;');
    const again = await rig.ask(path, { cookie });
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('took the sign-in for over');
  });

  test('counts for ten minutes', async () => {
    const rig = rigOf();
    const { path, cookie } = await away(rig);
    rig.moveMs(601_000);
    expect((await rig.ask(path, { cookie })).status).toBe(400);
  });

  test('with a state or an issuer of others is refused', async () => {
    const rig = rigOf();
    const { path, cookie } = await away(rig);
    for (const [key, value] of [
      ['state', 'x'.repeat(43)],
      ['iss', 'https://evil.example'],
    ] as const) {
      const url = new URL(path, PAGE_URL);
      url.searchParams.set(key, value);
      const reply = await rig.ask(`${url.pathname}${url.search}`, { cookie });
      expect(reply.status).toBe(403);
      expect(await reply.text()).toContain('does not prove');
    }
  });

  test('that says no says so, without the words of the provider', async () => {
    const rig = rigOf();
    const start = await rig.ask(OIDC_START_PATH);
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const said = new URLSearchParams({ state, iss: provider.issuer, error: 'access_denied' });
    said.set('error_description', '<img src=x onerror=boom>');
    const reply = await rig.ask(`${CALLBACK_PATH}?${said}`, { cookie: cookieOf(start) });
    expect(reply.status).toBe(403);
    const text = await reply.text();
    expect(text).toContain('did not sign you in');
    expect(text).not.toContain('boom');
  });

  test('is worth nothing to a server with another secret, which an admin is told', async () => {
    const rig = rigOf({ clientSecret: 'not it' });
    const reply = await cross(rig, 'ada');
    expect(reply.status).toBe(503);
    const text = await reply.text();
    expect(text).toContain('does not accept this server');
    expect(text).not.toContain('not it');
  });
});

test('T-A7 a provider that is down says so, and passwords work all the same', async () => {
  const rig = rigOf({ issuer: 'http://127.0.0.1:9' });
  await rig.user('bob', 'admin');
  const reply = await rig.ask(OIDC_START_PATH);
  expect(reply.status).toBe(503);
  expect(await reply.text()).toContain('passwords of this server work all the same');
  expect((await rig.ask(API.status, { cookie: await rig.signIn('bob') })).status).toBe(200);
});

test('a server without a provider says so at its address', async () => {
  const reply = await accessRig().ask(OIDC_START_PATH);
  expect(reply.status).toBe(404);
  expect(await reply.text()).toContain('no provider of identity');
});

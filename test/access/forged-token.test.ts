/** Tokens that a provider never signed for us, and addresses that are not ours: row A7. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLBACK_PATH } from '../../server/access/oidc.ts';
import { identityOf, isLetIn, textsOf } from '../../server/access/identity.ts';
import { ownPath } from '../../server/access/own-path.ts';
import { TicketSeal } from '../../server/access/sign-in-ticket.ts';
import { OIDC_START_PATH } from '../../shared/access-contract.ts';
import { accessRig, cookieOf } from './access-rig.ts';
import { startForged, type ForgedProvider, type Forgery } from './forged-provider.ts';
import { CLIENT } from './real-provider.ts';

const OIDC = {
  ...CLIENT,
  label: 'Forged',
  scopes: ['openid'],
  userClaim: 'email',
  groupsClaim: 'groups',
  tenantsClaim: null,
  domains: [],
  groups: [],
};

let forged: ForgedProvider;
beforeAll(async () => {
  forged = await startForged();
});
afterAll(() => forged.close());

async function finishWith(forgery: Forgery): Promise<Response> {
  const oidc = { ...OIDC, issuer: forged.issuer };
  const grants = [{ user: null, group: 'a', role: 'admin' as const, tenants: null }];
  const rig = accessRig({ oidc, grants });
  const away = await rig.ask(OIDC_START_PATH);
  const asked = new URL(away.headers.get('location') ?? '').searchParams;
  forged.forge(forgery, asked.get('nonce') ?? '');
  const back = new URLSearchParams({ code: 'c', state: asked.get('state') ?? '' });
  return rig.ask(`${CALLBACK_PATH}?${back}`, { cookie: cookieOf(away) });
}

describe('T-A7 an ID token', () => {
  test('that is in order lets its bearer in', async () => {
    expect((await finishWith({})).status).toBe(303);
  });

  test.each([
    ['of another nonce', { claims: { nonce: 'other' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that nobody signed', { alg: 'none' }],
    ['signed with the public key as a secret', { alg: 'HS256' }],
    ['signed by a key of somebody else', { isStrange: true }],
    ['for another client', { claims: { aud: 'other' } }],
    ['for several, of which another asked', { claims: { aud: ['outcrop', 'o'], azp: 'o' } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['whose time is over', { claims: { exp: 1_000 } }],
    ['of the time to come', { claims: { nbf: 9_999_999_999 } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['with an address that was not verified', { claims: { email_verified: false } }],
    ['that says nothing of whether it was', { claims: { email_verified: undefined } }],
    ['with a name that breaks lines', { claims: { email: 'ada@example.com\nroot' } }],
    ['with a name that turns its letters', { claims: { email: 'ada\u202E@example.com' } }],
    ['with a list for a name', { claims: { email: [{}] } }],
  ] as const)('%s lets nobody in', async (_, forgery) => {
    const reply = await finishWith(forgery);
    expect(reply.status).toBe(403);
    expect(reply.headers.getSetCookie().join()).not.toContain('__Host-outcrop=');
  });
});

describe('T-H6 the way on after a sign-in', () => {
  test.each([
    ['/', '/'],
    ['/?view=spend&range=7d', '/?view=spend&range=7d'],
    [undefined, '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/x/..//evil.example', '/'],
    ['https:evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/\t/evil.example', '/'],
    ['/%0d%0aset-cookie:a=b', '/%0d%0aset-cookie:a=b'],
    ['/api/v1/reports/file?name=x', '/'],
    ['/sign-in/oidc', '/'],
    [`/${'a'.repeat(3_000)}`, '/'],
  ])('for %j is %j', (asked, path) => {
    expect(ownPath(asked)).toBe(path);
  });
});

describe('a ticket', () => {
  const ticket = { state: 's', nonce: 'n', verifier: 'v', next: '/', madeAtMs: 1_000 };

  test('is opened by who sealed it, unchanged and in time', () => {
    const seal = new TicketSeal();
    const text = seal.seal(ticket);
    expect(seal.open(text, 2_000)).toEqual(ticket);
    expect(seal.open(text, 700_000)).toBeNull();
    expect(seal.open(text, 500)).toBeNull();
    expect(new TicketSeal().open(text, 2_000)).toBeNull();
    const changed = `${text.slice(0, 50)}${text[50] === 'A' ? 'B' : 'A'}${text.slice(51)}`;
    for (const wrong of [changed, '', 'x', 'A'.repeat(9_000)]) {
      expect(seal.open(wrong, 2_000)).toBeNull();
    }
  });
});

describe('claims', () => {
  test('are read by their whole name before a path', () => {
    const claims = {
      'cognito:groups': ['a'],
      'https://example.com/roles': 'b',
      realm_access: { roles: ['c', 4, '', null] },
    };
    expect(textsOf(claims, 'cognito:groups')).toEqual(['a']);
    expect(textsOf(claims, 'https://example.com/roles')).toEqual(['b']);
    expect(textsOf(claims, 'realm_access.roles')).toEqual(['c']);
    for (const none of ['realm_access', 'toString', '__proto__.toString', 'a.b.c', '']) {
      expect(textsOf(claims, none)).toEqual([]);
    }
  });

  test('of a domain that only begins or ends like ours are refused', () => {
    const settings = { ...OIDC, issuer: 'x', userClaim: 'upn', domains: ['example.com'] };
    const isIn = (upn: string) => isLetIn(identityOf({ upn }, settings), settings);
    expect(isIn('Ada@Example.com')).toBe(true);
    for (const upn of ['a@evil-example.com', 'a@example.com.evil', 'example.com', 'a@b']) {
      expect(isIn(upn)).toBe(false);
    }
  });
});

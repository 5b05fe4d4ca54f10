/** Tokens, links, trusted proxies, and the audit log: rows A3, A6, A14, A15 and H3. */
import { describe, expect, test } from 'vitest';
import { hashPassword, isPassword } from '../../server/access/password.ts';
import { createToken, type TokenAsk } from '../../server/access/tokens.ts';
import { checkChain } from '../../server/store/audit-chain.ts';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { DAY_MS } from '../../shared/window.ts';
import { accessRig, cookieOf, type AccessRig } from './access-rig.ts';

const ASK: TokenAsk = {
  kind: 'token',
  name: 'ci',
  power: 'read',
  tenants: null,
  search: '',
  days: 2,
  by: 'ada',
};

function secretOf(rig: AccessRig, changes: Partial<TokenAsk> = {}): string {
  const made = createToken({ ...ASK, ...changes }, rig.access.store, rig.access.nowMs());
  if (!made.ok) throw new Error(made.problem);
  return made.value.secret;
}

const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });

describe('T-A3 a password', () => {
  test('is kept as argon2id of at least what is asked for, and matches no other', async () => {
    const hash = await hashPassword('correct horse battery');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await isPassword('correct horse battery', hash)).toBe(true);
    expect(await isPassword('correct horse batterz', hash)).toBe(false);
    expect(await isPassword('correct horse battery', null)).toBe(false);
  });
});

describe('T-A6 a token', () => {
  test('reads and changes nothing, ends in time, and stands in no row', async () => {
    const rig = accessRig();
    const secret = secretOf(rig);
    expect((await rig.ask(API.status, bearer(secret))).status).toBe(200);
    const body = { name: 'x' };
    expect((await rig.ask(API.deleteView, { ...bearer(secret), body })).status).toBe(403);
    const rows = JSON.stringify(rig.access.store.tokens());
    expect(rows).not.toContain(secret.slice(-43));
    rig.moveMs(2 * DAY_MS);
    expect((await rig.ask(API.status, bearer(secret))).status).toBe(401);
  });

  test('for metrics is let in at /metrics and nowhere else', async () => {
    const rig = accessRig();
    const secret = secretOf(rig, { power: 'metrics' });
    expect((await rig.ask('/metrics', bearer(secret))).status).toBe(200);
    expect((await rig.ask(API.status, bearer(secret))).status).toBe(403);
  });

  test('whose row was made mightier by hand is worth nothing', async () => {
    const rig = accessRig();
    const secret = secretOf(rig);
    const [row] = rig.access.store.tokens();
    if (!row) throw new Error('The token was just made.');
    const other = accessRig();
    other.access.store.saveToken({ ...row, power: 'admin' });
    expect((await other.ask(API.status, bearer(secret))).status).toBe(401);
  });
});

describe('T-A15 a shared link', () => {
  test('opens its view until it is revoked; one letter changed, it opens nothing', async () => {
    const rig = accessRig();
    const link = secretOf(rig, { kind: 'link', search: '?view=spend', tenants: ['acme'] });
    const changed = `${link.slice(0, -2)}${link.at(-2) === 'A' ? 'B' : 'A'}${link.slice(-1)}`;
    expect((await rig.ask(ACCESS_API.openLink, { body: { link: changed } })).status).toBe(404);
    const reply = await rig.ask(ACCESS_API.openLink, { body: { link } });
    expect(await reply.json()).toEqual({ search: '?view=spend' });
    const cookie = cookieOf(reply);
    expect((await rig.ask(API.status, { cookie })).status).toBe(200);
    expect((await rig.ask(API.settings, { cookie })).status).toBe(403);
    rig.access.store.revokeToken(rig.access.store.tokens()[0]?.id ?? '', 1);
    expect((await rig.ask(API.status, { cookie })).status).toBe(401);
  });
});

describe('T-H3 the word of a proxy', () => {
  test.each([
    ['a proxy that is trusted', '10.0.0.5', 200],
    ['the same, as an address of the new kind', '::ffff:10.0.0.5', 200],
    ['anybody else', '203.0.113.9', 401],
  ])('is taken from %s or not: %s gets %d', async (_, peer, status) => {
    const grants = [{ user: null, group: 'platform', role: 'admin' as const, tenants: null }];
    const proxy = { userHeader: 'x-forwarded-user', groupsHeader: 'x-forwarded-groups' };
    const rig = accessRig({ proxy, grants, trustedProxies: ['10.0.0.0/24'] });
    const headers = { 'x-forwarded-user': 'ada', 'x-forwarded-groups': 'staff, platform' };
    expect((await rig.ask(API.status, { peer, headers })).status).toBe(status);
    const nobody = { ...headers, 'x-forwarded-groups': 'staff' };
    expect((await rig.ask(API.status, { peer, headers: nobody })).status).toBe(401);
  });
});

describe('T-A14 the audit log', () => {
  test('notes changes by who made them, and tells what is missing or changed', async () => {
    const rig = accessRig();
    const secret = secretOf(rig, { power: 'admin' });
    for (const name of ['one', 'two', 'three']) {
      await rig.ask(API.views, { ...bearer(secret), body: { name, search: '?view=spend' } });
    }
    const { store } = rig.access;
    const events = store.audit({ beforeSeq: 99, limit: 9 }).toReversed();
    expect(events.map(({ who, action, subject }) => [who, action, subject])).toEqual([
      ['token ci', 'views', 'one'],
      ['token ci', 'views', 'two'],
      ['token ci', 'views', 'three'],
    ]);
    const head = store.auditHead();
    expect(checkChain(events, head)).toBeNull();
    expect(checkChain(events.toSpliced(1, 1), head)?.seq).toBe(2);
    expect(checkChain(events.slice(0, 2), head)?.seq).toBe(3);
    const changed = events.map((one) => (one.seq === 2 ? { ...one, who: 'eve' } : one));
    expect(checkChain(changed, head)?.seq).toBe(2);
  });
});

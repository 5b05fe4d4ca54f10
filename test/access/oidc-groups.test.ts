/** What groups of a provider of identity make of people, and what is left without them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessSettings, OidcSettings } from '../../server/access/access-settings.ts';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { accessRig, type AccessRig } from './access-rig.ts';
import { BACK, cross, oidcSettings, sessionOf } from './oidc-rig.ts';
import { startProvider, type RealProvider } from './real-provider.ts';

const claimsOf = (name: string, groups: readonly string[]) => ({
  email: `${name}@example.com`,
  email_verified: true,
  groups,
});
const PEOPLE = new Map([
  ['ada', claimsOf('ada', ['platform'])],
  ['gil', claimsOf('gil', [])],
]);
const GRANTS: AccessSettings['grants'] = [
  { user: null, group: 'platform', role: 'admin', tenants: null },
  { user: null, group: 'makers', role: 'editor', tenants: null },
  { user: null, group: 'acme-team', role: 'viewer', tenants: ['acme'] },
];

let provider: RealProvider;
beforeAll(async () => {
  provider = await startProvider(PEOPLE, BACK);
});
afterAll(() => provider.close());

const rigOf = (changes: Partial<OidcSettings> = {}): AccessRig =>
  accessRig({ oidc: oidcSettings(provider.issuer, changes), grants: GRANTS });

/** What the provider tells of gil from now on. */
const join = (...groups: readonly string[]) => PEOPLE.set('gil', claimsOf('gil', groups));

async function roleIn(rig: AccessRig, cookie: string): Promise<unknown> {
  const { state, role, tenants } = await (await rig.ask(ACCESS_API.session, { cookie })).json();
  return state === 'signedIn' ? [role, tenants] : state;
}

describe('T-A7 groups of the provider', () => {
  test.each([
    [['makers'], ['editor', null]],
    [['platform'], ['admin', null]],
    [['acme-team'], ['viewer', ['acme']]],
    [
      ['acme-team', 'makers', 'platform'],
      ['admin', null],
    ],
    [
      ['acme-team', 'makers', 'unknown'],
      ['editor', null],
    ],
  ])('%j make %j', async (groups, expected) => {
    const rig = rigOf();
    join(...groups);
    expect(await roleIn(rig, sessionOf(await cross(rig, 'gil')))).toEqual(expected);
  });

  test('let an editor change what a viewer may not, and people neither', async () => {
    const rig = rigOf();
    join('makers');
    const cookie = sessionOf(await cross(rig, 'gil'));
    const body = { name: 'mine', search: '?view=spend' };
    expect((await rig.ask(API.views, { cookie, body })).status).toBe(200);
    expect((await rig.ask(ACCESS_API.users, { cookie })).status).toBe(403);
    join('acme-team');
    const viewer = sessionOf(await cross(rig, 'gil'));
    expect((await rig.ask(API.views, { cookie: viewer, body })).status).toBe(403);
  });

  test('that are lost take the role away at the next sign-in, in every browser', async () => {
    const rig = rigOf();
    join('platform');
    const [desk, phone] = [sessionOf(await cross(rig, 'gil')), sessionOf(await cross(rig, 'gil'))];
    expect(await roleIn(rig, desk)).toEqual(['admin', null]);
    join('acme-team');
    const now = sessionOf(await cross(rig, 'gil'));
    expect(await roleIn(rig, now)).toEqual(['viewer', ['acme']]);
    expect([await roleIn(rig, desk), await roleIn(rig, phone)]).toEqual(['signedOut', 'signedOut']);
  });

  test.each([
    ['all of them', {}, 'nothing here is granted'],
    ['the one that is let in', { groups: ['platform'] }, 'not let in'],
  ])('that are lost, %s, end the sessions that stood on them', async (_, changes, words) => {
    const rig = rigOf(changes);
    join('platform');
    const before = sessionOf(await cross(rig, 'gil'));
    const other = sessionOf(await cross(rig, 'ada'));
    join();
    const reply = await cross(rig, 'gil');
    expect([reply.status, sessionOf(reply)]).toEqual([403, '']);
    expect(await reply.text()).toContain(words);
    expect(await roleIn(rig, before)).toBe('signedOut');
    expect(await roleIn(rig, other)).toEqual(['admin', null]);
  });

  test('that are the same keep the sessions of other browsers', async () => {
    const rig = rigOf();
    join('acme-team');
    const before = sessionOf(await cross(rig, 'gil'));
    await cross(rig, 'gil');
    expect(await roleIn(rig, before)).toEqual(['viewer', ['acme']]);
  });
});

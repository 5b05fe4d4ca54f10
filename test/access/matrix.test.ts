/** Every route against everybody who may ask: rows A8, A10, L2 and L4, made from the table. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ROUTES, type RouteAccess } from '../../server/api/route-access.ts';
import { mayAsk } from '../../shared/access.ts';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { ASKERS } from '../house/access-rows.ts';
import { accessRig, type AccessRig, type Ask } from './access-rig.ts';

const ASKED = ROUTES.filter(({ path }) => !path.startsWith('/intake/') && path !== '/*');
const WRITES = ASKED.filter(({ method }) => method === 'POST');

let rig: AccessRig;
let sessions = 0;

beforeAll(() => {
  rig = accessRig();
});

/** A session of its own for each question, as some end it; without the work of a password. */
function cookieOf(asker: string): string | undefined {
  const person = ASKERS.get(asker);
  if (!person) return undefined;
  const name = `${asker} ${(sessions += 1)}`;
  const flags = { mustChange: false, isDisabled: false };
  const user = { passwordHash: '', ...flags, createdAtMs: 0, changedAtMs: 0 };
  rig.access.store.saveUser({ name, ...user, ...person });
  return `${rig.access.cookieName}=${rig.access.begin(name, 'password', person)}`;
}

async function askAs(asker: string, { method, path }: RouteAccess, more: Ask = {}) {
  rig.moveMs(30_000); // So that nobody asks too often.
  const cookie = cookieOf(asker);
  const reply = await rig.ask(path, {
    ...(cookie !== undefined && { cookie }),
    ...(method === 'POST' && { body: {} }),
    ...more,
  });
  const type = reply.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) await reply.body?.cancel();
  return reply;
}

describe('T-A10 each route', () => {
  test.each([...ASKERS.keys()])('answers or refuses %s as the table says', async (asker) => {
    for (const route of ASKED) {
      const reply = await askAs(asker, route);
      const wanted = mayAsk(route.access, ASKERS.get(asker) ?? null);
      const { path, method } = route;
      const told = (await codeOf(reply)) ?? '';
      const isLetIn = told !== 'signedOut' && told !== 'forbidden';
      // A wrong password is told by the same code, by a route that anyone may ask.
      expect([method, path, isLetIn || path === ACCESS_API.signIn]).toEqual([method, path, wanted]);
    }
  });

  const DETOURS = [
    (path: string) => path.replace('/api/', '/api//'),
    (path: string) => `/${path}`,
    (path: string) => path.replace('/api/', '/API/'),
    (path: string) => path.replace('/v1/', '/V1/'),
    (path: string) => `${path}/`,
    (path: string) => `${path}/..;/admin`,
    (path: string) => path.replace(/\w$/, (last) => `%${last.charCodeAt(0).toString(16)}`),
    (path: string) => path.replace(/\w$/, (last) => `%25${last.charCodeAt(0).toString(16)}`),
    (path: string) => path.replace('/v1/', '/v1/./'),
    (path: string) => path.replace('/v1/', '/x/../v1/'),
    (path: string) => path.replaceAll('/', '\\'),
    (path: string) => `${path};a=b`,
    (path: string) => `${path}%00`,
    (path: string) => `${path}.json`,
  ];

  test('is reached by no other spelling by those who may not ask it', async () => {
    for (const asker of ['nobody', 'viewer of some']) {
      const shut = ASKED.filter(({ access, path, method }) => {
        return method === 'GET' && path !== '/*' && !mayAsk(access, ASKERS.get(asker) ?? null);
      });
      for (const route of shut) {
        for (const detour of DETOURS) {
          const path = detour(route.path);
          const reply = await askAs(asker, { ...route, path });
          const isPage = (reply.headers.get('content-type') ?? '').startsWith('text/html');
          expect([path, isPage || [401, 403, 404].includes(reply.status)]).toEqual([path, true]);
        }
      }
    }
  });
});

async function codeOf(reply: Response): Promise<string | null> {
  if (!(reply.headers.get('content-type') ?? '').includes('json')) return null;
  return ((await reply.json()) as { readonly code?: string }).code ?? null;
}

const FORGED: readonly (readonly [string, Ask['headers']])[] = [
  ['of another origin', { origin: 'https://evil.example' }],
  ['of no origin, as of a frame in a box', { origin: 'null' }],
  ['of another site', { origin: '', 'sec-fetch-site': 'cross-site' }],
  ['of another port of this machine', { origin: '', 'sec-fetch-site': 'same-site' }],
  ['that is a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['that is a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['that is text', { 'content-type': 'text/plain' }],
];

describe('T-A8 a forged request', () => {
  test.each(FORGED)('%s is refused by each route that writes', async (_, headers) => {
    expect(WRITES.length).toBeGreaterThan(20);
    for (const route of WRITES) {
      const reply = await askAs('admin', route, { body: {}, headers: { ...headers } });
      expect([route.path, [403, 415].includes(reply.status)]).toEqual([route.path, true]);
    }
  });

  test('with a cookie and no word of its page is refused by each route that writes', async () => {
    for (const route of WRITES.filter(({ access }) => access !== 'anyone')) {
      const reply = await askAs('admin', route, { body: {}, headers: { origin: '' } });
      expect([route.path, reply.status]).toEqual([route.path, 403]);
    }
  });

  test('of another site is refused by each route that answers, and a link is followed', async () => {
    for (const route of ASKED.filter(({ method }) => method === 'GET')) {
      if (!/^\/(api|metrics)/.test(route.path)) continue;
      const headers = { 'sec-fetch-site': 'cross-site' };
      expect([route.path, (await askAs('admin', route, { headers })).status]).toEqual([
        route.path,
        403,
      ]);
    }
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
    const openApi = { method: 'GET', path: API.openApi, access: 'viewer' } as const;
    expect((await askAs('admin', openApi, { headers })).status).toBe(200);
  });
});

const JSON_TYPE = { 'content-type': 'application/json' };
const deep = (levels: number): string => `${'{"name":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('a body from nowhere good', () => {
  test.each([
    ['T-L4 as deep as fits', deep(7_000)],
    ['T-L4 an array as deep as fits', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['T-L2 with names of JavaScript', '{"__proto__":{"role":"admin"},"constructor":{"x":1}}'],
    ['T-L2 named by them', '{"name":"__proto__","id":"constructor","alarm":"prototype"}'],
    ['that is no object', '[null]'],
    ['that is no JSON', '{"name":'],
    ['T-L6 with half a character', '{"name":"\\ud800","id":"\\u0000"}'],
    ['T-H2 past what a body may be', JSON.stringify({ name: 'x'.repeat(1_100_000) })],
  ])('%s breaks no route', async (_, text) => {
    for (const route of WRITES) {
      const cookie = cookieOf('admin') ?? '';
      const headers = { ...JSON_TYPE, origin: 'https://outcrop.example.com' };
      const reply = await rig.ask(route.path, { cookie, headers, text });
      expect([route.path, reply.status < 500]).toEqual([route.path, true]);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('role' in {}).toBe(false);
  });
});

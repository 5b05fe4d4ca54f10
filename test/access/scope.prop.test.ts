/** T-A11: with a scope, no answer of any route changes when the data of others are deleted. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../server/api/route-access.ts';
import { createToken } from '../../server/access/tokens.ts';
import { LiveWatch } from '../../server/api/live-feed.ts';
import { scopedParts } from '../../server/api/create-api.ts';
import type { Store } from '../../server/store/store.ts';
import { MCP_TOOLS } from '../../server/cli/mcp-tools.ts';
import { mayAsk } from '../../shared/access.ts';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { METRIC_KEYS } from '../../shared/metrics.ts';
import { DAY_MS } from '../../shared/window.ts';
import { newAlarmState } from '../../server/alarm/evaluate-alarm.ts';
import { url } from '../api/rig.ts';
import { call } from '../query/ask.ts';
import { batch, T0_MS } from '../support/metered.ts';
import { accessRig, cookieOf, type AccessRig, type Ask } from './access-rig.ts';
import { drawnAsks, undrawnParameters } from './scope-asks.ts';
import { drawnCalls, OTHERS, OWN, RULES, worldsOf, type DrawnCall } from './scope-world.ts';

const ONE = { role: 'viewer' as const, tenants: [OWN] };
const WAYS = ['password', 'token', 'link'] as const;
type Way = (typeof WAYS)[number];

/** How many worlds are drawn; each is asked some seventy questions. */
const RUNS = Number(process.env['SCOPE_RUNS'] ?? 6);

interface Viewer {
  readonly rig: AccessRig;
  readonly ask: (path: string, more?: Ask) => Promise<Response>;
}

/** Somebody who sees one tenant, let in by any of the ways in. */
async function viewerOf(store: Store, way: Way): Promise<Viewer> {
  const rig = accessRig({}, { store, ...RULES });
  const proof = await proofOf(rig, way);
  return { rig, ask: (path, more = {}) => rig.ask(path, { ...proof, ...more }) };
}

async function proofOf(rig: AccessRig, way: Way): Promise<Ask> {
  const { access } = rig;
  if (way === 'password') {
    // Without a password, which would take longer than all the questions.
    const times = { createdAtMs: 0, changedAtMs: 0, mustChange: false, isDisabled: false };
    access.store.saveUser({ name: 'one', passwordHash: '', ...ONE, ...times });
    return { cookie: `${access.cookieName}=${access.begin('one', 'password', ONE)}` };
  }
  const asked = { kind: way, name: 'one', power: 'read', search: '', days: 1, by: 'ada' } as const;
  const made = createToken({ ...asked, tenants: [OWN] }, access.store, access.nowMs());
  if (!made.ok) throw new Error(made.problem);
  const { secret } = made.value;
  if (way === 'token') return { headers: { authorization: `Bearer ${secret}` } };
  return { cookie: cookieOf(await rig.ask(ACCESS_API.openLink, { body: { link: secret } })) };
}

/** All that comes back: status, headers and body, and the pages that follow. */
async function textsOf({ ask }: Viewer, paths: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [];
  const waiting = [...paths];
  for (const path of waiting) {
    const reply = await ask(path);
    const body = await reply.text();
    // Ids of sessions are drawn by chance.
    const told = path.startsWith(ACCESS_API.session) ? body.replace(/"id":"\w+"/, '') : body;
    texts.push(`${path}\n${reply.status} ${JSON.stringify([...reply.headers])}\n${told}`);
    const { next } = path.startsWith(`${API.invocations}?`) ? nextOf(body) : { next: null };
    if (next !== null) waiting.push(url(API.invocations, ['limit', '1'], ['before', next]));
  }
  return texts;
}

function nextOf(body: string): { readonly next: string | null } {
  const { next = null } = JSON.parse(body) as { readonly next?: string | null };
  return { next };
}

/** Asked each time, whatever is drawn. */
const ALWAYS = [
  ...ROUTES.filter(({ method, path }) => method === 'GET' && path !== API.events).map(({ path }) =>
    path.replace('*', ''),
  ),
  url(API.invocations, ['limit', '1'], ['from', 'now-30d']),
  url(API.anomalies, ['minimum', '0'], ['from', 'now-30d']),
  url(API.query, ['metric', 'cost'], ['groupBy', 'tenant,model,rule'], ['from', 'now-30d']),
  ...METRIC_KEYS.map((key) => url(API.query, ['metric', key], ['from', 'now-4d'])),
  url(API.query, ['metric', 'invocations'], ['filter', 'tenant=*'], ['groupBy', 'tenant']),
];

describe('T-A11 T-A12 T-A13 a viewer of one tenant', () => {
  test('gets the same answers, letter by letter, when the data of all others are deleted', async () => {
    await fc.assert(
      fc.asyncProperty(
        drawnCalls,
        fc.array(drawnAsks(), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...WAYS),
        async (calls, asks, way) => {
          const [all, alone] = worldsOf(calls);
          const paths = [...ALWAYS, ...asks.flat()];
          const [seen, wanted] = [await viewerOf(all, way), await viewerOf(alone, way)];
          const [found, own] = [await textsOf(seen, paths), await textsOf(wanted, paths)];
          expect(found).toEqual(own);
          expect(found.filter((text) => /^5\d\d /m.test(text))).toEqual([]);
        },
      ),
      { numRuns: RUNS, seed: 11, endOnFailure: true },
    );
  });

  test('is asked with something for every parameter that a scoped route has', () => {
    expect(undrawnParameters()).toEqual([]);
    const questions = new Set(ROUTES.map(({ path }) => path));
    expect(MCP_TOOLS.filter(({ path }) => !questions.has(path))).toEqual([]);
  });
});

const drawn = (tenant: string, index: number): DrawnCall => ({
  tenant,
  afterMs: index * 1_000,
  account: '111122223333',
  region: 'us-east-1',
  isShared: index % 2 === 0,
  status: 'success',
  latencyMs: 10,
  tokens: 1_000,
  isTwin: false,
});

describe('T-A11 a viewer of one tenant among nine', () => {
  let viewer: Viewer;
  let store: Store;
  const calls = [OWN, OWN, ...OTHERS, ...OTHERS].map(drawn);

  beforeAll(async () => {
    [store] = worldsOf(calls);
    viewer = await viewerOf(store, 'password');
  });

  test('is told of its own calls, so that the answers compared are not all empty', async () => {
    // Its examples are the same for all.
    const texts = await textsOf(
      viewer,
      ALWAYS.filter((path) => path !== API.openApi),
    );
    expect(texts.filter((text) => text.includes('model-of.acme"')).length).toBeGreaterThan(3);
    const told = texts.map((text) => text.slice(text.indexOf('\n'))).join('\n');
    expect(told).not.toMatch(/globex|acme2|Unattributed"/);
    expect(told).toContain('"name":"each","kind":"outcrop"');
    expect(store.values('tenant', '', 99)).toContain('globex');
  });

  test('finds the call of another no more than one that never was', async () => {
    const explain = (id: string) => viewer.ask(url(API.explain, ['requestId', id]));
    const other = call(3, 0).invocation.requestId;
    expect(store.invocation(other, { startMs: 0, endMs: T0_MS + DAY_MS })).not.toBeNull();
    const [theirs, nobodys] = [await explain(other), await explain('00000000-0000-4000-8000-x')];
    expect([theirs.status, await theirs.text()]).toEqual([404, await nobodys.text()]);
  });

  test('is refused all that tells of the whole, with the same words', async () => {
    for (const { method, path, access } of ROUTES) {
      if (mayAsk(access, ONE) || path.includes('intake')) continue;
      const reply = await viewer.ask(path, method === 'POST' ? { body: { name: 'globex' } } : {});
      expect([path, reply.status, await reply.json()]).toMatchObject([
        path,
        403,
        { code: 'forbidden', message: 'You may not do that.' },
      ]);
    }
  });

  test('cannot widen its scope by anything that it sends', async () => {
    const path = url(API.query, ['metric', 'invocations'], ['tenant', 'globex'], ['tenants', '*']);
    const plain = url(API.query, ['metric', 'invocations']);
    const headers = { 'x-tenant': 'globex', 'x-forwarded-user': 'admin', 'x-original-url': '/' };
    const wide = await (await viewer.ask(path, { headers })).text();
    expect(wide).toBe(await (await viewer.ask(plain)).text());
    expect(wide).toContain('"invocations":2');
  });

  test('hears of freshness by events, and of no source', async () => {
    const reply = await viewer.ask(API.events);
    const reader = reply.body?.getReader();
    await reader?.read();
    const { value } = (await reader?.read()) ?? {};
    await reader?.cancel();
    const text = new TextDecoder().decode(value);
    expect(text).toContain('"sources":[{"id":"logs"');
    expect(text).not.toMatch(/s3|globex/);
  });

  test('hears nothing of what happens to others', () => {
    const [busy] = worldsOf(calls);
    const { store: scoped } = scopedParts({ ...viewer.rig.parts, store: busy }, [OWN]);
    const watch = new LiveWatch({ store: scoped, nowMs: () => T0_MS + 4 * DAY_MS });
    watch.look();
    const progress = { completeToMs: T0_MS + 3 * DAY_MS, done: 1, total: 1 };
    const row = call(99, 0, { attribution: { tenant: 'globex' } });
    busy.ingest(batch([row], { progress, nowMs: T0_MS + DAY_MS }));
    const state = { ...newAlarmState(T0_MS), state: 'OK' as const, sinceMs: T0_MS + 1 };
    const parts = ['each', 'not globex'].map((alarm) => ({ alarm, group: { tenant: 'globex' } }));
    busy.saveAlarmPass(
      [...parts, { alarm: 'all', group: {} }].map((one) => ({ ...one, state })),
      [],
      [],
    );
    busy.saveSourceError('s3/test', 's3', { code: 'denied', message: 'globex', hint: '' }, T0_MS);
    expect(watch.look()).toEqual([]);
  });
});

describe('T-A12 a scope', () => {
  test.each(['*', 'ac*', 'Unattributed', '(none)', '', 'default', '0', '(other)', '(idle)'])(
    'cannot be %j',
    async (tenant) => {
      await expect(accessRig().user('one', 'viewer', [tenant])).rejects.toThrow();
    },
  );
});

/** T-A11: with a scope, no answer of any route changes when the calls of others are deleted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newAlarmState } from '../../server/alarm/evaluate-alarm.ts';
import { ROUTES } from '../../server/api/route-access.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import type { Store } from '../../server/store/store.ts';
import { mayAsk } from '../../shared/access.ts';
import { API } from '../../shared/contract.ts';
import { METRIC_KEYS } from '../../shared/metrics.ts';
import { DAY_MS } from '../../shared/window.ts';
import { budgetOf } from '../alarm/budget-of.ts';
import { ruleOf } from '../alarm/tape.ts';
import { url } from '../api/rig.ts';
import { call, storeOf, valuesByGroup } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { accessRig, type AccessRig } from './access-rig.ts';

const OTHERS = ['globex', 'acme2', 'Unattributed', '(none)', 'default'];
const A = 'acme';

/** A call of some tenant, which bears its name wherever a name can stand. */
function callOf(number: number, tenant: string): MeteredInvocation {
  const tags = [{ key: `tag-of-${tenant}`, value: `${tenant}-tag`, source: 'metadata' as const }];
  return call(number, (number * 7_919_000) % (3 * DAY_MS), {
    model: `model-of.${tenant}`,
    attribution: { tenant, rule: tenant === 'Unattributed' ? null : `by ${tenant}`, tags },
    invocation: { latencyMs: 10 + number },
  });
}

const RULES = {
  alarms: [
    ruleOf({ name: 'storm of acme', filter: 'tenant=acme' }),
    ruleOf({ name: 'each', groupBy: ['tenant'] }),
    ruleOf({ name: 'storm of globex', filter: 'tenant=globex' }),
    ruleOf({ name: 'not globex', groupBy: ['tenant'], filter: 'tenant!=globex' }),
    ruleOf({ name: 'all', filter: '' }),
  ],
  budgets: [
    budgetOf({ name: 'acme', filter: 'tenant=acme' }),
    budgetOf({ name: 'globex', filter: 'tenant=globex' }),
    budgetOf({ name: 'by tenant', groupBy: ['tenant'] }),
    budgetOf({ name: 'whole' }),
  ],
};

function withAlarms(store: Store, tenants: readonly string[]): Store {
  const state = { ...newAlarmState(T0_MS), state: 'ALARM' as const, lastValue: '1' };
  const states = tenants.map((tenant) => ({ alarm: 'each', group: { tenant }, state }));
  store.saveAlarmPass([...states, { alarm: 'all', group: {}, state }], [], []);
  return store;
}

const ASKS = [
  url(API.query, ...METRIC_KEYS.slice(0, 40).map((key) => ['metric', key] as const)),
  url(API.query, ...METRIC_KEYS.slice(40).map((key) => ['metric', key] as const), ['step', '1d']),
  url(API.query, ['metric', 'cost'], ['groupBy', 'tenant,model,rule'], ['from', 'now-30d']),
  url(API.query, ['metric', 'cost'], ['filter', 'tenant=globex'], ['groupBy', 'tenant']),
  url(API.query, ['metric', 'invocations'], ['filter', 'tenant!=acme']),
  url(API.query, ['metric', 'invocations'], ['filter', 'tenant=*'], ['groupBy', 'tenant']),
  url(API.query, ['metric', 'invocations'], ['groupBy', 'tag.tag-of-globex']),
  API.status,
  API.alarms,
  API.budgets,
  url(API.anomalies, ['minimum', '0'], ['from', 'now-30d']),
  ...['tenant', 'model', 'rule', 'requestId', 'tag.tag-of-globex', 'principal'].map((dimension) =>
    url(API.values, ['dimension', dimension]),
  ),
  API.invocations,
  url(API.invocations, ['limit', '2'], ['filter', 'tenant=globex']),
  url(API.topInvocations, ['by', 'latency']),
  url(API.explain, ['requestId', call(3, 0).invocation.requestId]),
  url(API.explain, ['requestId', call(1, 0).invocation.requestId]),
  url(API.whatIf, ['set', 'discount=10']),
  url(API.testAlarm, ['alarm', '{"name":"x","metric":"invocations","threshold":0,"period":"1h"}']),
] as const;

async function textsOf(rig: AccessRig, cookie: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const path of ASKS) {
    const reply = await rig.ask(path, { cookie });
    texts.push(`${reply.status} ${path} ${await reply.text()}`);
  }
  return texts;
}

async function answersOver(rows: readonly MeteredInvocation[], tenants: readonly string[]) {
  const store = withAlarms(storeOf(rows), tenants);
  const rig = accessRig({}, { store, ...RULES });
  // Without a password, which would take longer than all the questions.
  const flags = { mustChange: false, isDisabled: false };
  const user = { passwordHash: '', ...flags, createdAtMs: 0, changedAtMs: 0 };
  const viewer = { role: 'viewer' as const, tenants: [A] };
  rig.access.store.saveUser({ name: 'one', ...user, ...viewer });
  const session = rig.access.begin('one', 'password', viewer);
  const cookie = `${rig.access.cookieName}=${session}`;
  return { rig, cookie, texts: await textsOf(rig, cookie) };
}

describe('T-A11 T-A12 T-A13 a viewer of one tenant', () => {
  test('gets the same answers when the calls of all others are deleted', async () => {
    const numbers = fc.array(fc.tuple(fc.nat(500), fc.constantFrom(A, ...OTHERS)), {
      minLength: 1,
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(numbers, async (drawn) => {
        const rows = new Map(drawn.map(([number, tenant]) => [number, callOf(number, tenant)]));
        const own = drawn.filter(([number, tenant]) => {
          return tenant === A && rows.get(number)?.attribution.tenant === A;
        });
        const ownRows = own.map(([number]) => callOf(number, A));
        const all = await answersOver([...rows.values()], [A, ...OTHERS]);
        const alone = await answersOver(ownRows, [A]);
        expect(all.texts).toEqual(alone.texts);
      }),
      { numRuns: 4, seed: 11, endOnFailure: true },
    );
  });

  test('is told of its own calls, so that the answers above are not all empty', async () => {
    const rows = [1, 2, 3].map((number) => callOf(number, number === 3 ? 'globex' : A));
    const { rig, texts } = await answersOver(rows, [A, 'globex']);
    expect(texts.filter((text) => text.includes('model-of.acme')).length).toBeGreaterThan(4);
    expect(texts.filter((text) => /model-of\.globex|by globex/.test(text))).toEqual([]);
    expect(texts.join('\n')).toContain('"name":"each","kind":"outcrop"');
    expect(texts.join('\n')).not.toContain('storm of globex');
    expect(
      valuesByGroup(rig.parts.store, { metrics: ['invocations'], groupBy: ['tenant'] }),
    ).toEqual(expect.arrayContaining([['globex', 1]]));
  });

  test('asks every scoped route here, and is refused all that tell of the whole', async () => {
    const { rig, cookie } = await answersOver([callOf(1, A)], [A]);
    const asked = new Set(ASKS.map((path) => path.split('?')[0]));
    const missing = ROUTES.filter(({ path, access }) => access === 'scoped' && !asked.has(path));
    expect(missing.map(({ path }) => path)).toEqual([API.events]); // Asked of below.
    const one = { role: 'viewer' as const, tenants: [A] };
    for (const { method, path, access } of ROUTES) {
      if (mayAsk(access, one) || path.includes('intake')) continue;
      const reply = await rig.ask(path, { cookie, ...(method === 'POST' && { body: {} }) });
      expect([path, reply.status]).toEqual([path, 403]);
    }
  });

  test('hears of freshness by events, and of no source', async () => {
    const { rig, cookie } = await answersOver([callOf(1, A)], [A]);
    const reply = await rig.ask(API.events, { cookie });
    const reader = reply.body?.getReader();
    await reader?.read();
    const { value } = (await reader?.read()) ?? {};
    await reader?.cancel();
    expect(new TextDecoder().decode(value)).toContain('"sources":[{"id":"logs"');
  });

  test.each(['*', 'ac*', 'Unattributed', '(none)', '', 'default', '0', '(other)', '(idle)'])(
    'cannot be given the scope %j',
    async (tenant) => {
      await expect(accessRig().user('one', 'viewer', [tenant])).rejects.toThrow();
    },
  );
});

/** Tags of IAM roles and users over the wire: learnt before calls are stored, and kept by time. */
import { describe, expect, test } from 'vitest';
import { parseAttributionRule } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import { PrincipalTags, REFRESH_MS } from '../../server/job/principal-tags.ts';
import { createLogSources } from '../../server/source/log-sources.ts';
import type { LogSource } from '../../server/source/source.ts';
import type { Store } from '../../server/store/store.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { ACCOUNT, SCOPE, withRig, type Rig } from '../source/rig.ts';
import { storeOf, valuesByGroup } from '../query/ask.ts';
import { record } from './fake-source.ts';

const WINDOW = { from: '2026-11-22', to: '2026-11-24' };
const OTHER_ACCOUNT = '999988887777';
const APP = `arn:aws:sts::${ACCOUNT}:assumed-role/App/session-1`;
const APP_ROLE = `arn:aws:iam::${ACCOUNT}:role/App`;

function rules() {
  const rule = parseAttributionRule({
    name: 'by team',
    when: { 'principalTag.team': '(.+)' },
    tenant: '$1',
  });
  if (!rule.ok) throw new Error(rule.problem.message);
  return createRuleSet([rule.value], 'test');
}

interface Bench {
  readonly rig: Rig;
  readonly store: Store;
  readonly callers: PrincipalTags;
  /** Lets callers call, and reads what they have left in the log group. */
  readonly call: (number: number, arn: string) => void;
  readonly read: () => Promise<void>;
  /** Calls of each tenant. */
  readonly tenants: () => unknown;
  readonly asked: (operation?: string) => number;
}

async function withBench(run: (bench: Bench) => Promise<void>, principalTags = true) {
  await withRig(async (rig) => {
    const store = storeOf([]);
    const { signal } = new AbortController();
    const account = { ...rig.account, s3: null, metrics: false, inventory: false, principalTags };
    const nowMs = (): number => rig.nowMs;
    const callers = new PrincipalTags({
      store,
      clients: rig.clients,
      accounts: [account],
      nowMs,
    });
    const [source] = createLogSources([account], rig.clients);
    const context = { store, rules: rules(), nowMs, signal, learn: callers.learn };
    // The guarantee: the account names a log group.
    const logs = source as LogSource;
    await run({
      rig,
      store,
      callers,
      call: (number, arn) => {
        const timestampMs = rig.nowMs - MINUTE_MS + number;
        const timestamp = new Date(timestampMs).toISOString();
        const { text } = record(number, { timestamp, identity: { arn }, requestMetadata: {} });
        rig.world.addEvents(SCOPE, '/bedrock/calls', [{ timestampMs, message: text }]);
      },
      read: async () => {
        await ingestSource(logs, { ...context, onBatch: () => undefined });
      },
      tenants: () =>
        valuesByGroup(store, { ...WINDOW, metrics: ['invocations'], groupBy: ['tenant'] }),
      asked: (operation = 'ListRoleTags') => rig.aws.calls.get(operation) ?? 0,
    });
    store.close();
  });
}

const ROLE = { kind: 'role', name: 'App' } as const;
const RED = new Map([['team', 'red']]);

describe('PrincipalTags', () => {
  test('a call of a role that nobody has seen before is attributed by its tags at once', () =>
    withBench(async ({ rig, call, read, tenants, asked, store }) => {
      rig.world.setIdentityTags(ACCOUNT, ROLE, RED);
      call(1, APP);
      call(2, APP.replace('session-1', 'session-2'));
      await read();
      expect(tenants()).toEqual([['red', 2]]);
      expect(asked()).toBe(1);
      expect(store.resources()).toMatchObject([
        { account: ACCOUNT, region: 'global', fact: { kind: 'role', arn: APP_ROLE, tags: RED } },
      ]);
    }));

  test('a user is asked for by its name, whatever its path', () =>
    withBench(async ({ rig, call, read, tenants, asked }) => {
      rig.world.setIdentityTags(ACCOUNT, { kind: 'user', name: 'kim' }, RED);
      call(1, `arn:aws:iam::${ACCOUNT}:user/people/kim`);
      await read();
      expect(tenants()).toEqual([['red', 1]]);
      expect(asked('ListUserTags')).toBe(1);
    }));

  test('tags on several pages are all read', () =>
    withBench(async ({ rig, call, read, store }) => {
      const tags = new Map(Array.from({ length: 7 }, (_, index) => [`k${index}`, `v${index}`]));
      rig.world.setIdentityTags(ACCOUNT, ROLE, tags);
      rig.aws.setFaults({ pageItemsMax: { ListRoleTags: 3 } });
      call(1, APP);
      await read();
      expect(store.resources()[0]?.fact.tags).toEqual(tags);
    }));

  test('a moved tag changes no older call, and is seen after six hours at the next call', () =>
    withBench(async ({ rig, call, read, tenants, asked }) => {
      rig.world.setIdentityTags(ACCOUNT, ROLE, RED);
      call(1, APP);
      await read();
      rig.world.setIdentityTags(ACCOUNT, ROLE, new Map([['team', 'blue']]));
      rig.nowMs += REFRESH_MS - MINUTE_MS;
      call(2, APP);
      await read();
      expect(asked()).toBe(1);
      rig.nowMs += 2 * MINUTE_MS;
      call(3, APP);
      await read();
      expect(asked()).toBe(2);
      rig.nowMs += 2 * MINUTE_MS;
      call(4, APP);
      await read();
      expect(tenants()).toEqual([
        ['red', 3],
        ['blue', 1],
      ]);
    }));

  test('what IAM refuses stands with the source, holds up no call, and rests for a while', () =>
    withBench(async ({ rig, call, read, tenants, asked, store }) => {
      rig.world.setIdentityTags(ACCOUNT, ROLE, RED);
      rig.aws.setFaults({ rules: [{ kind: 'accessDenied', service: 'iam' }] });
      call(1, APP);
      await read();
      expect(tenants()).toEqual([[UNATTRIBUTED, 1]]);
      const state = store.sourceStates().find(({ kind }) => kind === 'principalTags');
      expect(state).toMatchObject({
        sourceId: `principalTags:${ACCOUNT}`,
        error: { code: 'denied', hint: expect.stringContaining('IAM policy') as string },
      });
      call(2, APP);
      await read();
      expect(asked()).toBe(1);
      rig.aws.setFaults({});
      rig.nowMs += 11 * MINUTE_MS;
      call(3, APP);
      await read();
      expect(tenants()).toEqual([['red', 3]]); // The youngest calls are read again anyhow.
      const mended = store.sourceStates().find(({ kind }) => kind === 'principalTags');
      expect(mended?.error).toBeNull();
    }));

  test('a role that is gone, or has no tags, is asked for once', () =>
    withBench(async ({ rig, call, read, tenants, asked }) => {
      rig.world.setIdentityTags(ACCOUNT, { kind: 'role', name: 'Bare' }, new Map());
      call(1, APP);
      call(2, APP.replace('App', 'Bare'));
      await read();
      call(3, APP);
      call(4, APP.replace('App', 'Bare'));
      await read();
      expect(tenants()).toEqual([[UNATTRIBUTED, 4]]);
      expect(asked()).toBe(2);
    }));

  test.each([
    ['another account', APP.replace(ACCOUNT, OTHER_ACCOUNT)],
    ['the root', `arn:aws:iam::${ACCOUNT}:root`],
    ['a federated user', `arn:aws:sts::${ACCOUNT}:federated-user/kim`],
    ['nobody knows whom', 'not an ARN'],
  ])('nothing is asked for calls of %s', (_, arn) =>
    withBench(async ({ rig, call, read }) => {
      call(1, arn);
      await read();
      expect([...rig.aws.calls.keys()]).toEqual(['FilterLogEvents']);
    }),
  );

  test('nothing is asked where the account does not switch it on', () =>
    withBench(async ({ rig, call, read }) => {
      call(1, APP);
      await read();
      expect([...rig.aws.calls.keys()]).toEqual(['FilterLogEvents']);
    }, false));

  test('two batches with one new caller wait for its tags, which are asked for once', () =>
    withBench(async ({ rig, callers, asked, store }) => {
      rig.world.setIdentityTags(ACCOUNT, ROLE, RED);
      await Promise.all([callers.learn([APP_ROLE]), callers.learn([APP_ROLE])]);
      expect(asked()).toBe(1);
      expect(store.resources()).toHaveLength(1);
    }));

  test('a thousand new callers of one batch are asked for a hundred at a time', () =>
    withBench(async ({ callers, asked }) => {
      const arns = Array.from({ length: 1_000 }, (_, index) => `${APP_ROLE}-${index}`);
      await callers.learn(arns);
      expect(asked()).toBe(100);
      await callers.learn(arns);
      expect(asked()).toBe(200);
    }));
});

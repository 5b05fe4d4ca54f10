/** Rules for the past: broken off anywhere and resumed they come to the same database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { reattribute } from '../../server/job/reattribute.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { ReattributionRun } from '../../server/store/reattribution.ts';
import type { Store } from '../../server/store/store.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { rule } from '../attribute/input.ts';
import { ask, call, HAND_BOOK, valuesByGroup } from '../query/ask.ts';
import { batch, T0_MS } from '../support/metered.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-past-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEAMS = ['red', 'blue', 'green', '__proto__'];
/** Sixty hours of calls, one an hour, by nobody: their metadata names a team. */
const calls = Array.from({ length: 60 }, (_, hour) => {
  const team = { key: 'team', value: TEAMS[hour % 4] ?? '', source: 'metadata' as const };
  return call(hour, hour * HOUR_MS + 1000, {
    attribution: { tenant: UNATTRIBUTED, rule: null, rulesVersion: 'old', tags: [team] },
    invocation: { latencyMs: 100 + hour },
  });
});
const RULES = createRuleSet([rule({ 'metadata.team': '(.+)' }, '$1', { by: 'rule' })], 'new');
const NOTHING_KNOWN = { profiles: new Map(), principalTags: new Map() };

function openStore(file: string): Store {
  return openSqliteStore({ path: file, promotedTags: ['team', 'by'] });
}

function storeWithCalls(name: string): string {
  const file = path.join(folder, name);
  const store = openStore(file);
  store.ingest(batch(calls));
  store.close();
  return file;
}

interface Applied {
  readonly fromMs?: number;
  readonly stopAfter?: number;
}

/** Runs until so many steps are done, as if the process had ended there. */
async function apply(
  store: Store,
  { fromMs = T0_MS, stopAfter = Infinity }: Applied = {},
): Promise<ReattributionRun> {
  const ending = new AbortController();
  let steps = 0;
  if (stopAfter === 0) ending.abort();
  return reattribute(
    { rules: RULES, fromMs },
    {
      store,
      book: HAND_BOOK,
      known: NOTHING_KNOWN,
      nowMs: () => T0_MS + 10 * DAY_MS,
      signal: ending.signal,
      onStep: () => {
        steps += 1;
        if (steps >= stopAfter) ending.abort();
      },
    },
  );
}

async function resume(file: string): Promise<void> {
  const store = openStore(file);
  expect((await apply(store)).state).toBe('done');
  store.close();
}

/** Every row of every table, so that two databases can be held against each other. */
function contentOf(file: string): unknown {
  const database = new Sqlite(file, { readonly: true });
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  const content = tables.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()]);
  database.close();
  return content;
}

const tenantsOf = (store: Store) =>
  valuesByGroup(store, { metrics: ['invocations'], groupBy: ['tenant'] });

describe('reattribute', () => {
  test('gives stored calls the tenants, tags and rule of the new rules, and journals it', async () => {
    const store = openStore(storeWithCalls('whole.db'));
    const costBefore = ask(store, { metrics: ['cost', 'latencyP50'] }).rows[0]?.values;
    const run = await apply(store);
    expect(tenantsOf(store)).toEqual(TEAMS.toSorted().map((team) => [team, 15]));
    expect(ask(store, { metrics: ['cost', 'latencyP50'] }).rows[0]?.values).toEqual(costBefore);
    expect(valuesByGroup(store, { metrics: ['invocations'], groupBy: ['tag.by'] })).toEqual([
      ['rule', 60],
    ]);
    expect([run.state, run.rows, run.changed]).toEqual(['done', 60, 60]);
    expect(run.tenants.map(({ tenant }) => tenant)).toEqual([UNATTRIBUTED, ...TEAMS.toSorted()]);
    expect(run.tenants.find(({ tenant }) => tenant === UNATTRIBUTED)?.after).toBe('0');
    expect(store.reattribution().runs(5)).toEqual([run]);
    const window = { startMs: T0_MS, endMs: T0_MS + DAY_MS };
    const page = store.invocations({ window, filter: { terms: [] }, limit: 1, before: null });
    expect([page.invocations[0]?.rule, page.invocations[0]?.rulesVersion]).toEqual([
      'to $1',
      'new',
    ]);
    store.close();
  });

  test('answers at every step as before, or as after, and never with a mix', async () => {
    const store = openStore(storeWithCalls('steps.db'));
    const seen = new Set<string>();
    await reattribute(
      { rules: RULES, fromMs: T0_MS },
      {
        store,
        book: HAND_BOOK,
        known: NOTHING_KNOWN,
        nowMs: () => T0_MS,
        signal: new AbortController().signal,
        onStep: () => seen.add(JSON.stringify(tenantsOf(store))),
      },
    );
    expect([...seen]).toEqual([
      JSON.stringify([[UNATTRIBUTED, 60]]),
      JSON.stringify(TEAMS.toSorted().map((team) => [team, 15])),
    ]);
    store.close();
  });

  test('broken off at 50 points and resumed gives the same database as run through', async () => {
    const through = storeWithCalls('through.db');
    const store = openStore(through);
    await apply(store);
    store.close();
    const expected = contentOf(through);
    const file = storeWithCalls('broken-everywhere.db');
    for (let point = 0; point < 50; point += 1) {
      const broken = openStore(file);
      expect((await apply(broken, { stopAfter: point === 0 ? 0 : 1 })).state).toBe('preparing');
      broken.close();
    }
    await resume(file);
    expect(contentOf(file)).toEqual(expected);
    for (const point of [1, 30]) {
      const once = storeWithCalls(`broken-at-${point}.db`);
      const broken = openStore(once);
      await apply(broken, { stopAfter: point });
      broken.close();
      await resume(once);
      expect(contentOf(once)).toEqual(expected);
    }
  });

  test('ended between taking over and the journal is journalled when it is resumed', async () => {
    const through = storeWithCalls('journal.db');
    const store = openStore(through);
    await apply(store);
    store.close();
    const file = storeWithCalls('no-journal.db');
    const broken = openStore(file);
    const past = broken.reattribution();
    const stop = new Error('the process ends here');
    const end = (): never => {
      throw stop;
    };
    const failingEnd = {
      begin: past.begin.bind(past),
      prepare: past.prepare.bind(past),
      takeOver: past.takeOver.bind(past),
      end,
    };
    const bound = new Proxy(broken, {
      get: (target, key) => {
        if (key === 'reattribution') return () => failingEnd;
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await expect(apply(bound)).rejects.toBe(stop);
    broken.close();
    const resumed = openStore(file);
    await apply(resumed);
    resumed.close();
    expect(contentOf(file)).toEqual(contentOf(through));
  });

  test('leaves what lies before its start, and what retention has forgotten, as it was', async () => {
    const store = openStore(storeWithCalls('later.db'));
    await apply(store, { fromMs: T0_MS + 40 * HOUR_MS });
    expect(tenantsOf(store)).toEqual([
      [UNATTRIBUTED, 40],
      ...TEAMS.toSorted().map((team) => [team, 5]),
    ]);
    store.close();
  });

  test('takes in calls that came while it was prepared', async () => {
    const store = openStore(storeWithCalls('meanwhile.db'));
    await apply(store, { stopAfter: 30 });
    store.ingest(
      batch([
        call(900, 5 * HOUR_MS, {
          attribution: {
            tenant: UNATTRIBUTED,
            rule: null,
            tags: [{ key: 'team', value: 'late', source: 'metadata' }],
          },
        }),
      ]),
    );
    const run = await apply(store);
    expect(run.rows).toBe(61);
    expect(tenantsOf(store)).toContainEqual(['late', 1]);
    expect(tenantsOf(store).map(([tenant]) => tenant)).not.toContain(UNATTRIBUTED);
    store.close();
  });

  test('abandons an open run of other rules', async () => {
    const store = openStore(storeWithCalls('other.db'));
    await apply(store, { stopAfter: 10 });
    const other = createRuleSet([rule({ account: '.*' }, 'all')], 'other');
    const context = {
      store,
      book: HAND_BOOK,
      known: NOTHING_KNOWN,
      nowMs: () => T0_MS,
      signal: new AbortController().signal,
      onStep: () => undefined,
    };
    await reattribute({ rules: other, fromMs: T0_MS }, context);
    expect(tenantsOf(store)).toEqual([['all', 60]]);
    expect(
      store
        .reattribution()
        .runs(5)
        .map(({ state }) => state),
    ).toEqual(['done', 'abandoned']);
    store.close();
  });

  test('changes nothing when it is applied again', async () => {
    const store = openStore(storeWithCalls('again.db'));
    await apply(store);
    const again = await apply(store);
    expect([again.rows, again.changed, again.tenants]).toEqual([60, 0, []]);
    store.close();
  });
});

/** Changed rules at the start of a service: told, applied where the config asks, and resumed. */
import { expect, test, vi } from 'vitest';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { Reattributor } from '../../server/job/reattributor.ts';
import { pastRules } from '../../server/query/past-rules.ts';
import type { Store } from '../../server/store/store.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { rule } from '../attribute/input.ts';
import { call, HAND_BOOK, storeOf, valuesByGroup } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

const NOW_MS = T0_MS + 3 * DAY_MS;
const RULES = createRuleSet([rule({ 'metadata.team': '(.+)' })], 'new');

/** Calls of four hours by nobody, under rules of another version. */
function callsOfOthers(): Store {
  return storeOf(
    [0, 1, 2, 3].map((hour) => {
      const tags = [{ key: 'team', value: 'red', source: 'metadata' as const }];
      const attribution = { tenant: UNATTRIBUTED, rule: null, rulesVersion: 'old', tags };
      return call(hour, hour * HOUR_MS, { attribution });
    }),
  );
}

function reattributorOf(store: Store, log = vi.fn(), rules = RULES): Reattributor {
  return new Reattributor({ store, book: HAND_BOOK, rules, nowMs: () => NOW_MS, log });
}

const tenantsOf = (store: Store) =>
  valuesByGroup(store, { metrics: ['invocations'], groupBy: ['tenant'] });

test('says that rules have changed, and leaves the past alone without a day to begin at', async () => {
  const store = callsOfOthers();
  const log = vi.fn();
  const reattributor = reattributorOf(store, log);
  reattributor.start(null);
  await reattributor.close();
  expect(log.mock.calls.map(([event]) => String(event))).toEqual(['rules changed']);
  expect(pastRules('new', store.reattribution())).toMatchObject({ isBehind: true, run: null });
  expect(tenantsOf(store)).toEqual([[UNATTRIBUTED, 4]]);
});

test('applies changed rules from the day of the config on, once', async () => {
  const store = callsOfOthers();
  const log = vi.fn();
  const reattributor = reattributorOf(store, log);
  reattributor.start(T0_MS + 2 * HOUR_MS);
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith('rules applied', expect.anything()));
  expect(tenantsOf(store)).toEqual([
    [UNATTRIBUTED, 2],
    ['red', 2],
  ]);
  const past = pastRules('new', store.reattribution());
  expect(past).toMatchObject({ isBehind: false, appliedFrom: '2026-11-01T02:00:00Z' });
  const again = vi.fn();
  const restarted = reattributorOf(store, again);
  restarted.start(T0_MS);
  await restarted.close();
  expect(again).not.toHaveBeenCalled();
  expect(store.reattribution().runs(5)).toHaveLength(1);
});

test('goes on with an application that was broken off, and begins no second one', async () => {
  const store = callsOfOthers();
  store.reattribution().noteRules('new', T0_MS);
  store.reattribution().begin({ rulesVersion: 'new', fromMs: T0_MS, nowMs: NOW_MS });
  const log = vi.fn();
  const reattributor = reattributorOf(store, log);
  reattributor.start(null);
  expect(reattributor.apply(T0_MS)).toBe(false);
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith('rules applied', expect.anything()));
  expect(tenantsOf(store)).toEqual([['red', 4]]);
  expect(store.reattribution().runs(5)).toMatchObject([{ state: 'done', changed: 4 }]);
});

test('ends after a step when it is told to, and leaves the rest for the next start', async () => {
  const store = callsOfOthers();
  const reattributor = reattributorOf(store);
  reattributor.start(T0_MS);
  await reattributor.close();
  expect(store.reattribution().runs(1)).toMatchObject([{ state: 'preparing' }]);
  expect(tenantsOf(store)).toEqual([[UNATTRIBUTED, 4]]);
});

test('rules that come back are changed rules too, and those that stay are none', () => {
  const store = callsOfOthers();
  const past = store.reattribution();
  const isBehind = (version: string): boolean => pastRules(version, past).isBehind;
  past.noteRules('old', T0_MS);
  expect(isBehind('old')).toBe(false);
  past.noteRules('new', T0_MS + 1);
  past.noteRules('new', T0_MS + 2);
  past.noteRules('old', T0_MS + 3);
  expect(isBehind('old')).toBe(true);
  expect(past.rulesUsed().map(({ version }) => version)).toEqual(['old', 'new', 'old']);
});

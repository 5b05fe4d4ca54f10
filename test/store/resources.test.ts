/** The inventory as history: what changed, when, and what an account no longer has. */
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import type { BedrockEvent } from '../../server/source/bedrock-event.ts';
import { inventoryPass, resourceFact } from '../support/resources.ts';

const open = (): Store => openSqliteStore({ path: ':memory:', promotedTags: [] });
const HOUR_MS = 3_600_000;

/** Versions as `from-to: name`. */
function versionsOf(store: Store): readonly string[] {
  return store
    .resources()
    .map(({ fact, validFromMs, validToMs }) => `${validFromMs}-${validToMs ?? ''}: ${fact.name}`);
}

test('a fact that stays as it is has one version, seen from its creation to the last look', () => {
  const store = open();
  const tags = new Map([['team', 'a']]);
  const fact = resourceFact({ tags, createdAtMs: 5, updatedAtMs: 5 });
  store.saveInventory(inventoryPass([fact], 100));
  store.saveInventory(inventoryPass([{ ...fact, updatedAtMs: 150 }], 200));
  expect(store.resources()).toEqual([
    {
      account: '111122223333',
      region: 'us-east-1',
      fact: { ...fact, updatedAtMs: 150 },
      validFromMs: 5,
      validToMs: null,
      firstSeenAtMs: 100,
      lastSeenAtMs: 200,
    },
  ]);
});

test.each([
  { name: 'the time that AWS tells', updatedAtMs: 150, expected: ['5-150: old', '150-: new'] },
  {
    name: 'the look, where AWS tells none',
    updatedAtMs: null,
    expected: ['5-200: old', '200-: new'],
  },
  {
    name: 'the look, where AWS tells an older',
    updatedAtMs: 90,
    expected: ['5-200: old', '200-: new'],
  },
])('a change begins a version at $name', ({ updatedAtMs, expected }) => {
  const store = open();
  store.saveInventory(inventoryPass([resourceFact({ name: 'old', createdAtMs: 5 })], 100));
  const changed = resourceFact({ name: 'new', createdAtMs: 5, updatedAtMs });
  store.saveInventory(inventoryPass([changed], 200));
  expect(versionsOf(store)).toEqual(expected);
});

test('tags in another order are no change', () => {
  const store = open();
  const tags = [
    ['a', '1'],
    ['b', '2'],
  ] as const;
  store.saveInventory(inventoryPass([resourceFact({ tags: new Map(tags) })], 100));
  store.saveInventory(inventoryPass([resourceFact({ tags: new Map(tags.toReversed()) })], 200));
  expect(store.resources()).toHaveLength(1);
});

test('what is gone ends, and begins anew when it comes back', () => {
  const store = open();
  const fact = resourceFact({ createdAtMs: 5 });
  store.saveInventory(inventoryPass([fact], 100));
  store.saveInventory(inventoryPass([], 200));
  store.saveInventory(inventoryPass([], 250));
  store.saveInventory(inventoryPass([fact], 300));
  expect(versionsOf(store)).toEqual(['5-200: team', '300-: team']);
});

test('a list that was denied ends nothing, another Region ends nothing, a job never ends so', () => {
  const store = open();
  const job = resourceFact({ kind: 'batchJob', arn: 'job', name: 'job' });
  const bought = resourceFact({ kind: 'provisionedModel', arn: 'bought', name: 'bought' });
  store.saveInventory(inventoryPass([job, bought], 100));
  store.saveInventory({ ...inventoryPass([], 200), complete: ['applicationProfile'] });
  store.saveInventory({ ...inventoryPass([], 300), region: 'eu-west-1' });
  expect(versionsOf(store)).toEqual(['100-: bought', '100-: job']);
});

const EVENT: BedrockEvent = {
  id: 'e1',
  kind: 'batchJob',
  account: '111122223333',
  region: 'us-east-1',
  atMs: 7 * HOUR_MS,
  arn: 'arn:aws:bedrock:us-east-1:111122223333:model-invocation-job/abc',
  name: 'nightly',
  status: 'Completed',
  model: 'amazon.nova-lite-v1:0',
  units: null,
};

test('an event counts once, and is found in its window', () => {
  const store = open();
  const later = { ...EVENT, id: 'e0', atMs: 8 * HOUR_MS };
  expect(store.saveBedrockEvents([later, EVENT, EVENT])).toBe(2);
  expect(store.saveBedrockEvents([EVENT])).toBe(0);
  expect(store.bedrockEvents({ startMs: 0, endMs: 9 * HOUR_MS })).toEqual([EVENT, later]);
  expect(store.bedrockEvents({ startMs: 0, endMs: 8 * HOUR_MS })).toEqual([EVENT]);
});

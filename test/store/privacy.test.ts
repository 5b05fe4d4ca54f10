/** What a database that hides callers takes, refuses and remembers. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { identityFact } from '../../server/source/inventory.ts';
import type { Privacy } from '../../server/store/privacy.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { batch, INVOCATION, metered, requestId, T0_MS } from '../support/metered.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'privacy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HASHING: Privacy = {
  identities: 'hash',
  metadata: 'hash',
  keepTags: [],
  key: 'a'.repeat(64),
};
const ROLE = 'arn:aws:iam::111122223333:role/OrdersApi';
const everything = {
  window: { startMs: 0, endMs: T0_MS * 2 },
  filter: { terms: [] },
  limit: 9,
  before: null,
};

let files = 0;
const newFile = (): string => path.join(folder, `${(files += 1)}.db`);

function open(file: string, privacy?: Privacy): Store {
  return openSqliteStore({ path: file, promotedTags: [], ...(privacy && { privacy }) });
}

const by = (name: string, number: number) =>
  metered({
    invocation: {
      requestId: requestId(number),
      timestampMs: T0_MS + number,
      principal: { ...INVOCATION.principal, arn: `arn:aws:iam::111122223333:role/${name}` },
    },
  });

describe('a hashed caller', () => {
  test('is one for all its calls, and for all times with one key', () => {
    const file = newFile();
    const first = open(file, HASHING);
    first.ingest(batch([by('One', 1), by('Two', 2)]));
    first.close();
    const second = open(file, HASHING);
    second.ingest(batch([by('One', 3)]));
    const [three, two, one] = second
      .invocations(everything)
      .invocations.map((call) => call.valueOf('principal'));
    expect(three).toBe(one);
    expect(two).not.toBe(one);
    second.close();
  });

  test('has another hash with another key, which the same file refuses', () => {
    const file = newFile();
    const store = open(file, HASHING);
    store.ingest(batch([by('One', 1)]));
    store.close();
    const other = { ...HASHING, key: 'b'.repeat(64) };
    const strange = open(file, other);
    expect(() => strange.ingest(batch([by('One', 2)]))).toThrow(
      expect.objectContaining({ code: 'privacy', hint: expect.stringContaining('old key file') }),
    );
    expect(strange.invocationCount()).toBe(1);
    strange.close();
    const elsewhere = open(newFile(), other);
    elsewhere.ingest(batch([by('One', 1)]));
    const again = open(file, HASHING);
    const principalOf = (from: Store) =>
      from.invocations(everything).invocations[0]?.valueOf('principal');
    expect(principalOf(elsewhere)).not.toBe(principalOf(again));
    elsewhere.close();
    again.close();
  });

  test('is never stored by a verb that was not told how to hide it', () => {
    const file = newFile();
    const store = open(file, HASHING);
    store.ingest(batch([]));
    store.close();
    const verb = open(file);
    expect(() => verb.ingest(batch([by('One', 1)]))).toThrow(
      expect.objectContaining({ code: 'privacy', hint: expect.stringContaining('--config') }),
    );
    expect(verb.invocationCount()).toBe(0);
    verb.close();
  });
});

describe('tags of IAM roles', () => {
  const pass = {
    account: '111122223333',
    region: 'global',
    atMs: T0_MS,
    complete: [],
    facts: [
      identityFact(ROLE, { kind: 'role', name: 'OrdersApi' }, new Map([['who', 'canary-ada']])),
    ],
  };

  test.each(['hash', 'drop'] as const)('are known and not written down (%s)', (identities) => {
    const file = newFile();
    const store = open(file, { ...HASHING, identities });
    store.saveInventory(pass);
    expect(store.resources().map(({ fact }) => fact.tags.get('who'))).toEqual(['canary-ada']);
    store.close();
    expect(readFileSync(file).includes('canary-ada')).toBe(false);
    expect(readFileSync(file).includes('OrdersApi')).toBe(false);
  });

  test('are written down where callers are kept', () => {
    const file = newFile();
    open(file, { ...HASHING, identities: 'keep' }).saveInventory(pass);
    const later = open(file);
    expect(later.resources().length).toBe(1);
    later.close();
  });
});

/** From a source to the store: every record counted, every batch committed before the next. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { addCounts, ingestSource, NO_COUNTS, type IngestContext } from '../../server/job/ingest.ts';
import { SourceError } from '../../server/source/source.ts';
import type { IngestCounts, Store } from '../../server/store/store.ts';
import { DAY_MS } from '../../shared/window.ts';
import { storeOf, valueOf, valuesByGroup } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { inventoryPass, resourceFact } from '../support/resources.ts';
import { fakeSource, record, sourceBatch } from './fake-source.ts';

function contextOf(store: Store, changes: Partial<IngestContext> = {}): IngestContext {
  return {
    store,
    rules: createRuleSet(DEFAULT_RULES, 'test'),
    nowMs: () => T0_MS + DAY_MS,
    signal: new AbortController().signal,
    onBatch: () => undefined,
    ...changes,
  };
}

const behind = (done: number, total: number) => ({ completeToMs: T0_MS, done, total });
const stateOf = (store: Store) =>
  store.sourceStates().find(({ sourceId }) => sourceId === 's3/fake');

describe('ingestSource', () => {
  test('takes a record all the way: read, attributed, metered, stored', async () => {
    const store = storeOf([]);
    const counts = await ingestSource(
      fakeSource([sourceBatch({ records: [record(1), record(2)] })]),
      contextOf(store),
    );
    expect(counts).toEqual({
      records: 2,
      invocations: 2,
      duplicates: 0,
      quarantined: 0,
      tooOld: 0,
      usageLines: 4,
    });
    const groups = valuesByGroup(store, {
      metrics: ['outputTokens'],
      groupBy: ['tenant', 'model'],
    });
    expect(groups).toEqual([['acme|amazon.nova-micro', 40]]);
  });

  test('hands back the cursor of the last batch that was committed', async () => {
    const store = storeOf([]);
    const source = fakeSource(
      [sourceBatch({ cursor: 'a' }), sourceBatch({ cursor: 'b' })],
      [sourceBatch({ cursor: 'c' })],
    );
    await ingestSource(source, contextOf(store));
    await ingestSource(source, contextOf(store));
    await ingestSource(source, contextOf(store));
    expect(source.cursors).toEqual([null, 'b', 'c']);
  });

  test('counts what cannot be read, by its reason and without its content', async () => {
    const store = storeOf([]);
    const broken = { text: 'secret{', sourceAtMs: null, origin: 'fake/x' };
    const negative = record(3, { input: { inputTokenCount: -1 } });
    const failures = [{ origin: 'fake/key.gz', code: 'badGzip' as const, hint: 'Look at it.' }];
    const batch = sourceBatch({ records: [record(1), broken, negative], failures });
    const counts = await ingestSource(fakeSource([batch]), contextOf(store));
    expect(counts).toMatchObject({ records: 4, invocations: 1, quarantined: 3 });
    const codes = store.quarantineCounts().map(({ code, count }) => `${code} ${count}`);
    expect(codes.toSorted()).toEqual(['badCount 1', 'notJson 1', 'unreadable 1']);
  });

  test('counts every record once, as invocation, duplicate or quarantined', async () => {
    const store = storeOf([]);
    const again = fakeSource(
      [sourceBatch({ records: [record(1), record(2), record(2)] })],
      [sourceBatch({ records: [record(2), record(3)] })],
    );
    const first = await ingestSource(again, contextOf(store));
    const second = await ingestSource(again, contextOf(store));
    const total = addCounts(first, second);
    expect(total).toMatchObject({ records: 5, invocations: 3, duplicates: 2 });
    expect(store.invocationCount()).toBe(3);
  });

  test('is read again as long as it ends behind and comes forward', async () => {
    const store = storeOf([]);
    const source = fakeSource(
      [sourceBatch({ records: [record(1)], progress: behind(1, 3) })],
      [sourceBatch({ records: [record(2)], progress: behind(2, 3) })],
      [sourceBatch({ records: [record(3)], progress: behind(3, 3) })],
    );
    const counts = await ingestSource(source, contextOf(store));
    expect(source.cursors).toHaveLength(3);
    expect(counts.invocations).toBe(3);
  });

  test('is left alone until the next pass when it is behind and stands still', async () => {
    const stuck = [sourceBatch({ progress: behind(1, 3) })];
    const source = fakeSource(stuck, stuck, stuck);
    await ingestSource(source, contextOf(storeOf([])));
    expect(source.cursors).toHaveLength(2);
  });

  test('is not read again once it is told to stop', async () => {
    const ending = new AbortController();
    const source = fakeSource([sourceBatch({ progress: behind(1, 3) })]);
    const onBatch = (): void => ending.abort();
    await ingestSource(source, contextOf(storeOf([]), { signal: ending.signal, onBatch }));
    expect(source.cursors).toHaveLength(1);
    expect(source.options[0]?.signal.aborted).toBe(true);
  });

  test('tells of each batch after its commit', async () => {
    const store = storeOf([]);
    const seen: [number, IngestCounts][] = [];
    const source = fakeSource([
      sourceBatch({ records: [record(1)] }),
      sourceBatch({ records: [record(2), record(3)] }),
    ]);
    const onBatch: IngestContext['onBatch'] = (_, counts) =>
      seen.push([store.invocationCount(), counts]);
    await ingestSource(source, contextOf(store, { onBatch }));
    expect(seen.map(([stored, { invocations }]) => [stored, invocations])).toEqual([
      [1, 1],
      [3, 2],
    ]);
  });

  test('passes a failure on and keeps what was committed before it', async () => {
    const store = storeOf([]);
    const denied = new SourceError('denied', 'No.', { retryable: false, hint: 'Grant it.' });
    const source = fakeSource([sourceBatch({ records: [record(1)], cursor: 'a' }), denied]);
    await expect(ingestSource(source, contextOf(store))).rejects.toBe(denied);
    expect(store.invocationCount()).toBe(1);
    expect(stateOf(store)?.cursor).toBe('a');
  });

  test('passes over objects that were read before, unless they are asked for again', async () => {
    const store = storeOf([]);
    const object = { key: 'a.gz', etag: 'e1', size: 9, records: 1 };
    const source = fakeSource([sourceBatch({ objects: [object] })]);
    await ingestSource(source, contextOf(store));
    await ingestSource(source, contextOf(store));
    await ingestSource(source, contextOf(store, { isReread: true }));
    const seen = source.options.map((given) => given.isSeen('s3/fake', 'a.gz', 'e1'));
    expect(seen).toEqual([true, true, false]);
    expect(source.options[1]?.isSeen('s3/fake', 'a.gz', 'e2')).toBe(false);
  });

  test('looks up a profile that became known between two batches', async () => {
    const store = storeOf([]);
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc';
    const call = (number: number) => record(number, { modelId: arn, requestMetadata: {} });
    const model = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0';
    const tags = new Map([['tenant', 'globex']]);
    const facts = [resourceFact({ arn, name: 'search', modelArns: [model], tags })];
    const onBatch = (): void => store.saveInventory(inventoryPass(facts, T0_MS));
    const batches = [sourceBatch({ records: [call(1)] }), sourceBatch({ records: [call(2)] })];
    await ingestSource(fakeSource(batches), contextOf(store, { onBatch }));
    const groups = valuesByGroup(store, { metrics: ['invocations'], groupBy: ['tenant', 'model'] });
    expect(groups).toEqual([
      [`Unattributed|${arn}`, 1],
      ['globex|amazon.nova-micro', 1],
    ]);
  });

  test('lets a call stand under the profile as it was then, not as it was made later', async () => {
    const store = storeOf([]);
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';
    const model = (id: string) => `arn:aws:bedrock:us-east-1::foundation-model/${id}`;
    const version = (id: string, tenant: string, updatedAtMs: number) => {
      const tags = new Map([['tenant', tenant]]);
      const changes = { arn, modelArns: [model(id)], tags, createdAtMs: 0, updatedAtMs };
      return [resourceFact(changes)];
    };
    store.saveInventory(inventoryPass(version('amazon.nova-micro-v1:0', 'globex', 0), T0_MS - 5));
    const later = version('amazon.nova-pro-v1:0', 'acme', T0_MS + 1);
    store.saveInventory(inventoryPass(later, T0_MS + 2));
    const call = (number: number, modelId: string, ms: number) => {
      const timestamp = new Date(T0_MS + ms).toISOString();
      return record(number, { modelId, requestMetadata: {}, timestamp });
    };
    const bare = 'abc123def456';
    const records = [call(1, arn, 0), call(2, arn, 1), call(3, bare, 0), call(4, bare, 1)];
    await ingestSource(fakeSource([sourceBatch({ records })]), contextOf(store));
    const groupBy = ['tenant', 'model', 'profile'] as const;
    expect(valuesByGroup(store, { metrics: ['invocations'], groupBy })).toEqual([
      [`acme|amazon.nova-pro|${arn}`, 2],
      [`globex|amazon.nova-micro|${arn}`, 2],
    ]);
  });

  test('does nothing for a source without anything new', async () => {
    const store = storeOf([]);
    expect(await ingestSource(fakeSource(), contextOf(store))).toEqual(NO_COUNTS);
    expect(stateOf(store)).toBeUndefined();
    expect(valueOf(store, 'invocations')).toBeUndefined();
  });
});

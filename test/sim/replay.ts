/** The same records once more, shuffled and some twice, into an empty database. */
import type { Random } from '../../server/demo/random.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import type { LogSource, RawRecord } from '../../server/source/source.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { readableObjects } from './invariants.ts';
import type { Scenario } from './scenario.ts';
import { RULES } from './sim-process.ts';

const TWICE_SHARE = 0.2;
const BATCH_RECORDS_MAX = 200;

/** Writes the database at a path that a run must equal, whatever happened in it. */
export async function replay(scenario: Scenario, path: string, nowMs: number): Promise<void> {
  const { random } = scenario;
  const records = shuffled(random, recordsOf(scenario));
  const again = records.filter(() => random.next() < TWICE_SHARE);
  const store = openSqliteStore({ path, promotedTags: [] });
  const { signal } = new AbortController();
  const source = sourceOf(shuffled(random, [...records, ...again]), random);
  const context = { store, rules: RULES, nowMs: () => nowMs, signal, onBatch: () => undefined };
  await ingestSource(source, context);
  store.close();
}

function recordsOf(scenario: Scenario): readonly RawRecord[] {
  const logs = scenario.logs.map(({ call }, index) => {
    return { text: call.logText, sourceAtMs: call.atMs, origin: `event ${index}` };
  });
  const objects = readableObjects(scenario).flatMap(({ key, calls, writtenAtMs }) =>
    calls.map(({ objectText }, index) => {
      return { text: objectText, sourceAtMs: writtenAtMs, origin: `${key}#${index}` };
    }),
  );
  return [...logs, ...objects];
}

function sourceOf(records: readonly RawRecord[], random: Random): LogSource {
  return {
    id: 'replay',
    kind: 's3',
    async *read() {
      for (let index = 0; index < records.length;) {
        const batch = records.slice(index, index + 1 + random.integer(BATCH_RECORDS_MAX));
        index += batch.length;
        const progress = { completeToMs: null, done: 1, total: 1 };
        const empty = { failures: [], objects: [], cursor: '{}' };
        yield { sourceId: 'replay', records: batch, progress, ...empty };
      }
    },
  };
}

function shuffled<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

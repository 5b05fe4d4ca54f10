/** A process that ingests made-up calls into a file until it is done, or killed on its way. */
import { writeSync } from 'node:fs';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { createRandom } from '../../server/demo/random.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import type { LogSource, RawRecord } from '../../server/source/source.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { drawCall, type SimCall } from './call-record.ts';

export const KILL_CALLS = 4_000;
const BATCH_CALLS = 20;
/** Each read goes back this far behind its cursor, as all readers do. */
const OVERLAP_CALLS = 15;
const START_MS = Date.UTC(2026, 10, 2, 23, 30);
const NOW_MS = START_MS + 86_400_000;
const SCOPE = { account: '111122223333', region: 'us-east-1' };

/** The call of a number, the same in every process. */
export function killCall(seed: number, index: number): SimCall {
  return drawCall(createRandom(seed, index), SCOPE, START_MS + index * 997);
}

/** Ingests all calls that the database does not have yet. */
export async function ingestCalls(path: string, seed: number, onCommit: () => void) {
  const store = openSqliteStore({ path, promotedTags: [] });
  const { signal } = new AbortController();
  const rules = createRuleSet(DEFAULT_RULES, 'kill');
  await ingestSource(sourceOf(seed), {
    store,
    rules,
    nowMs: () => NOW_MS,
    signal,
    onBatch: onCommit,
  });
  store.close();
}

function sourceOf(seed: number): LogSource {
  return {
    id: 'calls',
    kind: 'cloudWatchLogs',
    async *read(cursor) {
      let nextIndex = Number(cursor ?? 0);
      while (nextIndex < KILL_CALLS) {
        const firstIndex = Math.max(0, nextIndex - OVERLAP_CALLS);
        nextIndex = Math.min(KILL_CALLS, nextIndex + BATCH_CALLS);
        const records: RawRecord[] = [];
        for (let index = firstIndex; index < nextIndex; index += 1) {
          const { logText: text, atMs: sourceAtMs } = killCall(seed, index);
          records.push({ text, sourceAtMs, origin: `call ${index}` });
        }
        const progress = { completeToMs: NOW_MS, done: 1, total: 1 };
        const rest = { failures: [], objects: [], progress };
        yield { sourceId: 'calls', records, cursor: String(nextIndex), ...rest };
      }
    },
  };
}

const [, , path, seed] = process.argv;
if (process.env['KILL_CHILD'] && path) {
  await ingestCalls(path, Number(seed), () => writeSync(1, '.'));
}

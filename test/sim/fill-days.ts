/** A database with made-up calls over some days, as ingest writes it. */
import { DAY_MS } from '../../shared/window.ts';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { createRandom } from '../../server/demo/random.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import type { LogSource } from '../../server/source/source.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { drawCall } from './call-record.ts';
import { DAYS, FIRST_MS } from './kill-upkeep-child.ts';

const SCOPE = { account: '111122223333', region: 'us-east-1' };
const NOW_MS = FIRST_MS + DAYS * DAY_MS;

/** Writes so many calls, spread evenly, and packs what has settled. */
export async function fillDays(path: string, calls: number): Promise<void> {
  const store = openSqliteStore({ path, promotedTags: [] });
  const { signal } = new AbortController();
  const rules = createRuleSet(DEFAULT_RULES, 'days');
  const rest = { nowMs: () => NOW_MS, signal, onBatch: () => undefined };
  await ingestSource(sourceOf(calls), { store, rules, ...rest });
  while (store.prepareReading(FIRST_MS + 2 * DAY_MS));
  store.close();
}

function sourceOf(calls: number): LogSource {
  return {
    id: 'days',
    kind: 's3',
    async *read() {
      const records = Array.from({ length: calls }, (_, index) => {
        const atMs = FIRST_MS + Math.floor((index * DAYS * DAY_MS) / calls);
        const { objectText: text } = drawCall(createRandom(1, index), SCOPE, atMs);
        return { text, sourceAtMs: atMs, origin: `call ${index}` };
      });
      const progress = { completeToMs: NOW_MS, done: 1, total: 1 };
      yield { sourceId: 'days', records, cursor: '1', failures: [], objects: [], progress };
    },
  };
}

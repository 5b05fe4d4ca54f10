/** A process that applies rules to the stored calls of a file until it is done, or killed. */
import { writeSync } from 'node:fs';
import { parseAttributionRule } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet, type RuleSet } from '../../server/attribute/rule-set.ts';
import { createRandom } from '../../server/demo/random.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import { reattribute } from '../../server/job/reattribute.ts';
import { knownFacts } from '../../server/job/stored-input.ts';
import { createPriceBook } from '../../server/price/price-book.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { drawCall } from './call-record.ts';

export const CALLS = 600;
export const HOURS = 60;
const START_MS = Date.UTC(2026, 10, 2);
const NOW_MS = START_MS + 10 * 86_400_000;
const SCOPE = { account: '111122223333', region: 'us-east-1' };

/** Rules of everybody's own Region or role, under a name of the rule set. */
function rulesOf(version: string): RuleSet {
  const parsed = parseAttributionRule({
    name: `by model ${version}`,
    when: { model: '(.+)' },
    tenant: `${version} $1`,
    tags: { by: version },
  });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return createRuleSet([parsed.value], version);
}

/** A file of calls that were attributed by the rules `old`. */
export async function storeCalls(path: string): Promise<void> {
  const store = openSqliteStore({ path, promotedTags: ['by'] });
  const { signal } = new AbortController();
  const records = Array.from({ length: CALLS }, (_, index) => {
    const atMs = START_MS + Math.floor((index * HOURS * 3_600_000) / CALLS);
    const { logText: text } = drawCall(createRandom(3, index), SCOPE, atMs);
    return { text, sourceAtMs: atMs, origin: `call ${index}` };
  });
  const progress = { completeToMs: NOW_MS, done: 1, total: 1 };
  const rest = { sourceId: 'calls', cursor: '1', failures: [], objects: [], progress };
  await ingestSource(
    {
      id: 'calls',
      kind: 'cloudWatchLogs',
      async *read() {
        await Promise.resolve();
        yield { ...rest, records };
      },
    },
    { store, rules: rulesOf('old'), nowMs: () => NOW_MS, signal, onBatch: () => undefined },
  );
  store.close();
}

/** Applies the rules `new` to all of them, or goes on with that. */
export async function applyRules(path: string, onStep: () => void): Promise<void> {
  const store = openSqliteStore({ path, promotedTags: ['by'] });
  await reattribute(
    { rules: rulesOf('new'), fromMs: START_MS },
    {
      store,
      book: createPriceBook([]),
      known: knownFacts(store, NOW_MS),
      nowMs: () => NOW_MS,
      signal: new AbortController().signal,
      onStep,
    },
  );
  store.close();
}

const [, , path] = process.argv;
if (process.env['RULES_CHILD'] && path) await applyRules(path, () => writeSync(1, '.'));

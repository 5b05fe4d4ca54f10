/** Applies rules to stored calls from a day on, in steps that can be broken off and resumed. */
import { EMPTY_FILTER } from '../../shared/filter.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import type { PriceBook } from '../price/price-book.ts';
import { runQuery } from '../query/run-query.ts';
import type { ReattributionRun } from '../store/reattribution.ts';
import type { Store } from '../store/store.ts';
import { attributeStored } from './attribute-stored.ts';
import type { KnownFacts } from './stored-input.ts';

export interface ReattributeContext {
  readonly store: Store;
  readonly book: PriceBook;
  readonly known: KnownFacts;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** Called after each step, for progress. */
  readonly onStep: (run: ReattributionRun) => void;
}

/**
 * Readers see the old tenants until all are worked out, then the new ones.
 *
 * @returns the run as the journal has it; one that was broken off is gone on with the next time.
 * @throws StoreError
 */
export async function reattribute(
  { rules, fromMs }: { readonly rules: RuleSet; readonly fromMs: number },
  { store, book, known, nowMs, signal, onStep }: ReattributeContext,
): Promise<ReattributionRun> {
  const past = store.reattribution();
  const attribute: Parameters<typeof past.prepare>[0] = (call) =>
    attributeStored(call, known, rules);
  let run = past.begin({ rulesVersion: rules.version, fromMs, nowMs: nowMs() });
  while (run.state === 'preparing' && run.cursorMs < run.toMs) {
    if (signal.aborted) return run;
    run = past.prepare(attribute);
    onStep(run);
    await new Promise((resolve) => setImmediate(resolve)); // Lets readers and ingest in between.
  }
  if (signal.aborted) return run;
  if (run.state === 'preparing') {
    const costs = [...costByTenant(run, store, book)];
    const before = costs.map(([tenant, cost]) => [tenant, cost.toString()] as const);
    const tenants = before.map(([tenant, cost]) => ({ tenant, before: cost, after: cost }));
    run = past.takeOver(attribute, tenants);
    onStep(run);
  }
  return past.end(changesOf(run, costByTenant(run, store, book)), nowMs());
}

function costByTenant(
  { fromMs, toMs }: ReattributionRun,
  store: Store,
  book: PriceBook,
): ReadonlyMap<string, bigint> {
  if (fromMs >= toMs) return new Map();
  const { rows } = runQuery(
    {
      metrics: ['cost'],
      filter: EMPTY_FILTER,
      groupBy: ['tenant'],
      window: { startMs: fromMs, endMs: toMs },
      step: 'all',
      timeZone: 'UTC',
    },
    store,
    book,
  );
  return new Map(
    rows.map(({ group, values }) => [group[0] ?? '', BigInt(values.get('cost') ?? 0)]),
  );
}

function changesOf(
  { tenants }: ReattributionRun,
  after: ReadonlyMap<string, bigint>,
): ReattributionRun['tenants'] {
  const before = new Map(tenants.map((one) => [one.tenant, BigInt(one.before)]));
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return names.flatMap((tenant) => {
    const [was, is] = [before.get(tenant) ?? 0n, after.get(tenant) ?? 0n];
    return was === is ? [] : [{ tenant, before: was.toString(), after: is.toString() }];
  });
}

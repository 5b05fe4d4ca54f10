/** Cost of a window down to what was used: by tenant, model and kind of usage. */
import type { Filter } from '../../shared/filter.ts';
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import type { Window } from '../../shared/window.ts';
import { costAttoUsd, type PriceBook } from '../price/price-book.ts';
import { Rates } from './rates.ts';
import type { QueryStore } from './run-query.ts';

/** A leaf of the tree: what one kind of usage of one model cost one tenant. */
export interface CostLeaf {
  readonly tenant: string;
  readonly model: string;
  readonly usage: UsageDimension;
  readonly attoUsd: bigint;
}

/** All leaves that have a rate, by list prices; they add up to the cost of the window. */
export function costTree(
  { window, filter }: { readonly window: Window; readonly filter: Filter },
  store: QueryStore,
  book: PriceBook,
): readonly CostLeaf[] {
  const rates = new Rates(book);
  const boundariesMs = rates.cut([window.startMs, window.endMs], store.usageTypes());
  const need = { latency: false, firstToken: false, usage: true };
  const cells = store.aggregate({ boundariesMs, filter, groupBy: ['tenant', 'model'], need });
  const leaves = new Map<string, CostLeaf>();
  for (const { group, intervalIndex, usage: sums } of cells) {
    const atMs = boundariesMs[intervalIndex] ?? window.startMs;
    const [tenant = '', model = ''] = group;
    for (const { types, quantities } of sums) {
      types.forEach((type, index) => {
        const rate = rates.at(type, atMs);
        if (!rate) return;
        const key = JSON.stringify([tenant, model, type.dimension]);
        const before = leaves.get(key)?.attoUsd ?? 0n;
        const attoUsd = before + costAttoUsd(BigInt(quantities[index] ?? 0), rate);
        leaves.set(key, { tenant, model, usage: type.dimension, attoUsd });
      });
    }
  }
  return [...leaves.values()];
}

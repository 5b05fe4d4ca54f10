/** Rules by which cost that serves several tenants is shared out among them. */
import type { Filter } from './filter.ts';

/** One rule; the first whose filter a cost passes holds. */
export interface SharedCostRule {
  readonly name: string;
  /** What is shared: a tenant, a profile, a provisioned model, or anything that a filter tells. */
  readonly from: Filter;
  /** `usage` is by what each tenant costs itself, `fixed` by weights. */
  readonly method: 'usage' | 'evenly' | 'fixed';
  /** Who takes a part, with their weights; empty for every tenant that costs something itself. */
  readonly among: ReadonlyMap<string, number>;
}

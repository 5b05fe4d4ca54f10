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

/** Reply of `GET /api/v1/shared-cost`: what each tenant pays, with its parts of shared cost. */
export interface SharedCostReply {
  readonly metric: 'cost' | 'contractedCost';
  readonly groupBy: readonly string[];
  /** In the order in which they are tried. */
  readonly rules: readonly {
    readonly name: string;
    /** Filter of what is shared. */
    readonly from: string;
    readonly method: SharedCostRule['method'];
  }[];
  readonly rows: readonly {
    readonly start: string;
    readonly group: Readonly<Record<string, string>>;
    readonly tenant: string;
    /** Exact decimal text, as all money here. */
    readonly direct: string;
    readonly allocated: string;
    readonly allocations: readonly {
      readonly rule: string;
      readonly method: SharedCostRule['method'];
      readonly cost: string;
    }[];
  }[];
}

/** The face of the store for applying rules to the past: prepared in steps, taken over at once. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { Attribution, Tag } from '../attribute/attribution.ts';

/** One application of a rule set to stored rows, as the journal keeps it. */
export interface ReattributionRun {
  readonly id: number;
  readonly rulesVersion: string;
  /** Rows of this span; those before it, or past their retention, keep what they have. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Prepared up to here. */
  readonly cursorMs: number;
  readonly state: 'preparing' | 'switched' | 'done' | 'abandoned';
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly rows: number;
  readonly changed: number;
  /** Exact atto-dollars of each tenant whose cost changed; empty before the end. */
  readonly tenants: readonly {
    readonly tenant: string;
    readonly before: string;
    readonly after: string;
  }[];
}

/** Finds who pays for a stored call by the rules of the run. */
export type AttributeStored = (call: {
  readonly valueOf: (dimension: Dimension) => string;
  readonly tags: readonly Tag[];
}) => Attribution;

export interface ReattributionStore {
  /** Goes on with an open run of these rules and this start; one of others is abandoned. */
  begin(start: {
    readonly rulesVersion: string;
    readonly fromMs: number;
    readonly nowMs: number;
  }): ReattributionRun;
  /** Works out the next hour that has rows; readers see nothing of it. @throws StoreError */
  prepare(attribute: AttributeStored): ReattributionRun;
  /**
   * Takes over all that was prepared, and what came since, in one transaction.
   *
   * @param tenants what each cost until now; kept with the run, so that its end can be made up.
   */
  takeOver(attribute: AttributeStored, tenants: ReattributionRun['tenants']): ReattributionRun;
  end(tenants: ReattributionRun['tenants'], nowMs: number): ReattributionRun;
  /** Notes that calls are attributed by these rules from now on, if they are not already. */
  noteRules(version: string, nowMs: number): void;
  /** Which rules attributed calls from when on, the newest first. */
  rulesUsed(): readonly { readonly version: string; readonly fromMs: number }[];
  /** The newest first. */
  runs(limit: number): readonly ReattributionRun[];
}

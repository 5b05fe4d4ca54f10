/** The reply about what the same usage would cost by another choice. */

/** The same usage priced twice: exact US dollars after discounts. */
export interface ComparedFigures {
  /** Over the usage that has a rate on that side; null when there is usage but no rate. */
  readonly before: string | null;
  readonly after: string | null;
  /** Over the usage that has a rate on both sides: only that can be compared. */
  readonly difference: string | null;
  readonly newlyPriced: string;
  readonly newlyUnpriced: string;
  /** The part of `after` whose rate is an estimate or a fallback. */
  readonly inexactAfter: string;
  readonly unpricedInvocationsBefore: number;
  readonly unpricedInvocationsAfter: number;
}

/** Reply of `GET /api/v1/whatif?set=tier=batch&groupBy=tenant&filter=..&from=..&to=..`. */
export interface ComparisonReply {
  readonly from: string;
  readonly to: string;
  readonly total: ComparedFigures;
  /** The furthest apart first. */
  readonly groups: readonly (ComparedFigures & {
    readonly group: Readonly<Record<string, string>>;
  })[];
  /** What the comparison takes for granted, one sentence each. */
  readonly assumptions: readonly string[];
}

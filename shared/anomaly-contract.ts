/** Spend that departs from its season, as the API tells it: exact amounts as decimal text. */

/** A part of the tree under a tenant that explains an anomaly. */
export interface AnomalyCause {
  readonly model: string;
  /** Kind of usage, such as `output_tokens`. */
  readonly usage: string;
  readonly spent: string;
  /** The mean of the same hours of the four weeks before. */
  readonly before: string;
}

/** One stretch in which a tenant spent more than is usual at these hours of the week. */
export interface Anomaly {
  readonly tenant: string;
  readonly from: string;
  readonly to: string;
  /** The last hour that is known departs still. */
  readonly ongoing: boolean;
  readonly spent: string;
  readonly usual: string;
  /** US dollars beyond the usual. */
  readonly impact: string;
  /** The parts that rose most, at most five. */
  readonly causes: readonly AnomalyCause[];
  /** Path and question of the page that shows it. */
  readonly link: string;
}

/** Reply of `GET /api/v1/anomalies?from=..&to=..&filter=..&minimum=..`: the dearest first. */
export interface AnomaliesReply {
  readonly from: string;
  readonly to: string;
  readonly minimum: string;
  readonly anomalies: readonly Anomaly[];
}

/** The bill of AWS beside the estimate, as the API tells it. */

/** Usage of one day, place and kind that bill and estimate do not tell alike. */
export interface ReconciledRowReply {
  readonly day: string;
  readonly account: string;
  readonly region: string;
  readonly model: string;
  /** Dimension and what else selects a rate, such as `input_tokens global batch`. */
  readonly usage: string;
  readonly state: 'pending' | 'estimated' | 'reconciled' | 'unmatched';
  /** What the difference comes from; the first that explains it. */
  readonly differs:
    'none' | 'notLogged' | 'notBilled' | 'quantity' | 'rate' | 'unpriced' | 'unread' | 'rounding';
  /** Exact integers as text. */
  readonly estimatedQuantity: string;
  readonly billedQuantity: string;
  /** Exact US dollars at list prices; null where one has none. */
  readonly estimatedUsd: string | null;
  readonly billedUsd: string | null;
  /** Billed less estimated, in two parts that sum to it. */
  readonly byQuantityUsd: string | null;
  readonly byRateUsd: string | null;
}

/** Reply of `GET /api/v1/reconcile?month=2026-11`. */
export interface ReconcileReply {
  /** Months of UTC that a bill was read of, the newest first. */
  readonly months: readonly string[];
  /** Null where no bill of the month was read; `hint` says what to do. */
  readonly found: {
    readonly month: string;
    /** Days of UTC, half-open. */
    readonly from: string;
    readonly to: string;
    readonly states: Readonly<Record<ReconciledRowReply['state'], number>>;
    readonly estimatedUsd: string;
    readonly billedListUsd: string;
    /** Billed less list, by kind. */
    readonly takenOff: readonly { readonly kind: string; readonly usd: string }[];
    readonly billedUsd: string;
    /** How many differ by more than the rounding of bills. */
    readonly differing: number;
    /** Those that differ most, the largest difference first. */
    readonly rows: readonly ReconciledRowReply[];
  } | null;
  readonly hint: string | null;
}

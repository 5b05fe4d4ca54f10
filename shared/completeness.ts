/** What a reply says about the limits of its own figures. */

/** What the figures cannot see, and what was done to see it. */
export interface Completeness {
  /** The hours of `models`, UTC ISO; the youngest have settled. */
  readonly from: string;
  readonly to: string;
  /** Logged over counted calls, those with most missing first; `null` for an hour without calls. */
  readonly models: readonly {
    readonly account: string;
    readonly region: string;
    readonly model: string;
    readonly logged: number;
    readonly counted: number;
    readonly hours: readonly ({ readonly logged: number; readonly counted: number } | null)[];
  }[];
  /** Which calls CloudWatch was found to count; null while the logs do not tell. */
  readonly countedCalls: 'accepted' | 'successful' | null;
  /** Records of the last seven days that Bedrock could not deliver. */
  readonly failedDeliveries: readonly {
    readonly account: string;
    readonly region: string;
    readonly destination: 'cloudWatchLogs' | 's3' | 'largeData';
    readonly records: number;
  }[];
  /** Calls of bedrock-mantle in the last seven days: no log tells of them. */
  readonly mantle: readonly {
    readonly account: string;
    readonly region: string;
    readonly inferences: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    /** Exact US dollars by CloudWatch's counts; null without a rate. */
    readonly cost: string | null;
    readonly unpricedTokens: number;
  }[];
  /** What asking for metrics has cost this month, and may cost. */
  readonly metricPolling: readonly {
    readonly account: string;
    readonly region: string;
    readonly month: string;
    readonly metrics: number;
    readonly usd: number;
    readonly usdMax: number | null;
  }[];
  /** Bodies too large for their record, asked for in seven days, by what became of them. */
  readonly bodies: readonly {
    readonly source: string;
    readonly outcome: 'read' | 'denied' | 'gone' | 'tooLarge' | 'unreadable' | 'foreign' | 'failed';
    readonly records: number;
  }[];
  /** Spans that a log group had forgotten before they were read, the newest first, UTC ISO. */
  readonly lost: readonly {
    readonly source: string;
    readonly from: string;
    readonly to: string;
  }[];
  /** Settled points that CloudWatch changed in the last day. */
  readonly revisedPoints: number;
  /** How much this machine's clock is ahead of AWS's. */
  readonly clockSkewSeconds: number;
}

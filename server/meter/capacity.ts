/** Things that AWS bills without a call, as the inventory and the config tell of them. */

/** What holds of a resource over one span of its life. */
export interface CapacityVersion {
  readonly fromMs: number;
  /** Exclusive; null while it holds. */
  readonly toMs: number | null;
  /** False while it is being made or has failed: then AWS bills nothing. */
  readonly isBilled: boolean;
  /** Model units bought, or custom model units of one copy; null when AWS does not say. */
  readonly units: number | null;
  /** Kind of custom model units, `1.0`; null for all else, and when AWS does not say. */
  readonly unitsVersion: string | null;
  readonly commitment: 'none' | '1_month' | '6_month';
  readonly commitmentEndsAtMs: number | null;
}

export interface CapacityResource {
  readonly kind: 'provisionedModel' | 'customModel' | 'importedModel' | 'customizationJob';
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  /** Base model id that the price is of; the ARN itself for an imported model. */
  readonly model: string;
  /** Ascending, without overlaps, at least one. */
  readonly versions: readonly CapacityVersion[];
  /** When a job was done; null for what is no job, and for one that did not come to its end. */
  readonly completedAtMs: number | null;
}

/** Reserved tier capacity: AWS lists it nowhere, so that the config tells. */
export interface ReservedCapacity {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly routing: 'regional' | 'geo' | 'global';
  /** Thousands of tokens a minute. */
  readonly inputKtpm: number;
  readonly outputKtpm: number;
  readonly commitment: '1_month' | '3_month' | '6_month';
  readonly fromMs: number;
  /** Exclusive; null while it lasts. */
  readonly toMs: number | null;
}

/** What a customization job was trained with: AWS tells of the job, and not of its amount. */
export interface TrainingAmount {
  /** Pattern with `*` of job ARNs. */
  readonly job: string;
  readonly dimension: 'training_tokens' | 'training_hours' | 'training_images';
  /** As usage lines count. */
  readonly quantity: number;
}

/** How what is bought is shared out among tenants. */
export interface ShareRule {
  /** Pattern with `*` of resource ARNs, or of names in `reserved`. */
  readonly match: string;
  readonly method: 'tokens' | 'evenly' | 'fixed';
  /** By tenant: weights of `fixed`, 1 for each of `evenly`; empty for all who used it. */
  readonly weights: ReadonlyMap<string, number>;
  /** Tokens a minute that one unit can do; what is not used of it is idle. Null: not known. */
  readonly unitTokensPerMinute: number | null;
}

export interface CapacitySettings {
  readonly share: readonly ShareRule[];
  readonly reserved: readonly ReservedCapacity[];
  readonly training: readonly TrainingAmount[];
}

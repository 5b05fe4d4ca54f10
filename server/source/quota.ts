/** A quota of Bedrock as Service Quotas tells it, applied to one account and Region. */

export interface QuotaFact {
  /** `L-` and eight characters; the same in every account. */
  readonly code: string;
  /** As AWS writes it: the only thing that tells the model. */
  readonly name: string;
  readonly value: number;
  /** Whether a higher one may be asked for in the console. */
  readonly isAdjustable: boolean;
}

/** What reading them takes; Service Quotas knows no narrower resource for lists. */
export const QUOTAS = {
  Sid: 'Quotas',
  Effect: 'Allow',
  Action: 'servicequotas:ListServiceQuotas',
  Resource: '*',
} as const;

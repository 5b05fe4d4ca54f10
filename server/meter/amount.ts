/** What a call consumed of one dimension, before its model, Region and tier are put on. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import type { UsageType } from './usage.ts';

export interface Amount {
  readonly dimension: UsageDimension;
  /** Integer of at least 0, in the dimension's unit times its scale. */
  readonly quantity: number;
  readonly cacheTtl?: UsageType['cacheTtl'];
  readonly detail?: string;
}

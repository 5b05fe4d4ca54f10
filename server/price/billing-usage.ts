/** What a usage type of AWS's price lists and bills stands for, in the words of the book. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import type { RateAxes } from './price-row.ts';

type Axes = Pick<RateAxes, 'routing' | 'tier' | 'latency' | 'context' | 'variant' | 'cacheTtl'>;

/** What a usage type of AWS stands for. */
export interface BillingUsage extends Axes {
  readonly dimension: UsageDimension;
  /** The model as the text spells it; null where the service's name tells it. */
  readonly name: string | null;
  readonly api: 'any' | 'mantle';
  /** Class, as rows of the book write it: `maxSide=1024 quality=standard`; '' for none. */
  readonly match: string;
}

/** Axes of a usage that says nothing of them; a cache lifetime of null is the model's usual one. */
export const USUAL_AXES: Axes & Pick<BillingUsage, 'api' | 'match'> = {
  api: 'any',
  routing: 'regional',
  tier: 'standard',
  latency: 'standard',
  context: 'standard',
  variant: 'base',
  cacheTtl: null,
  match: '',
};

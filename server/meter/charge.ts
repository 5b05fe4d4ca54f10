/** Charges that no call carries: capacity by the hour, stored models, training. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import type { UsageType } from './usage.ts';

/**
 * What a charge is for, in the place where a call has its API operation.
 */
export const CHARGE_OPERATIONS = [
  'ProvisionedThroughput',
  'ReservedCapacity',
  'ImportedModel',
  'ModelStorage',
  'ModelTraining',
] as const;
export type ChargeOperation = (typeof CHARGE_OPERATIONS)[number];

/** One hour of one thing that is billed without a call. */
export interface Charge {
  /** Start of the clock hour that it counts into, epoch ms. */
  readonly hourMs: number;
  readonly account: string;
  readonly region: string;
  /** ARN of the resource; a name of ours where AWS gives none. */
  readonly resource: string;
  readonly operation: ChargeOperation;
  readonly type: UsageType;
  /** As usage lines count: in the unit of the dimension, times its scale. */
  readonly quantity: number;
}

/**
 * How a share came about: all of it is one tenant's by rule, it was shared out among several, or
 * nobody used it.
 */
export type ChargeShare = 'direct' | 'allocated' | 'idle';

/** A charge, or a part of one, with who pays it. */
export interface SharedCharge extends Charge {
  readonly tenant: string;
}

const SHARE_KEY = 'share=';

/** The type of a part of a charge: the share is a class of it, which no rate asks for. */
export function withShare(type: UsageType, share: ChargeShare): UsageType {
  const pairs = [...type.detail.split(' ').filter((pair) => pair !== ''), SHARE_KEY + share];
  return { ...type, detail: pairs.sort().join(' ') };
}

/** The share that withShare wrote; null for usage of calls. */
export function shareOfType({ detail }: Pick<UsageType, 'detail'>): ChargeShare | null {
  const at = detail.indexOf(SHARE_KEY);
  if (at < 0) return null;
  const share = detail.slice(at + SHARE_KEY.length).split(' ')[0];
  return SHARES.find((one) => one === share) ?? null;
}

const SHARES: readonly ChargeShare[] = ['direct', 'allocated', 'idle'];

/** A usage type with nothing but what a charge has. */
export function chargeType(
  place: { readonly model: string; readonly region: string },
  dimension: UsageDimension,
  more: Partial<UsageType> = {},
): UsageType {
  return {
    model: place.model,
    region: place.region,
    dimension,
    api: 'runtime',
    routing: 'regional',
    tier: 'standard',
    latency: 'standard',
    context: 'standard',
    variant: 'base',
    cacheTtl: null,
    detail: '',
    ...more,
  };
}

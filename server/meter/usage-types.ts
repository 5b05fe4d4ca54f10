/** Keeps usage types that were met before, so that equal ones are one object with one key. */
import type { Amount } from './amount.ts';
import type { UsageType } from './usage.ts';

/** What all usage of one call shares. */
export type CallAxes = Omit<UsageType, 'dimension' | 'cacheTtl' | 'detail'>;

/** The usage types met so far in calls that are alike. */
export interface CallTypes {
  readonly axes: CallAxes;
  readonly byAmount: Map<string, UsageType>;
}

/** Usage types of a large account in all its Regions; past that the memory starts anew. */
const TYPES_MAX = 20_000;

/** By model and Region; a list of the few other axes that calls there have. */
const memory = new Map<string, Map<string, CallTypes[]>>();
let count = 0;

const NONE_ALIKE: readonly CallTypes[] = [];

/** The types of calls with these axes; hold them no longer than one call lasts. */
export function callTypesOf(axes: CallAxes): CallTypes {
  const alike = memory.get(axes.model)?.get(axes.region) ?? NONE_ALIKE;
  for (const one of alike) if (isSame(one.axes, axes)) return one;
  return remember(axes);
}

function isSame(one: CallAxes, other: CallAxes): boolean {
  return (
    one.tier === other.tier &&
    one.routing === other.routing &&
    one.context === other.context &&
    one.latency === other.latency &&
    one.variant === other.variant &&
    one.api === other.api
  );
}

function remember(axes: CallAxes): CallTypes {
  if (count >= TYPES_MAX) {
    memory.clear();
    count = 0;
  }
  const types: CallTypes = { axes, byAmount: new Map() };
  const byRegion = memory.get(axes.model) ?? new Map<string, CallTypes[]>();
  byRegion.set(axes.region, [...(byRegion.get(axes.region) ?? []), types]);
  memory.set(axes.model, byRegion);
  count += 1;
  return types;
}

/**
 * The object that stands for a usage type.
 *
 * @returns a frozen one: the same for equal types, mostly, which only time depends on.
 */
export function usageTypeOf(types: CallTypes, amount: Omit<Amount, 'quantity'>): UsageType {
  const { dimension, cacheTtl = null, detail = '' } = amount;
  const isPlain = cacheTtl === null && detail === '';
  const key = isPlain ? dimension : `${dimension} ${cacheTtl ?? '-'} ${detail}`;
  const known = types.byAmount.get(key);
  if (known) return known;
  const type = Object.freeze({ ...types.axes, dimension, cacheTtl, detail });
  types.byAmount.set(key, type);
  count += 1;
  return type;
}

/** Keeps usage types that were met before, so that equal ones are one object with one key. */
import type { UsageType } from './usage.ts';

/** Usage types of a large account in all its Regions; past that the memory starts anew. */
const TYPES_MAX = 20_000;

const memory = new Map<string, Map<string, UsageType>>();
let count = 0;

/**
 * The object that stands for a usage type.
 *
 * @returns an equal and frozen one: the same for equal types, mostly, which only time depends on.
 */
export function usageTypeOf(type: UsageType): UsageType {
  const place = `${type.region.length} ${type.region} ${type.model}`;
  const types = memory.get(place) ?? new Map<string, UsageType>();
  const key = axesKey(type);
  const known = types.get(key);
  if (known) return known;
  if (count >= TYPES_MAX) forget();
  const kept = Object.freeze(type);
  memory.set(place, types.set(key, kept));
  count += 1;
  return kept;
}

function forget(): void {
  memory.clear();
  count = 0;
}

/** All but the detail come from closed lists, and it stands last: no two types share a key. */
function axesKey(type: UsageType): string {
  const { dimension, api, routing, tier, latency, context, variant, cacheTtl, detail } = type;
  const axes = `${dimension} ${api} ${routing} ${tier} ${latency} ${context} ${variant}`;
  return `${axes} ${cacheTtl ?? '-'} ${detail}`;
}

/** Meters log records for tests, and writes usage lines as short texts. */
import { meterInvocation } from '../../server/meter/meter-invocation.ts';
import type { UsageLine } from '../../server/meter/usage.ts';
import { resolveModel } from '../../server/record/resolve-model.ts';
import type { Inventory } from '../../server/source/inventory.ts';
import { invocationOf } from '../record/records.ts';

export const EMPTY_INVENTORY: Inventory = { profiles: new Map() };

export function linesOf(value: unknown, inventory: Inventory = EMPTY_INVENTORY) {
  const invocation = invocationOf(value);
  const resolved = resolveModel(invocation.modelId, invocation.modelReference, inventory);
  return meterInvocation(invocation, resolved);
}

/** Lines as `dimension=quantity`, with cache lifetime and class where they have one. */
export function textsOf(lines: readonly UsageLine[]): readonly string[] {
  return lines.map(({ type: { dimension, cacheTtl, detail }, quantity }) => {
    const classes = [cacheTtl ?? '', detail].filter((text) => text !== '').join(' ');
    return `${dimension}${classes === '' ? '' : `[${classes}]`}=${quantity}`;
  });
}

export function metered(value: unknown): readonly string[] {
  return textsOf(linesOf(value));
}

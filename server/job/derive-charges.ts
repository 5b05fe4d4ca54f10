/** Derives the charges that no call carries from inventory and config, hour by hour, anew. */
import { HOUR_MS, stepBoundaries, type Window } from '../../shared/window.ts';
import type { CapacitySettings } from '../meter/capacity.ts';
import {
  ACTIVE_WINDOW_MS,
  capacityCharges,
  type ActiveWindows,
} from '../meter/capacity-charges.ts';
import type { SharedCharge } from '../meter/charge.ts';
import { shareCharge } from '../query/share-charges.ts';
import type { AggregateCell, Store } from '../store/store.ts';
import { capacityResources, type CalledResource } from './capacity-resources.ts';
import { oneOf, usedTokens, USAGE_ONLY } from './used-tokens.ts';

export interface ChargeContext {
  readonly store: Pick<Store, 'aggregate' | 'bedrockEvents' | 'replaceCharges' | 'resources'>;
  readonly settings: CapacitySettings;
}

/**
 * Puts the charges of a window in the place of those that it had: run it twice and nothing changes.
 *
 * @param window is widened to whole hours.
 * @returns how many charges there are now.
 * @throws StoreError
 */
export function deriveCharges(window: Window, { store, settings }: ChargeContext): number {
  const hours = {
    startMs: Math.floor(window.startMs / HOUR_MS) * HOUR_MS,
    endMs: Math.ceil(window.endMs / HOUR_MS) * HOUR_MS,
  };
  const events = store.bedrockEvents({ startMs: 0, endMs: Number.MAX_SAFE_INTEGER });
  const called = capacityResources(store.resources(), events);
  const charges = capacityCharges(hours, {
    resources: called.map(({ resource }) => resource),
    reserved: settings.reserved,
    training: settings.training,
    activeWindows: activeWindows(hours, called, store),
  });
  const used = usedTokens(hours, { called, reserved: settings.reserved }, store);
  const shared = charges.flatMap((charge): readonly SharedCharge[] => {
    return shareCharge(charge, settings.share, used);
  });
  store.replaceCharges(hours, shared);
  return shared.length;
}

type Reader = Pick<Store, 'aggregate'>;

/** Five-minute windows with a call of an imported model: as far back as minutes are kept. */
function activeWindows(
  hours: Window,
  called: readonly CalledResource[],
  store: Reader,
): ActiveWindows {
  const models = called.flatMap(({ resource }) => {
    return resource.kind === 'importedModel' ? [resource.model] : [];
  });
  const counts = new Map<string, number>();
  if (models.length === 0) return () => 0;
  const boundariesMs = stepBoundaries(hours, '5m', 'UTC') ?? [];
  const filter = oneOf('model', models);
  const groupBy = ['model'] as const;
  for (const cell of store.aggregate({ boundariesMs, filter, groupBy, need: USAGE_ONLY })) {
    const atMs = boundariesMs[cell.intervalIndex] ?? hours.startMs;
    if (callsOf(cell) === 0) continue; // A charge of an earlier pass is no call.
    const key = keyOf(cell.group[0] ?? '', hourOf(atMs));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const modelOf = new Map(called.map(({ resource }) => [resource.arn, resource.model]));
  const most = HOUR_MS / ACTIVE_WINDOW_MS;
  return (arn, hourMs) => Math.min(most, counts.get(keyOf(modelOf.get(arn) ?? arn, hourMs)) ?? 0);
}

function callsOf({ statusCounts }: AggregateCell): number {
  return statusCounts.reduce((sum, count) => sum + count, 0);
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

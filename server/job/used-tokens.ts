/** Who used capacity, hour by hour: the tokens of each tenant through each resource. */
import { EMPTY_FILTER, type Filter } from '../../shared/filter.ts';
import { HOUR_MS, stepBoundaries, type Window } from '../../shared/window.ts';
import type { ReservedCapacity } from '../meter/capacity.ts';
import type { Charge } from '../meter/charge.ts';
import type { UsedTokens } from '../query/share-charges.ts';
import type { AggregateCell, Store } from '../store/store.ts';
import type { CalledResource } from './capacity-resources.ts';

export const USAGE_ONLY = { latency: false, firstToken: false, usage: true };

type Reader = Pick<Store, 'aggregate'>;

export interface KnownCapacity {
  readonly called: readonly CalledResource[];
  readonly reserved: readonly ReservedCapacity[];
}

/** Tokens by tenant of each resource and hour, and of each side of reserved capacity. */
export function usedTokens(hours: Window, known: KnownCapacity, store: Reader): UsedTokens {
  const boundariesMs = stepBoundaries(hours, '1h', 'UTC') ?? [];
  const used = new Used(boundariesMs);
  addCalled(known.called, store, used);
  addReserved(known.reserved, store, used);
  return (charge) => used.of(charge);
}

function addCalled(called: readonly CalledResource[], store: Reader, used: Used): void {
  const resourcesOf = new Map<string, string[]>();
  for (const { resource, calledAs } of called) {
    for (const arn of calledAs) {
      resourcesOf.set(arn, [...(resourcesOf.get(arn) ?? []), resource.arn]);
    }
  }
  if (resourcesOf.size === 0) return;
  const { boundariesMs } = used;
  const filter = oneOf('profile', [...resourcesOf.keys()]);
  const groupBy = ['profile', 'tenant'] as const;
  for (const cell of store.aggregate({ boundariesMs, filter, groupBy, need: USAGE_ONLY })) {
    const [profile = '', tenant = ''] = cell.group;
    for (const arn of resourcesOf.get(profile) ?? []) used.add(arn, tenant, cell);
  }
}

function addReserved(reserved: readonly ReservedCapacity[], store: Reader, used: Used): void {
  if (reserved.length === 0) return;
  const { boundariesMs } = used;
  const filter = oneOf('tier', ['reserved']);
  const groupBy = ['account', 'region', 'model', 'routing', 'tenant'] as const;
  for (const cell of store.aggregate({ boundariesMs, filter, groupBy, need: USAGE_ONLY })) {
    const [account, region, model, routing, tenant = ''] = cell.group;
    const place = keyOf(account, region, model, routing);
    const own = reserved.filter((one) => {
      return keyOf(one.account, one.region, one.model, one.routing) === place;
    });
    for (const { name } of own) used.add(name, tenant, cell);
  }
}

/** A filter on values as they stand. */
export function oneOf(
  dimension: Filter['terms'][number]['dimension'],
  values: readonly string[],
): Filter {
  return { ...EMPTY_FILTER, terms: [{ dimension, negated: false, values }] };
}

/** Token counts by resource, hour, side and tenant. */
class Used {
  readonly boundariesMs: readonly number[];
  readonly #tokens = new Map<string, Map<string, number>>();

  constructor(boundariesMs: readonly number[]) {
    this.boundariesMs = boundariesMs;
  }

  add(resource: string, tenant: string, cell: AggregateCell): void {
    const hourMs = hourOf(this.boundariesMs[cell.intervalIndex] ?? 0);
    for (const { types, quantities, invocations } of cell.usage) {
      if (invocations === 0) continue; // Charges of an earlier pass are no use.
      types.forEach(({ dimension }, index) => {
        if (!dimension.endsWith('_tokens')) return;
        const side = dimension.startsWith('output') ? 'output' : 'input';
        this.#count(keyOf(resource, hourMs, side), tenant, quantities[index] ?? 0);
      });
    }
  }

  /** Of reserved capacity the tokens of its side; of all else those of both. */
  of({ resource, hourMs, type }: Charge): ReadonlyMap<string, number> {
    const isInput = type.dimension !== 'reserved_output_1k_tpm_hours';
    const isOutput = type.dimension !== 'reserved_input_1k_tpm_hours';
    const sum = new Map<string, number>();
    const sides = [...(isInput ? ['input'] : []), ...(isOutput ? ['output'] : [])];
    for (const side of sides) {
      for (const [tenant, tokens] of this.#tokens.get(keyOf(resource, hourMs, side)) ?? []) {
        sum.set(tenant, (sum.get(tenant) ?? 0) + tokens);
      }
    }
    return sum;
  }

  #count(key: string, tenant: string, tokens: number): void {
    const byTenant = this.#tokens.get(key) ?? new Map<string, number>();
    byTenant.set(tenant, (byTenant.get(tenant) ?? 0) + tokens);
    this.#tokens.set(key, byTenant);
  }
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

function keyOf(...parts: readonly (string | number | undefined)[]): string {
  return JSON.stringify(parts);
}

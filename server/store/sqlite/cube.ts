/** Cubes: the same cells with fewer dimensions told apart, so that wide questions read less. */
import { assert } from '../../../shared/assert.ts';
import { tagKeyOf, type Dimension } from '../../../shared/dimensions.ts';
import { usageTypeKey } from '../../meter/usage.ts';
import type { Series } from './series.ts';

/** From the smallest; a question takes the first that tells apart all that it asks for. */
export const CUBES = ['model', 'tenant', 'full'] as const;
export type Cube = (typeof CUBES)[number];

/** What the smallest cube tells apart; none of them names who called. */
export const MODEL_DIMENSIONS = [
  'account',
  'region',
  'model',
  'provider',
  'routing',
  'tier',
  'status',
] as const satisfies readonly Dimension[];

const KEPT: Record<Exclude<Cube, 'full'>, readonly Dimension[]> = {
  model: MODEL_DIMENSIONS,
  tenant: [...MODEL_DIMENSIONS, 'tenant', 'tenantParent', 'tenantRoot', 'tenantOwner'],
};

/** The smallest cube that tells these dimensions apart; all of them must be rolled up. */
export function cubeFor(dimensions: readonly Dimension[]): Cube {
  const keeps = (cube: Cube): boolean =>
    cube === 'full' ||
    dimensions.every((one) => tagKeyOf(one) === null && KEPT[cube].includes(one));
  return CUBES.find(keeps) ?? 'full';
}

/**
 * Finds the one series of a cube that stands for all which the cube does not tell apart: the first
 * that was written, so that equal cells make equal packs at any time.
 */
export class CubeSeries {
  readonly #kept: readonly Dimension[];
  readonly #standIns = new Map<string, number>();
  readonly #idOf = new Map<number, number>();
  #learned = 0;

  constructor(cube: Exclude<Cube, 'full'>) {
    this.#kept = KEPT[cube];
  }

  /** Takes in series that were written since it last did; ids only ever grow. */
  learn(series: readonly (Series | undefined)[]): void {
    for (; this.#learned < series.length; this.#learned += 1) {
      const one = series[this.#learned];
      if (one) this.#place(one);
    }
  }

  /** Id of the series that stands for one that was learned. */
  standInOf(seriesId: number): number {
    const standIn = this.#idOf.get(seriesId);
    assert(standIn !== undefined, 'a series is learned before it is asked for');
    return standIn;
  }

  #place(series: Series): void {
    const values = this.#kept.map((dimension) => series.valueOf(dimension));
    // Unattributed calls are counted in every answer, also where tenants are not told apart.
    const { isFull, isUnattributed } = series;
    const key = JSON.stringify([isFull, isUnattributed, series.types.map(usageTypeKey), values]);
    const standIn = this.#standIns.get(key) ?? series.id;
    this.#standIns.set(key, standIn);
    this.#idOf.set(series.id, standIn);
  }
}

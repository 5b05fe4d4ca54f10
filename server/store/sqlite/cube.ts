/** Cubes: the same cells with fewer dimensions told apart, so that wide questions read less. */
import { tagKeyOf, type Dimension } from '../../../shared/dimensions.ts';
import type { Series } from './series.ts';

/** From the smallest; a question takes the first that tells apart all that it asks for. */
export const CUBES = ['model', 'tenant', 'full'] as const;
export type Cube = (typeof CUBES)[number];

const MODEL_DIMENSIONS = [
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
  tenant: [...MODEL_DIMENSIONS, 'tenant'],
};

/** The smallest cube that tells these dimensions apart; all of them must be rolled up. */
export function cubeFor(dimensions: readonly Dimension[]): Cube {
  const keeps = (cube: Cube): boolean =>
    cube === 'full' ||
    dimensions.every((one) => tagKeyOf(one) === null && KEPT[cube].includes(one));
  return CUBES.find(keeps) ?? 'full';
}

/** Finds the one series of a cube that stands for all which the cube does not tell apart. */
export class CubeSeries {
  readonly #kept: readonly Dimension[];
  readonly #standIns = new Map<string, number>();
  readonly #idOf = new Map<number, number>();
  readonly #setIds = new Map<Series['types'], number>();

  constructor(cube: Exclude<Cube, 'full'>) {
    this.#kept = KEPT[cube];
  }

  /** Id of the series that stands for this one. */
  standInOf(series: Series): number {
    const known = this.#idOf.get(series.id);
    if (known !== undefined) return known;
    const values = this.#kept.map((dimension) => series.valueOf(dimension));
    // Unattributed calls are counted in every answer, also where tenants are not told apart.
    const key = JSON.stringify([values, series.isUnattributed, this.#setIdOf(series.types)]);
    const standIn = this.#standIns.get(key) ?? series.id;
    this.#standIns.set(key, standIn);
    this.#idOf.set(series.id, standIn);
    return standIn;
  }

  /** Usage sets are one object each, see SeriesIndex. */
  #setIdOf(types: Series['types']): number {
    const known = this.#setIds.get(types);
    if (known !== undefined) return known;
    this.#setIds.set(types, this.#setIds.size);
    return this.#setIds.size - 1;
  }
}

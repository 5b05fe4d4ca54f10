/** Series: tuples of the dimensions that rollups carry, with the usage types they consume. */
import {
  NONE,
  UNATTRIBUTED,
  type Dimension,
  type RolledDimension,
  STATUSES,
  type Status,
} from '../../../shared/dimensions.ts';
import { parseUsageTypeKey, type UsageType } from '../../meter/usage.ts';
import { SERIES_DIMENSIONS, type SeriesDimension } from '../row-texts.ts';
import { makerOf } from '../../../shared/model-id.ts';
import type { TenantFacts } from '../../../shared/tenants.ts';
import type { Dictionary } from './dictionary.ts';
import { SeriesColumns } from './series-columns.ts';
import { placeOfTenant } from './tenants.ts';

/** A series as it is kept in memory, ready to be matched and grouped. */
export interface Series {
  readonly id: number;
  /** False for the reduced series of minute rollups, which do not tell some dimensions apart. */
  readonly isFull: boolean;
  readonly statusIndex: number;
  readonly isUnattributed: boolean;
  readonly types: readonly UsageType[];
  readonly valueOf: (dimension: Dimension) => string;
  /** Tells whether this dimension was told apart when the series was written. */
  readonly knows: (dimension: Dimension) => boolean;
}

/** Dimensions that minute rollups leave out: they would make as many cells as invocations. */
export const MINUTE_OMITS: ReadonlySet<RolledDimension> = new Set([
  'principal',
  'profile',
  'operation',
  'rule',
]);

/** What a series key holds: kind, values of SERIES_DIMENSIONS, promoted tags, usage set id. */
type SeriesKey = readonly ['full' | 'minute', readonly string[], readonly string[], number];

/**
 * Key of a series by all its dimensions.
 *
 * @param values of SERIES_DIMENSIONS, in their order.
 * @param promoted keys and values of promoted tags in turn.
 */
export function seriesKey(
  values: readonly string[],
  promoted: readonly string[],
  usageSetId: number,
): string {
  const full: SeriesKey = ['full', values, promoted, usageSetId];
  return JSON.stringify(full);
}

/** Key of the reduced series that minute rollups count a full series under. */
export function minuteKey(fullKey: string): string {
  const { values, usageSetId } = parseSeriesKey(fullKey);
  const reduced = SERIES_DIMENSIONS.map((name, index) =>
    MINUTE_OMITS.has(name) ? '' : (values[index] ?? ''),
  );
  const minute: SeriesKey = ['minute', reduced, [], usageSetId];
  return JSON.stringify(minute);
}

/** What a series key holds; the values stand in the order of SERIES_DIMENSIONS. */
export function parseSeriesKey(key: string): {
  readonly kind: SeriesKey[0];
  readonly values: readonly string[];
  readonly promoted: readonly string[];
  readonly usageSetId: number;
} {
  // The guarantee: only seriesKey and minuteKey write this column.
  const [kind, values, promoted, usageSetId] = JSON.parse(key) as SeriesKey;
  return { kind, values, promoted, usageSetId };
}

/** Place of a dimension among the values of a series key. */
export function indexInKey(dimension: SeriesDimension): number {
  return SERIES_DIMENSIONS.indexOf(dimension);
}

/** All series and usage sets in memory, read once and then only what is new. */
export class SeriesIndex {
  readonly #dictionary: Dictionary;
  readonly #usageSets: Dictionary;
  readonly #series: (Series | undefined)[] = [];
  /** The same by dimension; call current() before. */
  readonly columns = new SeriesColumns(this.#series);
  readonly #typesBySet = new Map<number, readonly UsageType[]>();
  readonly #readFacts: () => TenantFacts;
  #types: readonly UsageType[] | null = null;
  #facts: TenantFacts | null = null;
  #lastId = 0;

  /** @param readFacts what is said of tenants; asked again after forget. */
  constructor(dictionary: Dictionary, usageSets: Dictionary, readFacts: () => TenantFacts) {
    this.#dictionary = dictionary;
    this.#usageSets = usageSets;
    this.#readFacts = readFacts;
  }

  /** Series by id; the array is sparse and grows at the end only. */
  current(): readonly (Series | undefined)[] {
    for (const { id, key } of this.#dictionary.after(this.#lastId)) {
      this.#series[id] = this.#parse(id, key);
      this.#lastId = id;
      this.#types = null;
    }
    return this.#series;
  }

  /** All usage types of these series. */
  types(): readonly UsageType[] {
    const series = this.current();
    this.#types ??= [...new Set(series.flatMap((one) => (one ? [one.types] : [])))].flat();
    return this.#types;
  }

  /** Key of a series that is stored. */
  keyOf(id: number): string {
    return this.#dictionary.keyOf(id);
  }

  /** Drops what was read inside a transaction that was rolled back. */
  forget(): void {
    this.#series.length = 0;
    this.columns.forget();
    this.#typesBySet.clear();
    this.#facts = null;
    this.#types = null;
    this.#lastId = 0;
  }

  #parse(id: number, key: string): Series {
    const { kind, values, promoted, usageSetId } = parseSeriesKey(key);
    const byName = new Map<string, string>(
      SERIES_DIMENSIONS.map((name, i) => [name, values[i] ?? '']),
    );
    byName.set('provider', providerOf(byName.get('model') ?? ''));
    this.#facts ??= this.#readFacts();
    for (const [dimension, value] of placeOfTenant(this.#facts, byName.get('tenant') ?? '')) {
      byName.set(dimension, value);
    }
    for (let i = 0; i < promoted.length; i += 2)
      byName.set(`tag.${promoted[i]}`, promoted[i + 1] ?? '');
    return {
      id,
      isFull: kind === 'full',
      statusIndex: STATUSES.indexOf(byName.get('status') as Status), // Written from a Status.
      isUnattributed: byName.get('tenant') === UNATTRIBUTED,
      types: this.#typesOf(usageSetId),
      valueOf: (dimension) => byName.get(dimension) ?? NONE,
      knows: (dimension) => byName.has(dimension),
    };
  }

  #typesOf(usageSetId: number): readonly UsageType[] {
    const known = this.#typesBySet.get(usageSetId);
    if (known) return known;
    const key = this.#usageSets.keyOf(usageSetId);
    const types = key === '' ? [] : key.split('\n').map(parseUsageTypeKey);
    this.#typesBySet.set(usageSetId, types);
    return types;
  }
}

/** Maker of a model, or that there is none. */
export function providerOf(model: string): string {
  return makerOf(model) ?? NONE;
}

/** What becomes part of a series: its dimensions and declared tags, each within its limit. */
import { NONE, OTHER, type Dimension } from '../../../shared/dimensions.ts';
import type { DeclaredTag } from '../../attribute/declared-tag.ts';
import type { RowTags } from '../row-texts.ts';
import { ValueLimits } from '../value-limits.ts';
import type { Database } from './open-database.ts';
import { indexInKey, type SeriesIndex } from './series.ts';
import {
  CAPPED_DIMENSIONS,
  SERIES_OF_DAY_MAX,
  SeriesLimit,
  type SeriesParts,
} from './series-limit.ts';

/** Names of tenants told apart a day; those past it count as one. */
export const TENANTS_MAX = 10_000;

/** A key alone takes a tag as it is. */
export type PromotedTag = string | DeclaredTag;

export class Promotion {
  readonly #tags: readonly DeclaredTag[];
  readonly #limits: ValueLimits;
  readonly #seriesLimit: SeriesLimit;
  readonly #series: SeriesIndex;

  /**
   * @param idsOfDay series that have values on a day: these take places within the limits.
   * @param seriesMax series of a day that tell all dimensions apart.
   */
  constructor(
    tags: readonly PromotedTag[],
    series: SeriesIndex,
    idsOfDay: (dayMs: number) => readonly number[],
    seriesMax = SERIES_OF_DAY_MAX,
  ) {
    this.#series = series;
    this.#seriesLimit = new SeriesLimit(seriesMax, (dayMs) => {
      return idsOfDay(dayMs).map((id) => series.keyOf(id));
    });
    this.#tags = tags.map((tag) => (typeof tag === 'string' ? asItIs(tag) : tag));
    const limits = this.#tags.map(({ key, valuesMax }) => [`tag.${key}`, valuesMax] as const);
    this.#limits = new ValueLimits(
      new Map<Dimension, number>([['tenant', TENANTS_MAX], ...limits]),
      (dayMs, dimension) => {
        const known = series.current();
        return idsOfDay(dayMs).flatMap((id) => known[id]?.valueOf(dimension) ?? []);
      },
    );
  }

  /** Key of the series that calls of this kind count under, within all limits at this time. */
  keyAt(atMs: number, parts: SeriesParts): string {
    return this.#seriesLimit.keyAt(atMs, { ...parts, values: this.#valuesAt(atMs, parts.values) });
  }

  #valuesAt(atMs: number, values: readonly string[]): readonly string[] {
    const index = indexInKey('tenant');
    const tenant = values[index] ?? '';
    const admitted = this.#limits.admit(atMs, 'tenant', tenant);
    return admitted === tenant ? values : values.with(index, admitted);
  }

  /** Keys and values of the declared tags in turn, within their limits at this time. */
  promotedAt(atMs: number, tags: RowTags): readonly string[] {
    return this.#tags.flatMap(({ key, valueOf }) => {
      return [key, this.#limits.admit(atMs, `tag.${key}`, valueOf(tags) ?? NONE)];
    });
  }

  /** Limited dimensions with a series for all values past the limit. */
  overLimit(): readonly Dimension[] {
    const limited: readonly Dimension[] = [
      'tenant',
      ...CAPPED_DIMENSIONS,
      ...this.#tags.map(({ key }) => `tag.${key}` as const),
    ];
    const series = this.#series.current();
    return limited.filter((dimension) => series.some((one) => one?.valueOf(dimension) === OTHER));
  }

  forget(): void {
    this.#limits.forget();
    this.#seriesLimit.forget();
  }
}

function asItIs(key: string): DeclaredTag {
  const valueOf: DeclaredTag['valueOf'] = (tags) =>
    tags.find(([name]) => name === key)?.[1] ?? null;
  return { key, valuesMax: TENANTS_MAX, valueOf };
}

/** Series that count something on a day. */
export function seriesOfDay(database: Database): (dayMs: number) => readonly number[] {
  const ids = database
    .prepare<[number], number>('SELECT series_id FROM rollup_day WHERE bucket_start_ms = ?')
    .pluck();
  return (dayMs) => ids.all(dayMs);
}

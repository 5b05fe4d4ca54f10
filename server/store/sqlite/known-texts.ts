/** Ids of the texts that rows point to, by the objects that stand for them. */
import { DAY_MS } from '../../../shared/window.ts';
import type { BlockSeries, RowDetail, RowTags } from '../row-texts.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Promotion } from './promotion.ts';
import { indexInKey } from './series.ts';

/** Declared tags of a set within the limits of a day: equal ones are one object. */
export type PromotedTags = readonly string[];

/**
 * Looks texts up once, and not once for each block that points to them.
 *
 * Readers hand out one object for equal texts; of others, which are made anew, each is looked up.
 * Call it in the transaction that writes the rows.
 */
export class KnownTexts {
  readonly #dictionaries: Dictionaries;
  readonly #promotion: Promotion;
  #details = new WeakMap<RowDetail, number>();
  #tagSets = new WeakMap<RowTags, number>();
  #usageSets = new WeakMap<BlockSeries, number>();
  #scopes = new WeakMap<BlockSeries, number>();
  /** Limits hold for a day, and so does what was admitted within them. */
  #day = new DayTexts(Number.NaN);

  constructor(dictionaries: Dictionaries, promotion: Promotion) {
    this.#dictionaries = dictionaries;
    this.#promotion = promotion;
  }

  /** Forgets all: ids of a transaction that was rolled back do not exist. */
  forget(): void {
    this.#details = new WeakMap();
    this.#tagSets = new WeakMap();
    this.#usageSets = new WeakMap();
    this.#scopes = new WeakMap();
    this.#day = new DayTexts(Number.NaN);
  }

  detailId(detail: RowDetail): number {
    return remembered(this.#details, detail, () => {
      return this.#dictionaries.detail.idOf(JSON.stringify(detail));
    });
  }

  tagSetId(tags: RowTags): number {
    return remembered(this.#tagSets, tags, () => {
      return this.#dictionaries.tagSet.idOf(JSON.stringify(tags));
    });
  }

  scopeId(series: BlockSeries): number {
    return remembered(this.#scopes, series, () => this.#dictionaries.scope.idOf(scopeOf(series)));
  }

  promotedAt(atMs: number, tags: RowTags): PromotedTags {
    const day = this.#dayOf(atMs);
    return remembered(day.promotedOf, tags, () => {
      return day.oneOf(this.#promotion.promotedAt(atMs, tags));
    });
  }

  /** Id of the series that calls with such tags count under at this time. */
  seriesIdAt(atMs: number, series: BlockSeries, promoted: PromotedTags): number {
    const ids = remembered(this.#dayOf(atMs).seriesIds, series, () => new Map());
    const known = ids.get(promoted);
    if (known !== undefined) return known;
    const { values } = series;
    const usageSetId = this.#usageSetId(series);
    const key = this.#promotion.keyAt(atMs, { values, promoted, usageSetId });
    const id = this.#dictionaries.series.idOf(key);
    ids.set(promoted, id);
    return id;
  }

  #usageSetId(series: BlockSeries): number {
    return remembered(this.#usageSets, series, () => {
      return this.#dictionaries.usageSet.idOf(series.usageTypes.join('\n'));
    });
  }

  #dayOf(atMs: number): DayTexts {
    const dayMs = Math.floor(atMs / DAY_MS) * DAY_MS;
    if (this.#day.dayMs !== dayMs) this.#day = new DayTexts(dayMs);
    return this.#day;
  }
}

class DayTexts {
  readonly dayMs: number;
  readonly promotedOf = new WeakMap<RowTags, PromotedTags>();
  readonly seriesIds = new WeakMap<BlockSeries, Map<PromotedTags, number>>();
  readonly #promoted = new Map<string, PromotedTags>();

  constructor(dayMs: number) {
    this.dayMs = dayMs;
  }

  oneOf(promoted: PromotedTags): PromotedTags {
    const key = JSON.stringify(promoted);
    const known = this.#promoted.get(key) ?? promoted;
    this.#promoted.set(key, known);
    return known;
  }
}

function remembered<Key extends object, Value>(
  known: WeakMap<Key, Value>,
  key: Key,
  find: () => Value,
): Value {
  const value = known.get(key);
  if (value !== undefined) return value;
  const found = find();
  known.set(key, found);
  return found;
}

function scopeOf({ values }: BlockSeries): string {
  return `${values[indexInKey('account')] ?? ''}/${values[indexInKey('region')] ?? ''}`;
}

/** Looks up, once a block and not once a row, under which ids its texts are stored. */
import type { RowBlock } from '../row-block.ts';
import type { BlockSeries } from '../row-texts.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Promotion } from './promotion.ts';
import { indexInKey } from './series.ts';

/** Ids for the rows of one block; make it inside the transaction that writes them. */
export class BlockIds {
  readonly #block: RowBlock;
  readonly #dictionaries: Dictionaries;
  readonly #promotion: Promotion;
  /** The day of the first row is that of the limits. */
  readonly #atMs: number;
  readonly #usageSetIds: readonly number[];
  readonly #scopeIds: readonly number[];
  readonly #detailIds: readonly number[];
  readonly #tagSetIds: readonly number[];
  /** By series and promoted tags: tags that are no dimension tell no series apart. */
  readonly #seriesIds = new Map<number, number>();
  readonly #promotedIndexes: readonly number[];
  readonly #promotedSets: (readonly string[])[] = [];

  constructor(block: RowBlock, dictionaries: Dictionaries, promotion: Promotion) {
    this.#block = block;
    this.#dictionaries = dictionaries;
    this.#promotion = promotion;
    this.#atMs = block.timestampsMs[0] ?? 0;
    const { usageSet, scope, detail, tagSet } = dictionaries;
    this.#usageSetIds = block.series.map(({ usageTypes }) => usageSet.idOf(usageTypes.join('\n')));
    this.#scopeIds = block.series.map((series) => scope.idOf(scopeOf(series)));
    this.#detailIds = block.details.map((one) => detail.idOf(JSON.stringify(one)));
    this.#tagSetIds = block.tagSets.map((tags) => tagSet.idOf(JSON.stringify(tags)));
    const places = new Map<string, number>();
    this.#promotedIndexes = block.tagSets.map((tags) => {
      const promoted = promotion.promotedAt(this.#atMs, tags);
      const key = JSON.stringify(promoted);
      const index = places.get(key) ?? this.#promotedSets.push(promoted) - 1;
      places.set(key, index);
      return index;
    });
  }

  scopeId(row: number): number {
    return this.#scopeIds[this.#block.seriesIndexes[row] ?? 0] ?? 0;
  }

  detailId(row: number): number {
    return this.#detailIds[this.#block.detailIndexes[row] ?? 0] ?? 0;
  }

  tagSetId(row: number): number {
    return this.#tagSetIds[this.#block.tagSetIndexes[row] ?? 0] ?? 0;
  }

  seriesId(row: number): number {
    const seriesIndex = this.#block.seriesIndexes[row] ?? 0;
    const promoted = this.#promotedIndexes[this.#block.tagSetIndexes[row] ?? 0] ?? 0;
    const place = seriesIndex * this.#promotedSets.length + promoted;
    const known = this.#seriesIds.get(place);
    if (known !== undefined) return known;
    const id = this.#newSeriesId(seriesIndex, promoted);
    this.#seriesIds.set(place, id);
    return id;
  }

  #newSeriesId(seriesIndex: number, promoted: number): number {
    const told = this.#block.series[seriesIndex]?.values ?? [];
    const key = this.#promotion.keyAt(this.#atMs, {
      values: told,
      promoted: this.#promotedSets[promoted] ?? [],
      usageSetId: this.#usageSetIds[seriesIndex] ?? 0,
    });
    return this.#dictionaries.series.idOf(key);
  }
}

function scopeOf({ values }: BlockSeries): string {
  return `${values[indexInKey('account')] ?? ''}/${values[indexInKey('region')] ?? ''}`;
}

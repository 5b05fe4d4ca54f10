/** Looks up, once a block and not once a row, under which ids its texts are stored. */
import type { RowBlock } from '../row-block.ts';
import type { KnownTexts, PromotedTags } from './known-texts.ts';

/** Ids for the rows of one block; make it inside the transaction that writes them. */
export class BlockIds {
  readonly #block: RowBlock;
  readonly #known: KnownTexts;
  /** The day of the first row is that of the limits. */
  readonly #atMs: number;
  readonly #scopeIds: readonly number[];
  readonly #detailIds: readonly number[];
  readonly #tagSetIds: readonly number[];
  /** By series and promoted tags: tags that are no dimension tell no series apart. */
  readonly #seriesIds = new Map<number, number>();
  readonly #promotedSets: readonly PromotedTags[];
  /** By tag set. */
  readonly #promotedIndexes: readonly number[];

  constructor(block: RowBlock, known: KnownTexts) {
    this.#block = block;
    this.#known = known;
    this.#atMs = block.timestampsMs[0] ?? 0;
    this.#scopeIds = block.series.map((series) => known.scopeId(series));
    this.#detailIds = block.details.map((detail) => known.detailId(detail));
    this.#tagSetIds = block.tagSets.map((tags) => known.tagSetId(tags));
    const promoted = block.tagSets.map((tags) => known.promotedAt(this.#atMs, tags));
    this.#promotedSets = [...new Set(promoted)];
    const places = new Map(this.#promotedSets.map((set, place) => [set, place]));
    this.#promotedIndexes = promoted.map((set) => places.get(set) ?? 0);
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
    const series = this.#block.series[seriesIndex] ?? NO_SERIES;
    return this.#known.seriesIdAt(this.#atMs, series, this.#promotedSets[promoted] ?? NO_TAGS);
  }
}

const NO_SERIES = { values: [], usageTypes: [] };
const NO_TAGS: PromotedTags = [];

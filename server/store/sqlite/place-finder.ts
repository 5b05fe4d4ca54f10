/** Where rows stand by other rules: worked out once for all rows that attribution sees alike. */
import { assert } from '../../../shared/assert.ts';
import { NONE } from '../../../shared/dimensions.ts';
import type { Attribution } from '../../attribute/attribution.ts';
import type { AttributeStored } from '../reattribution.ts';
import type { RowDetail, RowTags } from '../row-texts.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Database } from './open-database.ts';
import { Promotion, type PromotedTag } from './promotion.ts';
import type { RowReader } from './row-reader.ts';
import { indexInKey, parseSeriesKey, seriesKey, type SeriesIndex } from './series.ts';

/** What a row points to; rows that share it are attributed alike. */
export interface Place {
  readonly seriesId: number;
  readonly detailId: number;
  readonly tagSetId: number;
}

type PlaceColumns = Readonly<Record<'series_id' | 'detail_id' | 'tag_set_id', number>>;

export interface PlaceParts {
  readonly database: Database;
  readonly dictionaries: Dictionaries;
  readonly series: SeriesIndex;
  readonly rows: RowReader;
  readonly promotedTags: readonly PromotedTag[];
}

/** Call it in the transaction of the step. */
export class PlaceFinder {
  readonly #parts: PlaceParts;
  readonly #known;
  readonly #unknown;
  readonly #save;

  constructor(parts: PlaceParts) {
    this.#parts = parts;
    const { database } = parts;
    this.#known = database.prepare<[number, number, number], Place>(`
      SELECT to_series_id AS seriesId, to_detail_id AS detailId, to_tag_set_id AS tagSetId
        FROM reattribution_place WHERE series_id = ? AND detail_id = ? AND tag_set_id = ?`);
    this.#unknown = database.prepare<[number, number], PlaceColumns>(`
      SELECT DISTINCT series_id, detail_id, tag_set_id FROM invocation AS row
       WHERE timestamp_ms >= ? AND timestamp_ms < ?
         AND NOT EXISTS (SELECT 1 FROM reattribution_place AS place
                          WHERE place.series_id = row.series_id
                            AND place.detail_id = row.detail_id
                            AND place.tag_set_id = row.tag_set_id)
       ORDER BY series_id, detail_id, tag_set_id`);
    this.#save = database.prepare(`
      INSERT INTO reattribution_place (series_id, detail_id, tag_set_id,
                                       to_series_id, to_detail_id, to_tag_set_id)
      VALUES (?, ?, ?, ?, ?, ?)`);
  }

  clear(): void {
    this.#parts.database.exec('DELETE FROM reattribution_place');
  }

  /** Finds the places of all rows of a span that have none yet. */
  findAll(
    { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
    attribute: AttributeStored,
  ): void {
    const unknown = this.#unknown.all(startMs, endMs);
    if (unknown.length === 0) return;
    const promotion = this.#promotion();
    for (const row of unknown) {
      const { seriesId, detailId, tagSetId } = this.#find(row, attribute, promotion);
      const from = [row.series_id, row.detail_id, row.tag_set_id];
      this.#save.run(...from, seriesId, detailId, tagSetId);
    }
  }

  placeOf(row: PlaceColumns): Place {
    const place = this.#known.get(row.series_id, row.detail_id, row.tag_set_id);
    assert(place !== undefined, 'places are found before rows are moved');
    return place;
  }

  /** Limits begin anew with a run: what the old rules gave takes no place among the new values. */
  #promotion(): Promotion {
    const { database, promotedTags, series } = this.#parts;
    const ids = database.prepare<[], number>(
      'SELECT DISTINCT to_series_id FROM reattribution_place',
    );
    return new Promotion(promotedTags, series, () => ids.pluck().all());
  }

  #find(row: PlaceColumns, attribute: AttributeStored, promotion: Promotion): Place {
    const { dictionaries, rows, series } = this.#parts;
    const one = series.current()[row.series_id];
    assert(one !== undefined, 'the series of a row is known');
    const found = attribute({
      valueOf: (dimension) => rows.valueOf({ ...NO_FIGURES, ...row }, one, dimension),
      tags: rows.tagsOf({ ...NO_FIGURES, ...row }),
    });
    const tags: RowTags = found.tags.map(({ key, value, source }) => [key, value, source]);
    const key = dictionaries.series.keyOf(row.series_id);
    const seriesId = dictionaries.series.idOf(keyWith(key, found, promotion.promotedAt(0, tags)));
    const tagSetId = dictionaries.tagSet.idOf(JSON.stringify(tags));
    // What stays as it was stays the work of the rules that were in force then.
    if (seriesId === row.series_id && tagSetId === row.tag_set_id) {
      return { seriesId, detailId: row.detail_id, tagSetId };
    }
    const [errorCode, session, inferenceRegion, stopReason] = rows.detailOf({
      ...NO_FIGURES,
      ...row,
    });
    const { rulesVersion } = found;
    const detail: RowDetail = [errorCode, session, inferenceRegion, stopReason, rulesVersion];
    return { seriesId, detailId: dictionaries.detail.idOf(JSON.stringify(detail)), tagSetId };
  }
}

/** Rows are looked at for what they point to only. */
const NO_FIGURES = {
  timestamp_ms: 0,
  request_id: '',
  scope_id: 0,
  latency_ms: null,
  first_token_ms: null,
  quantities: null,
} as const;

function keyWith(key: string, { tenant, rule }: Attribution, promoted: readonly string[]): string {
  const { values, usageSetId } = parseSeriesKey(key);
  const given = values.with(indexInKey('tenant'), tenant).with(indexInKey('rule'), rule ?? NONE);
  return seriesKey(given, promoted, usageSetId);
}

/** Empties texts that only erased rows pointed to: tags, sessions, and names of series. */
import type { Dimension } from '../../../shared/dimensions.ts';
import { SERIES_DIMENSIONS } from '../row-texts.ts';
import type { EraserParts, RowPlace } from './erase-rows.ts';
import { CubeSeries, MODEL_DIMENSIONS } from './cube.ts';
import { parseSeriesKey, type Series } from './series.ts';
import type { Database } from './open-database.ts';

/** Measured: 20,000 rows take some 15 ms to look at. */
const LOOKED_AT = 20_000;
const EMPTIED_MAX = 2_000;

type Looked = readonly [number, Uint8Array | string, number, detailId: number, tagSetId: number];

/**
 * Looks through what is left for texts that are still in use, then empties the others.
 *
 * Their ids stay: whoever remembers one points to an empty text, and to nobody else's.
 */
export class TextEraser {
  readonly #parts: EraserParts;
  readonly #unused;
  #place: RowPlace | null = [0, -1, -1];

  constructor(parts: EraserParts) {
    this.#parts = parts;
    const idsOf = (kind: string): Set<number> =>
      new Set(
        parts.database
          .prepare<[string], number>('SELECT id FROM erased_text WHERE kind = ?')
          .pluck()
          .all(kind),
      );
    this.#unused = { detail: idsOf('detail'), tag_set: idsOf('tag_set') };
  }

  /** @returns whether there is more. */
  step(): boolean {
    const { database } = this.#parts;
    const { detail, tag_set: tagSet } = this.#unused;
    if (this.#place && detail.size + tagSet.size > 0) {
      this.#look(this.#place);
      return true;
    }
    const emptied =
      empty(database, { kind: 'detail', ids: detail, blank: NO_DETAIL }) +
      empty(database, { kind: 'tag_set', ids: tagSet, blank: NO_TAGS });
    if (emptied > 0) return true;
    database.exec('DELETE FROM erased_text');
    return false;
  }

  /** Takes the names from series that count nothing any more. */
  endSeries(seriesIds: readonly number[], sinceMs: number): void {
    const { database } = this.#parts;
    const isCounting = database.prepare(
      'SELECT 1 FROM rollup_day WHERE bucket_start_ms >= ? AND series_id = ? LIMIT 1',
    );
    const update = database.prepare('UPDATE series SET key = ? WHERE id = ?');
    const used = new Set(seriesIds.filter((id) => isCounting.get(sinceMs, id) !== undefined));
    // Minutes are counted under series of their own.
    if (used.size > 0) return;
    const { series } = this.#parts;
    const standIns = standInsOf(series.current(), new Set(seriesIds));
    for (const id of seriesIds) {
      const key = series.keyOf(id);
      update.run(standIns.has(id) ? blankStandIn(id, key) : blankSeries(id, key), id);
    }
  }

  #look([timestampMs, requestId, scopeId]: RowPlace): void {
    const rows = this.#parts.database
      .prepare<unknown[], Looked>(
        `SELECT timestamp_ms, request_id, scope_id, detail_id, tag_set_id FROM invocation
          WHERE (timestamp_ms, request_id, scope_id) > (?, ?, ?)
          ORDER BY timestamp_ms, request_id, scope_id LIMIT ${LOOKED_AT}`,
      )
      .raw()
      .all(timestampMs, requestId, scopeId);
    for (const row of rows) {
      this.#unused.detail.delete(row[3]);
      this.#unused.tag_set.delete(row[4]);
    }
    const last = rows.length === LOOKED_AT ? rows.at(-1) : undefined;
    this.#place = last ? [last[0], last[1], last[2]] : null;
  }
}

const NO_DETAIL = (id: number): string => `[null,null,null,null,"${id}"]`;
/** Texts are unique, and blanks in a list say nothing: the id in blanks of two kinds. */
const NO_TAGS = (id: number): string =>
  `[${id.toString(2).replaceAll('0', ' ').replaceAll('1', '\t')}]`;

function empty(
  database: Database,
  of: {
    readonly kind: 'detail' | 'tag_set';
    readonly ids: Set<number>;
    readonly blank: (id: number) => string;
  },
): number {
  const update = database.prepare(`UPDATE ${of.kind} SET key = ? WHERE id = ?`);
  const some = [...of.ids].slice(0, EMPTIED_MAX);
  for (const id of some) {
    update.run(of.blank(id), id);
    of.ids.delete(id);
  }
  return some.length;
}

/** Those of these series that others share a cell of the model cube with. */
function standInsOf(
  series: readonly (Series | undefined)[],
  ids: ReadonlySet<number>,
): ReadonlySet<number> {
  const cube = new CubeSeries('model');
  cube.learn(series);
  const all = series.flatMap((one) => (one ? [one.id] : []));
  const shared = new Set(all.filter((id) => !ids.has(id)).map((id) => cube.standInOf(id)));
  return new Set([...ids].filter((id) => shared.has(cube.standInOf(id))));
}

/** Packs may count others under it: what the model cube tells apart stays, and names nobody. */
function blankStandIn(id: number, key: string): string {
  const { kind, values, usageSetId } = parseSeriesKey(key);
  const kept: ReadonlySet<Dimension> = new Set(MODEL_DIMENSIONS);
  const left = SERIES_DIMENSIONS.map((name, index) => {
    if (kept.has(name)) return values[index] ?? '';
    return name === 'rule' ? String(id) : '';
  });
  return JSON.stringify([kind, left, [], usageSetId]);
}

/** A series that matches nothing and is listed nowhere; its number makes it unlike all others. */
function blankSeries(id: number, key: string): string {
  const { usageSetId } = parseSeriesKey(key);
  const values = SERIES_DIMENSIONS.map((name) => (name === 'rule' ? String(id) : ''));
  return JSON.stringify(['minute', values, [], usageSetId]);
}

/** Applies rules to stored rows: their places are worked out by the hour, then all are moved. */
import { assert } from '../../../shared/assert.ts';
import { HOUR_MS } from '../../../shared/window.ts';
import type { AttributeStored, ReattributionRun, ReattributionStore } from '../reattribution.ts';
import { LevelChanges } from './level-changes.ts';
import { readHorizons } from './horizons.ts';
import type { Database } from './open-database.ts';
import type { Packs } from './packs.ts';
import { PlaceFinder, type Place, type PlaceParts } from './place-finder.ts';
import { RollupTable, type Level } from './rollup-table.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { InvocationRow } from './row-reader.ts';
import { entryOf } from './row-writer.ts';

interface ReattributionParts {
  readonly database: Database;
  readonly dictionaries: Dictionaries;
  readonly places: PlaceFinder;
  readonly tables: Readonly<Record<Level, RollupTable>>;
  /** Runs a write as one transaction. */
  readonly write: <Answer>(work: () => Answer) => Answer;
}

/** Puts it together over an open database. */
export function createReattribution(
  parts: PlaceParts & { readonly packs: Packs; readonly write: ReattributionParts['write'] },
): ReattributionStore {
  const { database, dictionaries, packs, write } = parts;
  const tables = {
    day: new RollupTable(database, 'day', packs),
    hour: new RollupTable(database, 'hour', packs),
    minute: new RollupTable(database, 'minute', packs),
  };
  const places = new PlaceFinder(parts);
  return new SqliteReattribution({ database, dictionaries, places, tables, write });
}

interface RunRow {
  readonly id: number;
  readonly rules_version: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly cursor_ms: number;
  readonly state: string;
  readonly started_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly row_count: number;
  readonly changed: number;
  readonly tenants: string;
}

const OPEN = `SELECT * FROM reattribution WHERE state IN ('preparing', 'switched')`;

class SqliteReattribution implements ReattributionStore {
  readonly #parts: ReattributionParts;

  constructor(parts: ReattributionParts) {
    this.#parts = parts;
  }

  begin(start: Parameters<ReattributionStore['begin']>[0]): ReattributionRun {
    const { database, places, write } = this.#parts;
    return write(() => {
      const open = database.prepare<[], RunRow>(OPEN).get();
      const isSame = open?.rules_version === start.rulesVersion && open.from_ms === start.fromMs;
      if (open && isSame) return toRun(open);
      places.clear();
      database
        .prepare<[number]>(
          `UPDATE reattribution SET state = 'abandoned', ended_at_ms = ?
            WHERE state IN ('preparing', 'switched')`,
        )
        .run(start.nowMs);
      const last = database.prepare<[], number | null>('SELECT max(timestamp_ms) FROM invocation');
      const toMs = Math.max(start.fromMs, (last.pluck().get() ?? -1) + 1);
      database
        .prepare(
          `INSERT INTO reattribution (rules_version, from_ms, to_ms, cursor_ms, state,
                                      started_at_ms, ended_at_ms, row_count, changed, tenants)
           VALUES (?, ?, ?, ?, 'preparing', ?, NULL, 0, 0, '[]')`,
        )
        .run(start.rulesVersion, start.fromMs, toMs, this.#firstMs(start.fromMs), start.nowMs);
      return this.#open();
    });
  }

  prepare(attribute: AttributeStored): ReattributionRun {
    const { database, places, write } = this.#parts;
    return write(() => {
      const run = this.#open();
      if (run.state !== 'preparing') return run;
      const hourMs = this.#nextHour(run.cursorMs);
      const endMs = hourMs === null ? run.toMs : Math.min(hourMs + HOUR_MS, run.toMs);
      if (hourMs !== null) places.findAll({ startMs: run.cursorMs, endMs }, attribute);
      database
        .prepare('UPDATE reattribution SET cursor_ms = ? WHERE id = ?')
        .run(Math.max(endMs, run.cursorMs), run.id);
      return this.#open();
    });
  }

  takeOver(attribute: AttributeStored, tenants: ReattributionRun['tenants']): ReattributionRun {
    const { database, places, write } = this.#parts;
    return write(() => {
      const run = this.#open();
      if (run.state !== 'preparing') return run;
      let [rows, changed] = [0, 0];
      let hourMs = this.#nextHour(this.#firstMs(run.fromMs));
      while (hourMs !== null) {
        const startMs = Math.max(hourMs, this.#firstMs(run.fromMs));
        const moved = this.#moveHour({ startMs, endMs: hourMs + HOUR_MS }, attribute);
        rows += moved.rows;
        changed += moved.changed;
        hourMs = this.#nextHour(hourMs + HOUR_MS);
      }
      places.clear();
      database
        .prepare(
          `UPDATE reattribution SET state = 'switched', row_count = ?, changed = ?, tenants = ?,
                  cursor_ms = to_ms
            WHERE id = ?`,
        )
        .run(rows, changed, JSON.stringify(tenants), run.id);
      return this.#open();
    });
  }

  end(tenants: ReattributionRun['tenants'], nowMs: number): ReattributionRun {
    const { database, write } = this.#parts;
    return write(() => {
      const run = this.#open();
      assert(run.state === 'switched', 'a run ends after it was taken over');
      database
        .prepare(
          "UPDATE reattribution SET state = 'done', tenants = ?, ended_at_ms = ? WHERE id = ?",
        )
        .run(JSON.stringify(tenants), nowMs, run.id);
      return this.runs(1)[0] ?? run;
    });
  }

  runs(limit: number): readonly ReattributionRun[] {
    const newest = 'SELECT * FROM reattribution ORDER BY id DESC LIMIT ?';
    return this.#parts.database.prepare<[number], RunRow>(newest).all(limit).map(toRun);
  }

  noteRules(version: string, nowMs: number): void {
    const { database, write } = this.#parts;
    write(() => {
      const [last] = this.rulesUsed();
      if (last?.version === version) return;
      const note = database.prepare<[number, string]>(
        'INSERT OR IGNORE INTO rules_used VALUES (?, ?)',
      );
      // Calls that were read before anybody took notes tell themselves which rules they met.
      const others = last ? [] : this.#storedVersions().filter((one) => one !== version);
      for (const other of others) note.run(0, other);
      note.run(Math.max(nowMs, (last?.fromMs ?? 0) + 1), version);
    });
  }

  rulesUsed(): readonly { readonly version: string; readonly fromMs: number }[] {
    return this.#parts.database
      .prepare<[], { version: string; fromMs: number }>(
        `SELECT version, from_ms AS fromMs FROM rules_used ORDER BY from_ms DESC LIMIT 100`,
      )
      .all();
  }

  /** Details end with the version of the rules. */
  #storedVersions(): readonly string[] {
    return this.#parts.database
      .prepare<[], string>(
        `SELECT DISTINCT json_extract(key, '$[4]') FROM detail
          WHERE json_extract(key, '$[4]') IS NOT NULL`,
      )
      .pluck()
      .all();
  }

  #open(): ReattributionRun {
    const row = this.#parts.database.prepare<[], RunRow>(OPEN).get();
    assert(row !== undefined, 'a run is begun before it goes on');
    return toRun(row);
  }

  /** Rows past their retention may be gone in part: what is left of them stays as it is. */
  #firstMs(fromMs: number): number {
    return Math.max(fromMs, readHorizons(this.#parts.database).rowsMs);
  }

  /** Start of the first hour from here on that has a row; null for none. */
  #nextHour(fromMs: number): number | null {
    const find = 'SELECT min(timestamp_ms) FROM invocation WHERE timestamp_ms >= ?';
    const atMs = this.#parts.database.prepare<[number], number | null>(find).pluck().get(fromMs);
    return atMs === null || atMs === undefined ? null : Math.floor(atMs / HOUR_MS) * HOUR_MS;
  }

  #moveHour(
    span: { readonly startMs: number; readonly endMs: number },
    attribute: AttributeStored,
  ): { readonly rows: number; readonly changed: number } {
    const { database, dictionaries, places, tables } = this.#parts;
    places.findAll(span, attribute); // Finds those of rows that came since.
    const move = database.prepare(
      `UPDATE invocation SET series_id = ?, detail_id = ?, tag_set_id = ?
        WHERE timestamp_ms = ? AND request_id = ? AND scope_id = ?`,
    );
    const changes = new LevelChanges(dictionaries, readHorizons(database).minutesMs);
    const rows = database
      .prepare<[number, number], InvocationRow>(
        'SELECT * FROM invocation WHERE timestamp_ms >= ? AND timestamp_ms < ?',
      )
      .all(span.startMs, span.endMs);
    let changed = 0;
    for (const row of rows) {
      const place = places.placeOf(row);
      if (isAt(row, place)) continue;
      changed += 1;
      const { timestamp_ms: atMs, request_id: requestId, scope_id: scopeId } = row;
      move.run(place.seriesId, place.detailId, place.tagSetId, atMs, requestId, scopeId);
      if (place.seriesId === row.series_id) continue;
      const entry = entryOf(row);
      changes.added({ ...entry, seriesId: place.seriesId });
      changes.removed(entry);
    }
    changes.saveIn(tables);
    return { rows: rows.length, changed };
  }
}

function isAt(row: InvocationRow, { seriesId, detailId, tagSetId }: Place): boolean {
  return row.series_id === seriesId && row.detail_id === detailId && row.tag_set_id === tagSetId;
}

function toRun(row: RunRow): ReattributionRun {
  return {
    id: row.id,
    rulesVersion: row.rules_version,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    cursorMs: row.cursor_ms,
    // The guarantee: only this file writes these two columns.
    state: row.state as ReattributionRun['state'],
    startedAtMs: row.started_at_ms,
    endedAtMs: row.ended_at_ms,
    rows: row.row_count,
    changed: row.changed,
    tenants: JSON.parse(row.tenants) as ReattributionRun['tenants'],
  };
}

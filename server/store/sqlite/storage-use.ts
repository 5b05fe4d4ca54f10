/** How much the database takes and what a day adds: counted where cheap, sampled where not. */
import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../../../shared/window.ts';
import type { StorageUse } from '../storage-use.ts';
import type { Database } from './open-database.ts';
import { CUBES_OF, PACK_PARTS, packKind, type PackLevel } from './pack-levels.ts';
import { TABLE_OF, type Level } from './rollup-table.ts';

const DAYS_LOOKED_AT = 7;
const ROWS_SAMPLED = 1_000;
/** What a row and a rollup cell take beside their values of varying length, as measured. */
const ROW_BYTES = 33;
const CELL_BYTES = 20;

/** A file that has grown or shrunk by less than this part takes as much a day as before. */
const COUNTED_ANEW = 0.01;

/** Counts anew when a day is over or the file has another size: the page asks every few seconds. */
export class StorageUses {
  readonly #database: Database;
  #last: { readonly day: number; readonly use: StorageUse } | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param newestMs when the newest data are of: days are counted back from there. */
  read(newestMs: number): StorageUse {
    const day = Math.floor(newestMs / DAY_MS);
    const bytes = bytesOf(this.#database);
    const { use = null } = this.#last?.day === day ? this.#last : {};
    if (use && Math.abs(bytes - use.bytes) <= use.bytes * COUNTED_ANEW) return { ...use, bytes };
    const counted = readStorageUse(this.#database, newestMs);
    this.#last = { day, use: counted };
    return counted;
  }
}

function bytesOf(database: Database): number {
  const pages = Number(database.pragma('page_count', { simple: true }));
  return pages * Number(database.pragma('page_size', { simple: true }));
}

function readStorageUse(database: Database, newestMs: number): StorageUse {
  const { startMs, endMs } = daysLookedAt(database, newestMs);
  const number = (sql: string, ...values: readonly (string | number)[]): number =>
    Number(
      database
        .prepare<unknown[], number | null>(sql)
        .pluck()
        .get(...values) ?? 0,
    );
  const rows = number(
    'SELECT sum(invocations) FROM rollup_day WHERE bucket_start_ms >= ? AND bucket_start_ms < ?',
    startMs,
    endMs,
  );
  const rowBytes = number(
    `SELECT avg(length(request_id) + coalesce(length(quantities), 0))
       FROM (SELECT request_id, quantities FROM invocation
              ORDER BY timestamp_ms DESC LIMIT ${ROWS_SAMPLED})`,
  );
  const levelBytes = (level: Level): number => {
    const cells = countCells(number, level, { startMs, endMs });
    const cellBytes = number(
      `SELECT avg(coalesce(length(quantities), 0) + coalesce(length(latency), 0)
                  + coalesce(length(first_token), 0))
         FROM (SELECT * FROM ${TABLE_OF[level]}
                ORDER BY bucket_start_ms DESC LIMIT ${ROWS_SAMPLED})`,
    );
    return cells * (cellBytes + CELL_BYTES) + packBytes(level);
  };
  const packBytes = (level: PackLevel): number => {
    const kinds = CUBES_OF[level].flatMap((cube) =>
      PACK_PARTS.map((part) => packKind(level, cube, part)),
    );
    return number(
      `SELECT sum(length(body)) FROM json_each(?) AS kind
         JOIN rollup_pack ON rollup_pack.kind = kind.value AND start_ms >= ? AND start_ms < ?`,
      JSON.stringify(kinds),
      startMs,
      endMs,
    );
  };
  const dayCount = number(
    `SELECT count(DISTINCT bucket_start_ms) FROM rollup_day
      WHERE bucket_start_ms >= ? AND bucket_start_ms < ?`,
    startMs,
    endMs,
  );
  const perDay = (bytes: number): number => Math.round(bytes / Math.max(1, dayCount));
  return {
    bytes: bytesOf(database),
    bytesPerDay: {
      rows: perDay(rows * (rowBytes + ROW_BYTES) + packBytes('fiveMinutes')),
      minutes: perDay(levelBytes('minute')),
      hours: perDay(levelBytes('hour')),
      days: perDay(levelBytes('day')),
    },
  };
}

/** The newest day is not over, and counts only when there is no other. */
function daysLookedAt(database: Database, newestMs: number): Window {
  const wholeMs = Math.floor(newestMs / DAY_MS) * DAY_MS;
  const startMs = wholeMs - DAYS_LOOKED_AT * DAY_MS;
  const whole = database.prepare<[number, number]>(
    'SELECT 1 FROM rollup_day WHERE bucket_start_ms >= ? AND bucket_start_ms < ?',
  );
  return { startMs, endMs: whole.get(startMs, wholeMs) ? wholeMs : newestMs + 1 };
}

/** Minutes are many: two of each hour are counted for all sixty. */
function countCells(
  number: (sql: string, ...values: readonly (string | number)[]) => number,
  level: Level,
  { startMs, endMs }: Window,
): number {
  const count = `SELECT count(*) FROM ${TABLE_OF[level]}
                  WHERE bucket_start_ms >= ? AND bucket_start_ms < ?`;
  if (level !== 'minute') return number(count, startMs, endMs);
  const sampleMs = 2 * MINUTE_MS;
  let cells = 0;
  for (let hourMs = startMs; hourMs < endMs; hourMs += HOUR_MS) {
    cells += number(count, hourMs, hourMs + sampleMs);
  }
  return (cells * HOUR_MS) / sampleMs;
}

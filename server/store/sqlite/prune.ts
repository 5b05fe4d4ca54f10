/** Forgets what is past its retention, in steps so small that readers and ingest never wait. */
import type { Retention } from '../retention.ts';
import { DAY_MS } from '../../../shared/window.ts';
import { moveHorizons } from './horizons.ts';
import type { Database } from './open-database.ts';
import { CUBES_OF, PACK_PARTS, packKind, type PackLevel } from './pack-levels.ts';
import { pruneAudit, pruneReports } from './prune-documents.ts';
import { pruneNotices } from './prune-notices.ts';

/** Measured: 2,000 rows take some 10 ms, and half a million at once 1.4 seconds. */
const STEP_ROWS = 2_000;
/** A pack holds many cells, and takes as long as so many rows. */
const ROWS_OF_PACK = 40;
/** So many free pages are given back to the disk at once, once they are a fifth of the file. */
const FREED_PAGES = 1_000;
const FREE_SHARE_MAX = 0.2;

/** Deletes at most about so many rows. @returns how many it deleted */
type Prune = (rowsMax: number) => number;

/**
 * Deletes a little of what lies before these times, each kind by whole days.
 *
 * @returns whether there may be more; the caller lets others work before it goes on.
 */
export function pruneStep(database: Database, before: Partial<Retention>): boolean {
  const cuts: Retention = {
    rowsMs: wholeDay(before.rowsMs),
    minutesMs: wholeDay(before.minutesMs),
    hoursMs: wholeDay(before.hoursMs),
    metricsMs: wholeDay(before.metricsMs),
    noticesMs: wholeDay(before.noticesMs),
    quarantineMs: wholeDay(before.quarantineMs),
    reportsMs: wholeDay(before.reportsMs),
    auditMs: wholeDay(before.auditMs),
  };
  // First, so that no answer counts on what is about to go.
  moveHorizons(database, cuts);
  let left = STEP_ROWS;
  for (const prune of kindsOf(database, cuts)) {
    left -= prune(left);
    if (left <= 0) return true;
  }
  return left < STEP_ROWS || giveBack(database);
}

function kindsOf(database: Database, cuts: Retention): readonly Prune[] {
  const chunk =
    (...where: [table: keyof typeof KEY_OF, column: TimeColumn, beforeMs: number]): Prune =>
    (rowsMax) =>
      deleteChunk(database, where, rowsMax);
  const packs =
    (level: PackLevel, beforeMs: number): Prune =>
    (rowsMax) =>
      deletePacks(database, { level, beforeMs, rowsMax });
  return [
    // A pack that is missing is never wrong; one of cells that have gone would be.
    packs('fiveMinutes', cuts.rowsMs),
    packs('minute', cuts.minutesMs),
    packs('hour', cuts.hoursMs),
    chunk('invocation', 'timestamp_ms', cuts.rowsMs),
    chunk('source_object', 'seen_at_ms', cuts.rowsMs),
    chunk('quarantine', 'last_at_ms', cuts.quarantineMs),
    chunk('rollup_minute', 'bucket_start_ms', cuts.minutesMs),
    chunk('rollup_hour', 'bucket_start_ms', cuts.hoursMs),
    (rowsMax) => deletePoints(database, cuts.metricsMs, rowsMax),
    () => pruneNotices(database, cuts.noticesMs),
    () => pruneReports(database, cuts.reportsMs),
    () => pruneAudit(database, cuts.auditMs),
  ];
}

function wholeDay(atMs = 0): number {
  return Math.floor(Math.max(0, atMs) / DAY_MS) * DAY_MS;
}

/** Free pages are used again; only when they are many does the file shrink. */
function giveBack(database: Database): boolean {
  const free = Number(database.pragma('freelist_count', { simple: true }));
  const all = Number(database.pragma('page_count', { simple: true }));
  if (free < FREED_PAGES || free < all * FREE_SHARE_MAX) return false;
  database.pragma(`incremental_vacuum(${FREED_PAGES})`);
  return true;
}

/** Primary keys of the tables that are pruned by a time. */
const KEY_OF = {
  invocation: 'timestamp_ms, request_id, scope_id',
  source_object: 'source_id, key, etag',
  quarantine: 'origin, code, path',
  rollup_minute: 'bucket_start_ms, series_id',
  rollup_hour: 'bucket_start_ms, series_id',
} as const;

type TimeColumn = 'timestamp_ms' | 'seen_at_ms' | 'last_at_ms' | 'bucket_start_ms';

function deleteChunk(
  database: Database,
  [table, column, beforeMs]: readonly [keyof typeof KEY_OF, TimeColumn, number],
  rowsMax: number,
): number {
  const key = KEY_OF[table];
  const chunk = database.prepare(`
    DELETE FROM ${table} WHERE (${key}) IN (
      SELECT ${key} FROM ${table} WHERE ${column} < ? LIMIT ?)`);
  return chunk.run(beforeMs, rowsMax).changes;
}

function deletePacks(
  database: Database,
  of: { readonly level: PackLevel; readonly beforeMs: number; readonly rowsMax: number },
): number {
  const { level, beforeMs } = of;
  const unpacked = database.prepare('DELETE FROM rollup_unpacked WHERE level = ? AND start_ms < ?');
  const packs = database.prepare(`
    DELETE FROM rollup_pack WHERE rowid IN (
      SELECT rowid FROM rollup_pack WHERE kind = ? AND start_ms < ? LIMIT ?)`);
  let deleted = unpacked.run(level, beforeMs).changes;
  for (const cube of CUBES_OF[level]) {
    for (const part of PACK_PARTS) {
      const packsMax = Math.ceil((of.rowsMax - deleted) / ROWS_OF_PACK);
      if (packsMax <= 0) return deleted;
      const kind = packKind(level, cube, part);
      deleted += packs.run(kind, beforeMs, packsMax).changes * ROWS_OF_PACK;
    }
  }
  return deleted;
}

/** Points lie by series, so each series is asked for its oldest. */
function deletePoints(database: Database, beforeMs: number, rowsMax: number): number {
  const points = database.prepare(`
    DELETE FROM metric_point WHERE (series_id, start_ms) IN (
      SELECT metric_point.series_id, start_ms
        FROM metric_series
        JOIN metric_point ON metric_point.series_id = metric_series.id AND start_ms < ?
       LIMIT ?)`);
  const revisions = database.prepare('DELETE FROM metric_revision WHERE at_ms < ?');
  return points.run(beforeMs, rowsMax).changes + revisions.run(beforeMs).changes;
}

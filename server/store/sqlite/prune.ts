/** Forgets what is past its retention, in steps so small that readers and ingest never wait. */
import type { Retention } from '../retention.ts';
import { DAY_MS } from '../../../shared/window.ts';
import { moveHorizons } from './horizons.ts';
import type { Database } from './open-database.ts';
import { CUBES_OF, PACK_PARTS, packKind, type PackLevel } from './pack-levels.ts';
import { pruneNotices } from './prune-notices.ts';

/** Measured: 2,000 rows take some 10 ms, and half a million at once 1.4 seconds. */
const CHUNK_ROWS = 2_000;
const CHUNK_PACKS = 50;

/**
 * Deletes a little of what lies before these times, each kind by whole days.
 *
 * @returns whether there may be more; the caller lets others work before it goes on.
 */
export function pruneStep(database: Database, before: Retention): boolean {
  const cuts: Retention = {
    rowsMs: wholeDay(before.rowsMs),
    minutesMs: wholeDay(before.minutesMs),
    hoursMs: wholeDay(before.hoursMs),
    metricsMs: wholeDay(before.metricsMs),
    noticesMs: wholeDay(before.noticesMs),
  };
  // First, so that no answer counts on what is about to go.
  moveHorizons(database, cuts);
  const deleted = [
    deleteChunk(database, 'invocation', 'timestamp_ms', cuts.rowsMs),
    deleteChunk(database, 'source_object', 'seen_at_ms', cuts.rowsMs),
    deleteChunk(database, 'quarantine', 'last_at_ms', cuts.rowsMs),
    deleteChunk(database, 'rollup_minute', 'bucket_start_ms', cuts.minutesMs),
    deleteChunk(database, 'rollup_hour', 'bucket_start_ms', cuts.hoursMs),
    deletePacks(database, 'fiveMinutes', cuts.rowsMs),
    deletePacks(database, 'minute', cuts.minutesMs),
    deletePacks(database, 'hour', cuts.hoursMs),
    deletePoints(database, cuts.metricsMs),
    pruneNotices(database, cuts.noticesMs),
  ];
  return deleted.some((count) => count > 0);
}

function wholeDay(atMs: number): number {
  return Math.floor(Math.max(0, atMs) / DAY_MS) * DAY_MS;
}

/** Primary keys of the tables that are pruned by a time. */
const KEY_OF = {
  invocation: 'timestamp_ms, request_id, scope_id',
  source_object: 'source_id, key, etag',
  quarantine: 'origin, code, path',
  rollup_minute: 'bucket_start_ms, series_id',
  rollup_hour: 'bucket_start_ms, series_id',
} as const;

function deleteChunk(
  database: Database,
  table: keyof typeof KEY_OF,
  column: 'timestamp_ms' | 'seen_at_ms' | 'last_at_ms' | 'bucket_start_ms',
  beforeMs: number,
): number {
  const key = KEY_OF[table];
  const chunk = database.prepare(`
    DELETE FROM ${table} WHERE (${key}) IN (
      SELECT ${key} FROM ${table} WHERE ${column} < ? LIMIT ${CHUNK_ROWS})`);
  return chunk.run(beforeMs).changes;
}

function deletePacks(database: Database, level: PackLevel, beforeMs: number): number {
  const unpacked = database.prepare('DELETE FROM rollup_unpacked WHERE level = ? AND start_ms < ?');
  const packs = database.prepare(`
    DELETE FROM rollup_pack WHERE rowid IN (
      SELECT rowid FROM rollup_pack WHERE kind = ? AND start_ms < ? LIMIT ${CHUNK_PACKS})`);
  let deleted = unpacked.run(level, beforeMs).changes;
  for (const cube of CUBES_OF[level]) {
    for (const part of PACK_PARTS) {
      deleted += packs.run(packKind(level, cube, part), beforeMs).changes;
    }
  }
  return deleted;
}

/** Points lie by series, so each series is asked for its oldest. */
function deletePoints(database: Database, beforeMs: number): number {
  const points = database.prepare(`
    DELETE FROM metric_point WHERE (series_id, start_ms) IN (
      SELECT metric_point.series_id, start_ms
        FROM metric_series
        JOIN metric_point ON metric_point.series_id = metric_series.id AND start_ms < ?
       LIMIT ${CHUNK_ROWS})`);
  const revisions = database.prepare('DELETE FROM metric_revision WHERE at_ms < ?');
  return points.run(beforeMs).changes + revisions.run(beforeMs).changes;
}

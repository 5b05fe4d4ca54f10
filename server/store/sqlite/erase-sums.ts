/** Deletes sums of some series whose rows have been forgotten before, a day at a time. */
import { DAY_MS, HOUR_MS } from '../../../shared/window.ts';
import type { EraserParts } from './erase-rows.ts';
import { readHorizons } from './horizons.ts';

const CHARGES_MAX = 2_000;

/** @returns whether there may be more. */
export function eraseSums(parts: EraserParts, seriesIds: readonly number[]): boolean {
  const { database, packs } = parts;
  const ids = JSON.stringify(seriesIds);
  const charges = database.prepare<[string]>(`
    DELETE FROM charge_hour WHERE (bucket_start_ms, series_id) IN (
      SELECT bucket_start_ms, series_id FROM charge_hour
       WHERE series_id IN (SELECT value FROM json_each(?)) LIMIT ${CHARGES_MAX})`);
  if (charges.run(ids).changes > 0) return true;
  const { rowsMs } = readHorizons(database);
  const dayMs = database
    .prepare<[string, number], number>(
      `SELECT bucket_start_ms FROM rollup_day
        WHERE series_id IN (SELECT value FROM json_each(?)) AND bucket_start_ms < ?
        ORDER BY bucket_start_ms LIMIT 1`,
    )
    .pluck()
    .get(ids, rowsMs);
  if (dayMs === undefined) return false;
  const hours = Array.from({ length: DAY_MS / HOUR_MS }, (_, hour) => dayMs + hour * HOUR_MS);
  packs.forget('day', [dayMs]);
  packs.forget('hour', hours);
  packs.forget('minute', hours);
  for (const table of ['rollup_minute', 'rollup_hour', 'rollup_day']) {
    database
      .prepare(
        `DELETE FROM ${table} WHERE bucket_start_ms >= ? AND bucket_start_ms < ?
            AND series_id IN (SELECT value FROM json_each(?))`,
      )
      .run(dayMs, dayMs + DAY_MS, ids);
  }
  return true;
}

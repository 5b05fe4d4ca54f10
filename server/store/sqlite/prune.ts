/** Forgets what is past its retention, in chunks so small that readers and ingest never wait. */
import type { Database } from './open-database.ts';

const CHUNK_ROWS = 2_000;
/** A pass ends here and the next goes on; a month of backlog takes a few passes. */
const CHUNKS_MAX = 5_000;

/** Deletes single invocations, the ledger of objects and minute rollups before these times. */
export function pruneBefore(
  database: Database,
  before: { readonly rowsMs: number; readonly minutesMs: number },
): void {
  const rows = database.prepare(`
    DELETE FROM invocation WHERE (timestamp_ms, request_id, scope_id) IN (
      SELECT timestamp_ms, request_id, scope_id FROM invocation
       WHERE timestamp_ms < ? ORDER BY timestamp_ms LIMIT ${CHUNK_ROWS})`);
  const minutes = database.prepare(`
    DELETE FROM rollup_minute WHERE (bucket_start_ms, series_id) IN (
      SELECT bucket_start_ms, series_id FROM rollup_minute
       WHERE bucket_start_ms < ? ORDER BY bucket_start_ms LIMIT ${CHUNK_ROWS})`);
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk += 1) {
    const deleted = rows.run(before.rowsMs).changes + minutes.run(before.minutesMs).changes;
    if (deleted === 0) return;
  }
}

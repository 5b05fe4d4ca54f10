/** Counts of large bodies in the store: by day, source and outcome. */
import { DAY_MS } from '../../../shared/window.ts';
import type { BodyReads, SourceBodyReads } from '../body-reads.ts';
import type { Database } from './open-database.ts';

/** Older counts tell nothing about now. */
const KEPT_MS = 62 * DAY_MS;

/** Adds what a batch asked for; the caller holds the transaction. */
export function addBodyReads(
  database: Database,
  { sourceId, nowMs }: { readonly sourceId: string; readonly nowMs: number },
  reads: readonly BodyReads[],
): void {
  if (reads.length === 0) return;
  const dayStartMs = startOfDay(nowMs);
  database.prepare('DELETE FROM body_read WHERE day_start_ms < ?').run(dayStartMs - KEPT_MS);
  const add = database.prepare(
    `INSERT INTO body_read (day_start_ms, source_id, outcome, records) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET records = records + excluded.records`,
  );
  for (const { outcome, records } of reads) add.run(dayStartMs, sourceId, outcome, records);
}

export function readBodyReads(database: Database, sinceMs: number): readonly SourceBodyReads[] {
  return database
    .prepare<[number], SourceBodyReads>(
      `SELECT source_id AS sourceId, outcome, sum(records) AS records FROM body_read
        WHERE day_start_ms >= ? GROUP BY source_id, outcome ORDER BY source_id, outcome`,
    )
    .all(startOfDay(sinceMs));
}

function startOfDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}

/** Forgets reports and events of the audit log by age, with what proves that nothing else went. */
import type { AuditHead } from '../access-store.ts';
import type { Database } from './open-database.ts';

/** Few, since each takes its files with it. */
const REPORTS_MAX = 5;
const EVENTS_MAX = 500;

interface Key {
  readonly name: string;
  readonly date: string;
  readonly revision: number;
}

/**
 * Deletes a few reports that were made before an instant, with files and deliveries.
 *
 * The last of each name stays, since it tells which are still to be made, and so does one that is
 * still owed to somebody. The caller holds the transaction.
 */
export function pruneReports(database: Database, beforeMs: number): number {
  const old = database
    .prepare<[number], Key>(
      `SELECT name, date, revision FROM report
        WHERE made_at_ms < ?
          AND date < (SELECT max(date) FROM report AS last WHERE last.name = report.name)
          AND NOT EXISTS (
            SELECT 1 FROM report_delivery AS owed
             WHERE owed.name = report.name AND owed.date = report.date
               AND owed.revision = report.revision AND owed.state = 'pending')
        LIMIT ${REPORTS_MAX}`,
    )
    .all(beforeMs);
  for (const key of old) {
    for (const table of ['report_attempt', 'report_delivery', 'report_file', 'report']) {
      database
        .prepare(
          `DELETE FROM ${table} WHERE name = @name AND date = @date AND revision = @revision`,
        )
        .run(key);
    }
  }
  return old.length;
}

/**
 * Deletes the oldest events of the audit log, and keeps the hash of the last of them: the chain
 * begins there from then on. The caller holds the transaction.
 */
export function pruneAudit(database: Database, beforeMs: number): number {
  const old = database
    .prepare<[number], AuditHead & { readonly atMs: number }>(
      `SELECT seq, hash, at_ms AS atMs FROM audit WHERE at_ms < ? ORDER BY seq LIMIT ${EVENTS_MAX}`,
    )
    .all(beforeMs);
  const last = old.at(-1);
  if (!last) return 0;
  database
    .prepare('INSERT OR REPLACE INTO audit_floor (only, seq, hash) VALUES (1, ?, ?)')
    .run(last.seq, last.hash);
  return database.prepare('DELETE FROM audit WHERE seq <= ?').run(last.seq).changes;
}

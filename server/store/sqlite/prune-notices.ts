/** Forgets what alarms did and whom they told, but for what still waits or still stands. */
import type { Database } from './open-database.ts';

/** Few, since each message takes its attempts with it. */
const CHUNK = 500;

/**
 * Deletes a little of what lies before an instant: messages that are settled with their attempts,
 * dead letters, changes of alarms, silences and acknowledgements that have ended.
 *
 * A message that waits stays whatever its age, and so does what an alarm did that has stood since.
 *
 * @returns how many rows went. The caller holds the transaction.
 */
export function pruneNotices(database: Database, beforeMs: number): number {
  const changes = database.prepare(`
    DELETE FROM alarm_transition WHERE id IN (
      SELECT id FROM alarm_transition
       WHERE at_ms < ? AND key NOT IN (
         SELECT key FROM alarm_state WHERE json_extract(body, '$.state.openedAtMs') IS NOT NULL)
       LIMIT ${CHUNK})`);
  const theirs = database.prepare(`
    DELETE FROM cloudwatch_alarm_change WHERE (account, region, name, at_ms) IN (
      SELECT account, region, name, at_ms FROM cloudwatch_alarm_change
       WHERE at_ms < ? LIMIT ${CHUNK})`);
  const silences = database.prepare(`
    DELETE FROM silence WHERE json_extract(body, '$.endMs') < ?`);
  return (
    pruneMessages(database, beforeMs) +
    changes.run(beforeMs).changes +
    theirs.run(beforeMs).changes +
    silences.run(beforeMs).changes
  );
}

function pruneMessages(database: Database, beforeMs: number): number {
  const ids = database
    .prepare<[number], string>(
      `SELECT id FROM outbox
        WHERE created_at_ms < ? AND state IN ('delivered', 'dead', 'merged') LIMIT ${CHUNK}`,
    )
    .pluck()
    .all(beforeMs);
  const attempts = database.prepare('DELETE FROM delivery_attempt WHERE message_id = ?');
  const message = database.prepare('DELETE FROM outbox WHERE id = ?');
  for (const id of ids) {
    attempts.run(id);
    message.run(id);
  }
  return ids.length;
}

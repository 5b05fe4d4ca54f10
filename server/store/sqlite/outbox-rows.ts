/** Writes messages and attempts; callers hold the transaction. */
import type { OutboxEntry } from '../../notify/outbox.ts';
import type { DeliveryAttempt } from '../channel-ledger.ts';
import { toJson } from './map-json.ts';
import type { Database } from './open-database.ts';

/** A replayed pass gives the same ids, and what is owed already is not owed twice. */
export function addEntry(database: Database, entry: OutboxEntry): void {
  database
    .prepare(
      `INSERT OR IGNORE INTO outbox
         (id, state, created_at_ms, next_attempt_at_ms, attempts, body) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(
      entry.id,
      entry.state,
      entry.createdAtMs,
      entry.nextAttemptAtMs,
      entry.attempt,
      toJson(entry),
    );
}

/** Writes a message as it now stands. */
export function updateEntry(database: Database, entry: OutboxEntry): void {
  database
    .prepare(
      `UPDATE outbox SET state = ?, next_attempt_at_ms = ?, attempts = ?, body = ? WHERE id = ?`,
    )
    .run(entry.state, entry.nextAttemptAtMs, entry.attempt, toJson(entry), entry.id);
}

/** An attempt with its message, which a test of a channel does not owe before it is made. */
export function addAttempt(database: Database, entry: OutboxEntry, attempt: DeliveryAttempt): void {
  addEntry(database, entry);
  updateEntry(database, entry);
  database
    .prepare('INSERT INTO delivery_attempt (message_id, body) VALUES (?, ?)')
    .run(entry.id, toJson(attempt));
}

/** Events of EventBridge, kept once each. */
import type { Window } from '../../../shared/window.ts';
import type { BedrockEvent } from '../../source/bedrock-event.ts';
import type { Database } from './open-database.ts';

/** Writes events that are new; the caller holds the transaction. */
export function writeBedrockEvents(database: Database, events: readonly BedrockEvent[]): number {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO bedrock_event (at_ms, id, body) VALUES (?, ?, ?)',
  );
  let added = 0;
  for (const event of events) {
    added += insert.run(event.atMs, event.id, JSON.stringify(event)).changes;
  }
  return added;
}

export function readBedrockEvents(database: Database, window: Window): readonly BedrockEvent[] {
  const rows = database
    .prepare<[number, number], string>(
      'SELECT body FROM bedrock_event WHERE at_ms >= ? AND at_ms < ? ORDER BY at_ms, id',
    )
    .pluck()
    .all(window.startMs, window.endMs);
  return rows.map((body) => JSON.parse(body) as BedrockEvent); // Written by writeBedrockEvents.
}

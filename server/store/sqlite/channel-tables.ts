/** Receivers of messages in SQLite, and what is next for each of them. */
import type { ChannelHealth } from '../../notify/channel-health.ts';
import type { OutboxEntry } from '../../notify/outbox.ts';
import type { ChannelLedger, SettledAttempt } from '../channel-ledger.ts';
import { fromJson, toJson } from './map-json.ts';
import { addAttempt, addEntry, updateEntry } from './outbox-rows.ts';
import type { Database } from './open-database.ts';

/** Of each channel; one is sent at a time, and the others are there in case it may not be. */
const NEXT_MAX = 4;

/** A message waits for older ones of its line, and a line never holds up another. */
const HEADS = `
  SELECT body FROM outbox AS one
   WHERE state = 'pending' AND endpoint_id = ?
     AND NOT EXISTS (
       SELECT 1 FROM outbox AS older
        WHERE older.state IN ('pending', 'sending') AND older.endpoint_id = one.endpoint_id
          AND older.alarm_key = one.alarm_key AND older.sequence < one.sequence)
   ORDER BY next_attempt_at_ms, id LIMIT ${NEXT_MAX}`;

export class ChannelTables implements ChannelLedger {
  readonly #database: Database;
  readonly #write: (work: () => void) => void;

  constructor(database: Database, write: (work: () => void) => void) {
    this.#database = database;
    this.#write = write;
  }

  health(): readonly ChannelHealth[] {
    const rows = this.#database
      .prepare<[], string>('SELECT body FROM channel_health ORDER BY receiver')
      .pluck()
      .all();
    return rows.map((body) => fromJson(body) as ChannelHealth); // Written by saveHealth.
  }

  next(): readonly OutboxEntry[] {
    const sending = this.#database
      .prepare<[], string>(`SELECT body FROM outbox WHERE state = 'sending'`)
      .pluck()
      .all();
    const heads = this.#database.prepare<[string], string>(HEADS).pluck();
    const pending = [...this.#channels()].flatMap((endpointId) => heads.all(endpointId));
    return [...sending, ...pending].map((body) => fromJson(body) as OutboxEntry); // Written by us.
  }

  begin(entry: OutboxEntry, health: ChannelHealth): void {
    this.#write(() => {
      updateEntry(this.#database, entry);
      this.#saveHealth(health);
    });
  }

  settle({ message, health, owed }: SettledAttempt): void {
    this.#write(() => {
      if (message) addAttempt(this.#database, message.entry, message.attempt);
      this.#saveHealth(health);
      for (const one of owed) addEntry(this.#database, one);
    });
  }

  giveUp(endpointId: string, { detail, isAll }: { detail: string; isAll: boolean }): void {
    this.#write(() => {
      const bodies = this.#database
        .prepare<[string], string>(
          `SELECT body FROM outbox WHERE state = 'pending' AND endpoint_id = ?`,
        )
        .pluck()
        .all(endpointId);
      for (const body of bodies) {
        const entry = fromJson(body) as OutboxEntry; // Written by us.
        if (entry.isReplayed && !isAll) continue;
        updateEntry(this.#database, { ...entry, state: 'dead', detail });
      }
    });
  }

  forget(receiver: string, owed: readonly OutboxEntry[]): void {
    this.#write(() => {
      this.#database.prepare('DELETE FROM channel_health WHERE receiver = ?').run(receiver);
      for (const one of owed) addEntry(this.#database, one);
    });
  }

  waiting(): ReadonlyMap<string, number> {
    const rows = this.#database
      .prepare<[], { endpoint_id: string; count: number }>(
        `SELECT endpoint_id, count(*) AS count FROM outbox
          WHERE state IN ('pending', 'sending') GROUP BY endpoint_id`,
      )
      .all();
    return new Map(rows.map(({ endpoint_id: id, count }) => [id, count]));
  }

  /** Channels that something waits for, each by a look into the index. */
  #channels(): readonly string[] {
    const after = this.#database
      .prepare<[string], string | null>(
        `SELECT min(endpoint_id) FROM outbox WHERE state = 'pending' AND endpoint_id > ?`,
      )
      .pluck();
    const found: string[] = [];
    for (let one = after.get(''); one; one = after.get(one)) found.push(one);
    return found;
  }

  #saveHealth(health: ChannelHealth): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO channel_health (receiver, body) VALUES (?, ?)')
      .run(health.receiver, toJson(health));
  }
}

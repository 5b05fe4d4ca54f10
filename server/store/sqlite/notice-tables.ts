/** Messages, attempts and the journal in the store. */
import type { NoticeLine, Release } from '../../notify/notice-line.ts';
import type { OutboxEntry } from '../../notify/outbox.ts';
import type {
  Delivery,
  DeliveryAttempt,
  DeliveryQuestion,
  Note,
  NoticeLedger,
  PageAlarm,
} from '../notice-ledger.ts';
import { fromJson, toJson } from './map-json.ts';
import type { Database } from './open-database.ts';

/** Runs work as one transaction of the store. */
type Write = <Answer>(work: () => Answer) => Answer;

const FAILED = `state = 'dead' OR (state IN ('pending', 'sending') AND attempts > 0)`;

export class NoticeTables implements NoticeLedger {
  readonly #database: Database;
  readonly #write: Write;

  constructor(database: Database, write: Write) {
    this.#database = database;
    this.#write = write;
  }

  saveEntry(entry: OutboxEntry): void {
    this.#write(() => updateEntry(this.#database, entry));
  }

  saveAttempt(entry: OutboxEntry, attempt: DeliveryAttempt): void {
    this.#write(() => {
      addEntry(this.#database, entry); // A test of a channel is not owed before it is made.
      updateEntry(this.#database, entry);
      this.#database
        .prepare('INSERT INTO delivery_attempt (message_id, body) VALUES (?, ?)')
        .run(entry.id, toJson(attempt));
    });
  }

  deliveries({ onlyFailed, limit }: DeliveryQuestion): readonly Delivery[] {
    const entries = this.#database
      .prepare<[number], string>(
        `SELECT body FROM outbox ${onlyFailed ? `WHERE ${FAILED}` : ''}
          ORDER BY created_at_ms DESC, id LIMIT ?`,
      )
      .pluck()
      .all(limit);
    const attempts = this.#database
      .prepare<[string], string>(
        'SELECT body FROM delivery_attempt WHERE message_id = ? ORDER BY id',
      )
      .pluck();
    return entries.map((body) => {
      const entry = fromJson(body) as OutboxEntry; // Written by us.
      const made = attempts.all(entry.id).map((text) => {
        return fromJson(text) as DeliveryAttempt; // Written by us.
      });
      return { entry, attempts: made };
    });
  }

  dead(): readonly OutboxEntry[] {
    const rows = this.#database
      .prepare<[], string>(
        `SELECT body FROM outbox WHERE state = 'dead' ORDER BY created_at_ms, id`,
      )
      .pluck()
      .all();
    return rows.map((body) => fromJson(body) as OutboxEntry); // Written by us.
  }

  replay(entries: readonly OutboxEntry[], note: Note): void {
    this.#write(() => {
      for (const entry of entries) updateEntry(this.#database, entry);
      this.#insertNote(note);
    });
  }

  held(limit: number): readonly OutboxEntry[] {
    const rows = this.#database
      .prepare<[number], string>(
        `SELECT body FROM outbox WHERE state = 'held' ORDER BY created_at_ms, id LIMIT ?`,
      )
      .pluck()
      .all(limit);
    return rows.map((body) => fromJson(body) as OutboxEntry); // Written by us.
  }

  lines(): readonly NoticeLine[] {
    const rows = this.#database.prepare<[], string>('SELECT body FROM notice_line').pluck().all();
    return rows.map((body) => fromJson(body) as NoticeLine); // Written by saveRelease.
  }

  saveRelease({ line, due, merged }: Release): void {
    this.#write(() => {
      this.#database
        .prepare('INSERT OR REPLACE INTO notice_line (endpoint_id, key, body) VALUES (?, ?, ?)')
        .run(line.endpointId, line.key, toJson(line));
      for (const entry of [...due, ...merged]) {
        addEntry(this.#database, entry); // What stands in the place of several is new.
        updateEntry(this.#database, entry);
      }
    });
  }

  pageAlarms(): readonly PageAlarm[] {
    const rows = this.#database
      .prepare<[], string>('SELECT body FROM page_alarm ORDER BY name')
      .pluck()
      .all();
    return rows.map((body) => fromJson(body) as PageAlarm); // Written by savePageAlarm.
  }

  savePageAlarm(alarm: PageAlarm, note: Note): void {
    this.#write(() => {
      this.#database
        .prepare('INSERT OR REPLACE INTO page_alarm (name, body) VALUES (?, ?)')
        .run(alarm.name, toJson(alarm));
      this.#insertNote(note);
    });
  }

  removePageAlarm(name: string, note: Note): void {
    this.#write(() => {
      this.#database.prepare('DELETE FROM page_alarm WHERE name = ?').run(name);
      this.#insertNote(note);
    });
  }

  addNote(note: Note): void {
    this.#write(() => this.#insertNote(note));
  }

  notes(limit: number): readonly Note[] {
    const rows = this.#database
      .prepare<[number], string>('SELECT body FROM journal ORDER BY id DESC LIMIT ?')
      .pluck()
      .all(limit);
    return rows.map((body) => fromJson(body) as Note); // Written by insertNote.
  }

  #insertNote(note: Note): void {
    this.#database.prepare('INSERT INTO journal (body) VALUES (?)').run(toJson(note));
  }
}

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

function updateEntry(database: Database, entry: OutboxEntry): void {
  database
    .prepare(
      `UPDATE outbox SET state = ?, next_attempt_at_ms = ?, attempts = ?, body = ? WHERE id = ?`,
    )
    .run(entry.state, entry.nextAttemptAtMs, entry.attempt, toJson(entry), entry.id);
}

/** Messages, attempts and the journal in the store. */
import type { NoticeLine, Release } from '../../notify/notice-line.ts';
import type { OutboxEntry } from '../../notify/outbox.ts';
import type { DeliveryAttempt } from '../channel-ledger.ts';
import type {
  Delivery,
  DeliveryQuestion,
  Note,
  NoticeLedger,
  PageAlarm,
} from '../notice-ledger.ts';
import { ChannelTables } from './channel-tables.ts';
import { fromJson, toJson } from './map-json.ts';
import { addEntry, updateEntry } from './outbox-rows.ts';
import type { Database } from './open-database.ts';

/** Runs work as one transaction of the store. */
type Write = <Answer>(work: () => Answer) => Answer;

const FAILED = `state = 'dead' OR (state IN ('pending', 'sending') AND attempts > 0)`;

export class NoticeTables implements NoticeLedger {
  readonly channels: ChannelTables;
  readonly #database: Database;
  readonly #write: Write;

  constructor(database: Database, write: Write) {
    this.#database = database;
    this.#write = write;
    this.channels = new ChannelTables(database, write);
  }

  saveEntry(entry: OutboxEntry): void {
    this.#write(() => updateEntry(this.#database, entry));
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

/** Integer ids for texts that repeat: series, usage sets, details and tag sets. */
import { assert } from '../../../shared/assert.ts';
import type { Database } from './open-database.ts';

const TABLES = ['usage_set', 'series', 'scope', 'detail', 'tag_set', 'metric_series'] as const;
export type DictionaryTable = (typeof TABLES)[number];

/** Texts kept in memory; past this the cache starts anew, so that memory stays bounded. */
const CACHE_ENTRIES_MAX = 200_000;

/** A dictionary over one table: ids are given once and never change. */
export class Dictionary {
  readonly #ids = new Map<string, number>();
  readonly #keys = new Map<number, string>();
  readonly #find;
  readonly #insert;
  readonly #read;
  readonly #all;

  constructor(database: Database, table: DictionaryTable) {
    this.#find = database
      .prepare<[string], number>(`SELECT id FROM ${table} WHERE key = ?`)
      .pluck();
    this.#insert = database.prepare<[string]>(`INSERT INTO ${table} (key) VALUES (?)`);
    this.#read = database
      .prepare<[number], string>(`SELECT key FROM ${table} WHERE id = ?`)
      .pluck();
    this.#all = database.prepare<[number], { id: number; key: string }>(
      `SELECT id, key FROM ${table} WHERE id > ? ORDER BY id`,
    );
  }

  /** Id of a text; a new text is written, so call it inside the batch's transaction. */
  idOf(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const found = this.#find.get(key);
    const id = found ?? Number(this.#insert.run(key).lastInsertRowid);
    this.#remember(id, key);
    return id;
  }

  /** Id of a text that may not be there; writes nothing. */
  find(key: string): number | undefined {
    return this.#ids.get(key) ?? this.#find.get(key);
  }

  /** Text of an id that idOf gave. */
  keyOf(id: number): string {
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const key = this.#read.get(id);
    assert(key !== undefined, 'every id that is stored has its text');
    this.#remember(id, key);
    return key;
  }

  /** All entries with an id above this one, in order of id. */
  after(id: number): readonly { readonly id: number; readonly key: string }[] {
    return this.#all.all(id);
  }

  /** Forgets what was cached: ids of a transaction that was rolled back do not exist. */
  forget(): void {
    this.#ids.clear();
    this.#keys.clear();
  }

  #remember(id: number, key: string): void {
    if (this.#ids.size >= CACHE_ENTRIES_MAX) this.forget();
    this.#ids.set(key, id);
    this.#keys.set(id, key);
  }
}

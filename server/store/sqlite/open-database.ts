/** Opens the one file with safe settings, checks that it is ours, and updates its schema. */
import type BetterSqlite3 from 'better-sqlite3';
import { assert } from '../../../shared/assert.ts';
import { StoreError } from '../store.ts';
import { checkOwner, migrate, type Steps } from './migrate.ts';
import { openFile } from './open-file.ts';
import { MIGRATIONS } from './schema.ts';

export type Database = BetterSqlite3.Database;

/**
 * Opens or makes a store file; `:memory:` gives one that lives as long as the process.
 *
 * @param isReadOnly opens beside the one writer, which has made the file.
 * @throws StoreError `cannotOpen` for a file that is not ours, `newerSchema` for one that a later
 *   release wrote.
 */
export function openDatabase(path: string, isReadOnly = false, steps: Steps = {}): Database {
  const database = openFile(path, isReadOnly);
  const migrations = steps.migrations ?? MIGRATIONS;
  try {
    if (isReadOnly) {
      configureReader(database);
      return database;
    }
    checkOwner(database, path, migrations.length); // Before anything of a strange file is changed.
    configure(database, path);
    migrate(database, path, { ...steps, migrations });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Readers change nothing, and share the pages that the system keeps in memory. */
function configureReader(database: Database): void {
  database.pragma('busy_timeout = 5000');
  database.pragma('trusted_schema = OFF');
  database.pragma('temp_store = MEMORY');
  database.pragma('cache_size = -32768'); // 32 MB, in KiB.
}

function configure(database: Database, path: string): void {
  try {
    database.pragma('auto_vacuum = INCREMENTAL'); // Only counts before the first table is made.
    database.pragma('journal_mode = WAL');
  } catch (error) {
    const hint = 'Name another file: this one is no SQLite database, or it is locked.';
    throw new StoreError('cannotOpen', `${path} cannot be used as a database.`, hint, error);
  }
  database.pragma('synchronous = FULL'); // What we acknowledged survives a power cut.
  database.pragma('busy_timeout = 5000');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('temp_store = MEMORY');
  database.pragma('cache_size = -32768'); // 32 MB, in KiB: with twice as much nothing was faster.
  database.pragma('journal_size_limit = 67108864');
  assert(database.pragma('synchronous', { simple: true }) === 2, 'commits reach the disk');
}

/** Opens the one file with safe settings, checks that it is ours, and updates its schema. */
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { assert } from '../../../shared/assert.ts';
import { StoreError } from '../store.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

export type Database = BetterSqlite3.Database;

const IN_MEMORY = ':memory:';

/**
 * Opens or makes a store file; `:memory:` gives one that lives as long as the process.
 *
 * @param isReadOnly opens beside the one writer, which has made the file.
 * @throws StoreError `cannotOpen` for a file that is not ours, `newerSchema` for one that a later
 *   release wrote.
 */
export function openDatabase(path: string, isReadOnly = false): Database {
  const database = openFile(path, isReadOnly);
  try {
    if (isReadOnly) {
      configureReader(database);
      return database;
    }
    configure(database, path);
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A connection as SQLite gives it, without our settings. @throws StoreError `cannotOpen` */
export function openFile(path: string, isReadOnly: boolean): Database {
  try {
    if (path !== IN_MEMORY && !isReadOnly) mkdirSync(dirname(path), { recursive: true });
    // Loaded by hand: the native part must be found from the bundle too.
    const Constructor = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;
    return new Constructor(path, { readonly: isReadOnly });
  } catch (error) {
    const hint = 'Name a file in a folder that this user may write, with --db or `database:`.';
    throw new StoreError('cannotOpen', `Cannot open the database ${path}.`, hint, error);
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
  database.pragma('cache_size = -65536'); // 64 MB, in KiB.
  database.pragma('journal_size_limit = 67108864');
  assert(database.pragma('synchronous', { simple: true }) === 2, 'commits reach the disk');
}

/** @throws StoreError for a file of another program, or of a later release. */
export function checkOwner(database: Database, path: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  const owner = Number(database.pragma('application_id', { simple: true }));
  const isEmpty = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (!isEmpty && owner !== APPLICATION_ID) {
    const hint = 'Name another file; Outcrop makes one where none is.';
    throw new StoreError('cannotOpen', `${path} is a database of another program.`, hint);
  }
  if (version > MIGRATIONS.length) {
    const hint = `Install the release that wrote it; this one knows schema ${MIGRATIONS.length}.`;
    throw new StoreError('newerSchema', `${path} has the newer schema ${version}.`, hint);
  }
}

function migrate(database: Database, path: string): void {
  checkOwner(database, path);
  const version = Number(database.pragma('user_version', { simple: true }));
  database.pragma(`application_id = ${APPLICATION_ID}`);
  MIGRATIONS.slice(version).forEach((statements, index) => {
    const step = database.transaction(() => {
      database.exec(statements);
      database.pragma(`user_version = ${version + index + 1}`);
    });
    step.exclusive();
  });
}

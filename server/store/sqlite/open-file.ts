/** The door to SQLite itself: a connection to one file, whatever the file is. */
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { StoreError } from '../store.ts';

/** A connection as SQLite gives it, without our settings. @throws StoreError `cannotOpen` */
export function openFile(path: string, isReadOnly: boolean): BetterSqlite3.Database {
  try {
    if (path !== ':memory:' && !isReadOnly) mkdirSync(dirname(path), { recursive: true });
    // Loaded by hand: the native part must be found from the bundle too.
    const Constructor = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;
    return new Constructor(path, { readonly: isReadOnly });
  } catch (error) {
    const hint = 'Name a file in a folder that this user may write, with --db or `database:`.';
    throw new StoreError('cannotOpen', `Cannot open the database ${path}.`, hint, error);
  }
}

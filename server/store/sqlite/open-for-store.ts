/** Opens the file of a store, with the lock of a server where one asks for it. */
import { openDatabase, type Database } from './open-database.ts';
import { checkPlace, checkSound } from './start-check.ts';
import type { SqliteStoreOptions } from './store-options.ts';
import { takeWriterLock } from './writer-lock.ts';

export interface StoreFile {
  readonly database: Database;
  /** Closes the file, then lets go of the lock. */
  readonly close: () => void;
}

/** @throws StoreError when the file cannot be used, or another server has it. */
export function openForStore(options: SqliteStoreOptions): StoreFile {
  const { path, isReadOnly, isServer, onMigrated, pagesMax } = options;
  if (isServer) checkPlace(path);
  const lock = isServer && path !== ':memory:' ? takeWriterLock(path) : null;
  try {
    const told = onMigrated && { onMigrated };
    const database = openDatabase(path, isReadOnly, { ...told, hasLock: lock !== null });
    if (isServer) checkSound(database, path);
    if (pagesMax !== undefined) database.pragma(`max_page_count = ${pagesMax}`);
    return {
      database,
      close: () => {
        database.close();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

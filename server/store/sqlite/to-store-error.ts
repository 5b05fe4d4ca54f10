/** Failures of SQLite in the words of the store, each with what the operator can do. */
import { StoreError } from '../store.ts';

/** An error that is none of the disk or the file comes back as it is. */
export function toStoreError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_FULL')) {
    const hint = 'Free disk space; ingest goes on from where it stopped.';
    return new StoreError('full', 'The disk is full, nothing of this batch was kept.', hint, error);
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    const hint = 'Keep the file, start with a new one and ingest again: the logs are in S3.';
    return new StoreError('corrupt', 'The database file is damaged.', hint, error);
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    const hint = 'Stop the other process that writes to this file.';
    return new StoreError('busy', 'Another process holds the database.', hint, error);
  }
  return error;
}

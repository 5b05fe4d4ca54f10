/** Keeps a second server, and a change of schema, away from a file that a server writes. */
import { StoreError } from '../store.ts';
import { openFile } from './open-file.ts';

export interface WriterLock {
  release(): void;
}

/**
 * Takes the lock of a database; whatever ends the process gives it back.
 *
 * It is a file of its own, so that short writes of the command line go on beside a server. SQLite
 * locks it, as Node has no lock of files.
 *
 * @throws StoreError `busy` while another process has it.
 */
export function takeWriterLock(path: string): WriterLock {
  const lock = openFile(`${path}.lock`, false);
  try {
    lock.pragma('busy_timeout = 0');
    lock.pragma('journal_mode = MEMORY'); // Nothing is written, so nothing is to be kept.
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const hint = 'Stop the other server, or give this one a database of its own.';
    throw new StoreError('busy', `Another server has ${path} open.`, hint, error);
  }
  return { release: () => lock.close() };
}

/** Copies a database while it is written, checks the copy, and puts a copy back in its place. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { encryptFile, type OnBytes } from '../encrypted-file.ts';
import { toFileError } from '../file-error.ts';
import { StoreError } from '../store.ts';
import { checkOwner } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { openFile } from './open-file.ts';
import { MIGRATIONS } from './schema.ts';
import { toStoreError } from './to-store-error.ts';
import { takeWriterLock, type WriterLock } from './writer-lock.ts';

/** Pages between two looks at the clock: some 8 MB. */
const PAGES_PER_STEP = 2_000;

/** Ends of the names of what SQLite lays beside a file. */
const BESIDE = ['-wal', '-shm'] as const;

export interface Backup {
  readonly bytes: number;
  /** Of the whole file, in hex. */
  readonly sha256: string;
}

/** What a backup is told of, in its order. */
export interface BackupSteps {
  readonly onPages: (donePages: number, totalPages: number) => void;
  readonly onBytes: OnBytes;
}

/**
 * Copies a database, as it is at this moment, to a file.
 *
 * Writers go on meanwhile. The copy appears under its name when it is whole, on disk and found
 * sound; until then it has `.part` behind its name.
 *
 * @throws StoreError when the file is no database of ours, or the copy is damaged.
 */
export async function backupDatabase(
  file: string,
  copy: string,
  onPages: BackupSteps['onPages'],
): Promise<Backup> {
  const part = `${copy}.part`;
  await copyState(file, part, onPages);
  await checkSound(part, copy);
  return publish(part, copy);
}

/**
 * Does the same, and encrypts the copy to keys of which each alone can read it.
 *
 * What is not encrypted yet lies beside the database, so that it never is where copies are kept.
 *
 * @throws StoreError as `backupDatabase` does, and `busy` beside another one.
 */
export async function backupEncrypted(
  file: string,
  copy: string,
  { recipients, ...steps }: BackupSteps & { readonly recipients: readonly string[] },
): Promise<Backup> {
  const plain = `${file}.backup`;
  const part = `${copy}.part`;
  const lock = lockBackup(plain, file);
  try {
    await copyState(file, plain, steps.onPages);
    await checkSound(plain, copy);
    await encryptFile(plain, part, recipients, steps.onBytes);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await rm(plain, { force: true });
    lock.release();
  }
  return publish(part, copy);
}

/** Two at once would write the same file, and one that was killed may have left it there. */
function lockBackup(plain: string, file: string): WriterLock {
  try {
    return takeWriterLock(plain);
  } catch (error) {
    const hint = 'Wait until it has ended.';
    throw new StoreError('busy', `Another encrypted backup of ${file} is made.`, hint, error);
  }
}

async function copyState(
  file: string,
  part: string,
  onPages: BackupSteps['onPages'],
): Promise<void> {
  await rm(part, { force: true });
  const database = openDatabase(file, true);
  try {
    // One transaction is one state: without it a writer would make the copy begin again and again.
    database.exec('BEGIN');
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    const { totalPages: all } = await database.backup(part, {
      progress({ totalPages, remainingPages }) {
        onPages(totalPages - remainingPages, totalPages);
        return PAGES_PER_STEP;
      },
    });
    onPages(all, all);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    database.close();
  }
}

/**
 * Puts a backup in the place of a database, which stays beside it with `.replaced` in its name.
 *
 * @param bring writes the plain copy that an encrypted backup holds.
 * @throws StoreError when the backup is damaged, or a process has the database open.
 */
export async function restoreDatabase(
  backup: string,
  file: string,
  bring: (from: string, to: string) => Promise<void> = copyFile,
): Promise<Backup> {
  const part = `${file}.part`;
  try {
    await bring(backup, part);
    await checkSound(part, backup);
    if (existsSync(file)) await setAside(file);
  } catch (error) {
    await rm(part, { force: true });
    throw toFileError(error, part);
  }
  return publish(part, file);
}

/** Digest of a file, in hex. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function publish(part: string, name: string): Promise<Backup> {
  const handle = await open(part, 'r+');
  const { size } = await handle.stat();
  await handle.sync();
  await handle.close();
  const sha256 = await sha256Of(part);
  await rename(part, name);
  const folder = await open(dirname(name), 'r');
  await folder.sync(); // The new name, too, survives a power cut.
  await folder.close();
  return { bytes: size, sha256 };
}

/**
 * Gives a database a second name, a damaged one too: somebody may want it. Its own name stays until
 * the new file takes it in one step, so that a kill leaves one or the other there.
 */
async function setAside(file: string): Promise<void> {
  refuseWhileOpen(file);
  for (const end of BESIDE) {
    await rm(`${file}.replaced${end}`, { force: true });
    // A sound file has none by now; that of a damaged one must not be read into the new file.
    if (existsSync(file + end)) await rename(file + end, `${file}.replaced${end}`);
  }
  await rm(`${file}.replaced`, { force: true });
  await link(file, `${file}.replaced`).catch(() => copyFile(file, `${file}.replaced`));
}

/** @throws StoreError `busy` while any process has the file open. */
function refuseWhileOpen(file: string): void {
  try {
    const database = openFile(file, false);
    try {
      database.pragma('busy_timeout = 0');
      database.pragma('locking_mode = EXCLUSIVE');
      database.exec('BEGIN IMMEDIATE; ROLLBACK');
    } finally {
      database.close();
    }
  } catch (error) {
    const told = toStoreError(error);
    if (told instanceof StoreError && told.code === 'busy') throw told;
  }
}

/**
 * Checks a copy of ours; `name` stands in messages.
 *
 * @throws StoreError for a file of another program or a later release, and for a damaged one.
 */
async function checkSound(part: string, name: string): Promise<void> {
  let lines: readonly { readonly integrity_check: string }[];
  try {
    const database = openDatabase(part, true);
    try {
      checkOwner(database, name, MIGRATIONS.length);
      lines = database.pragma('integrity_check(5)') as typeof lines; // As SQLite documents it.
    } finally {
      database.close();
    }
  } catch (error) {
    throw toStoreError(error);
  } finally {
    for (const end of BESIDE) await rm(part + end, { force: true });
  }
  if (lines.every((line) => line.integrity_check === 'ok')) return;
  const hint = 'Take an older backup, or ingest the logs again: they are still in S3.';
  throw new StoreError('corrupt', `${name} is damaged.`, hint);
}

/** Keeps a database as it is before a migration changes it: whole and sound, or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { StoreError } from '../store.ts';

/**
 * Copies a database beside itself; the caller sees to it that nobody writes meanwhile.
 *
 * @returns the name of the copy.
 * @throws StoreError `full` when there is no room, `corrupt` when what was copied is damaged.
 */
export function copyAside(database: BetterSqlite3.Database, file: string, schema: number): string {
  const copy = `${file}.schema-${schema}`;
  const part = `${copy}.part`;
  rmSync(part, { force: true });
  mustHaveRoom(file);
  database.prepare('VACUUM INTO ?').run(part);
  mustBeSound(database, file, part);
  sync(part);
  renameSync(part, copy);
  sync(path.dirname(copy)); // The new name, too, survives a power cut.
  return copy;
}

/** @throws StoreError when a copy would fill the disk. */
function mustHaveRoom(file: string): void {
  const { bavail, bsize } = statfsSync(path.dirname(file));
  const neededBytes = statSync(file).size;
  if (bavail * bsize > neededBytes) return;
  const megabytes = Math.ceil(neededBytes / 1_000_000);
  const hint =
    `Free ${megabytes} MB on its disk, or move it to a larger one with \`outcrop backup\` and ` +
    '`outcrop restore`. Nothing has been changed.';
  throw new StoreError('full', `No room to copy ${file} before its schema changes.`, hint);
}

function mustBeSound(database: BetterSqlite3.Database, file: string, part: string): void {
  database.prepare('ATTACH ? AS kept').run(part);
  try {
    if (database.pragma('kept.integrity_check(1)', { simple: true }) === 'ok') return;
  } finally {
    database.exec('DETACH kept');
  }
  const hint =
    'Restore the newest backup with `outcrop restore`, or keep the file, start with a new one ' +
    'and ingest again: the logs are in S3. Nothing has been changed.';
  throw new StoreError('corrupt', `${file} is damaged, so its schema is not changed.`, hint);
}

function sync(name: string): void {
  const descriptor = openSync(name, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** `outcrop backup` and `outcrop restore`: a checked copy, made while the database is written. */
import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isoTime } from '../../shared/window.ts';
import { backupDatabase, restoreDatabase, sha256Of, type Backup } from '../store/sqlite/backup.ts';
import { createProgress } from './progress.ts';
import { mustExist } from './query.ts';
import { UsageError, type Root } from './root.ts';

interface BackupOptions {
  readonly db: string;
  readonly out: string;
  readonly keep?: string;
  readonly json?: boolean;
}

interface RestoreOptions {
  readonly db: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What lies beside a database and belongs to it: rates of AWS's price list. */
const PRICES = '.prices.json';
const DIGEST = '.sha256';
const MADE_BY_US = /^outcrop-\d{8}T\d{6}Z\.db$/;

const BACKUP_NOTES = `
Copies the database as it is at this moment, also while a server writes to it, checks the copy, and
only then gives it its name. Beside it lie its SHA-256 and the rates of AWS's price list, if there
are any. In a folder the copy is named after its time, and --keep removes the oldest of those.
  outcrop backup --db outcrop.db --out /backups --keep 14`;

const RESTORE_NOTES = `
Checks the backup, then puts it in the place of the database. With --force an existing one is
replaced; it stays beside the new one with .replaced in its name. No process may have it open.
What was logged since the backup is read again by the next pass of the sources.
  outcrop restore /backups/outcrop-20261122T021500Z.db --db outcrop.db`;

export function addBackup(program: Command, root: Root): void {
  program
    .command('backup')
    .description('Copy the database, also while a server writes to it.')
    .requiredOption('--db <file>', 'database file')
    .requiredOption('--out <path>', 'folder, or name of the copy')
    .option('--keep <count>', 'in a folder, remove all but the newest copies')
    .option('--json', 'print JSON')
    .addHelpText('after', BACKUP_NOTES)
    .action(async (options: BackupOptions) => {
      const keep = keepOf(options);
      mustExist(options.db);
      const copy = copyNameOf(options, root);
      const backup = await makeBackup(options.db, copy, root);
      const removed = keep === null ? [] : await removeOld(path.dirname(copy), keep);
      tell(options, root, { file: copy, ...backup, removed });
    });
}

export function addRestore(program: Command, root: Root): void {
  program
    .command('restore')
    .description('Put a backup in the place of the database.')
    .argument('<backup>', 'file that `outcrop backup` made')
    .requiredOption('--db <file>', 'database file')
    .option('--force', 'replace a database that is there')
    .option('--json', 'print JSON')
    .addHelpText('after', RESTORE_NOTES)
    .action(async (file: string, options: RestoreOptions) => {
      const backup = await restore(file, options);
      tell(options, root, { file: options.db, ...backup, removed: [] });
    });
}

async function makeBackup(db: string, copy: string, root: Root): Promise<Backup> {
  const progress = createProgress('Copying', process.stderr.isTTY, root.writeError);
  try {
    const backup = await backupDatabase(db, copy, (done, total) => {
      progress.show(done, total, 'pages');
    });
    if (existsSync(db + PRICES)) await copyFile(db + PRICES, copy + PRICES);
    await writeFile(copy + DIGEST, `${backup.sha256}  ${path.basename(copy)}\n`);
    return backup;
  } finally {
    progress.end();
  }
}

async function restore(file: string, { db, force }: RestoreOptions): Promise<Backup> {
  mustExist(file);
  if (existsSync(db) && !force) {
    const hint = 'Name another file, or replace it with --force: the old one stays beside it.';
    throw new UsageError(`There is a database ${db} already.`, hint);
  }
  await compareDigest(file);
  const backup = await restoreDatabase(file, db);
  if (existsSync(db + PRICES)) await rename(db + PRICES, `${db}.replaced${PRICES}`);
  if (existsSync(file + PRICES)) await copyFile(file + PRICES, db + PRICES);
  return backup;
}

/** @throws UsageError when the bytes are not those that were written. */
async function compareDigest(file: string): Promise<void> {
  if (!existsSync(file + DIGEST)) return;
  const [expected] = (await readFile(file + DIGEST, 'utf8')).split(' ');
  if ((await sha256Of(file)) === expected) return;
  const hint = 'The copy was changed or cut since it was made: take another one.';
  throw new UsageError(`${file} is not what its .sha256 says.`, hint);
}

function keepOf({ keep, out }: BackupOptions): number | null {
  if (keep === undefined) return null;
  const count = Number(keep);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(`--keep ${keep} is no count.`, 'Write --keep 14, at least 1.');
  }
  if (!isFolder(out)) {
    throw new UsageError('--keep needs a folder.', 'Name an existing folder with --out.');
  }
  return count;
}

function copyNameOf({ out, db }: BackupOptions, root: Root): string {
  if (path.resolve(out) === path.resolve(db)) {
    throw new UsageError('--out is the database itself.', 'Name a folder, or another file.');
  }
  if (!isFolder(out)) return out;
  const stamp = isoTime(root.nowMs()).replace(/[-:]|\.\d+/g, '');
  return path.join(out, `outcrop-${stamp}.db`);
}

function isFolder(name: string): boolean {
  return existsSync(name) && statSync(name).isDirectory();
}

async function removeOld(folder: string, keep: number): Promise<readonly string[]> {
  const ours = (await readdir(folder)).filter((name) => MADE_BY_US.test(name)).sort();
  const old = ours.slice(0, Math.max(0, ours.length - keep));
  for (const name of old) {
    for (const end of ['', PRICES, DIGEST]) {
      await rm(path.join(folder, name + end), { force: true });
    }
  }
  return old;
}

interface Told extends Backup {
  readonly file: string;
  readonly removed: readonly string[];
}

function tell({ json }: { readonly json?: boolean }, root: Root, told: Told): void {
  if (json) {
    root.writeOut(`${JSON.stringify(told)}\n`);
    return;
  }
  const removed = told.removed.map((name) => `Removed ${name}.\n`).join('');
  root.writeOut(`${told.file}: ${told.bytes} bytes, found sound.\n${removed}`);
}

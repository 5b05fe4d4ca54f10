/** `outcrop backup`: a checked copy, made while the database is written, encrypted if asked. */
import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isoTime } from '../../shared/window.ts';
import { toFileError } from '../store/file-error.ts';
import { backupDatabase, backupEncrypted, type Backup } from '../store/sqlite/backup.ts';
import { recipientsOf } from './backup-keys.ts';
import { DIGEST, PRICES, tell } from './backup-parts.ts';
import { createProgress, megabytes } from './progress.ts';
import { mustExist } from './query.ts';
import { UsageError, type Root } from './root.ts';

interface BackupOptions {
  readonly db: string;
  readonly out: string;
  readonly keep?: string;
  readonly encryptTo?: readonly string[];
  readonly json?: boolean;
}

const MADE_BY_US = /^outcrop-\d{8}T\d{6}Z\.db(\.age)?$/;

const NOTES = `
Copies the database as it is at this moment, also while a server writes to it, checks the copy, and
only then gives it its name. Beside it lie its SHA-256 and the rates of AWS's price list, if there
are any. In a folder the copy is named after its time, and --keep removes the oldest of those.
With --encrypt-to it can be read only with the secret key of one of the public keys that are named;
outcrop backup-key makes a pair, as age-keygen does. What is not encrypted yet lies beside the
database meanwhile, and takes as much room there.
  outcrop backup --db outcrop.db --out /backups --keep 14
  outcrop backup --db outcrop.db --out /backups --keep 14 --encrypt-to @recipients.txt`;

export function addBackup(program: Command, root: Root): void {
  program
    .command('backup')
    .description('Copy the database, also while a server writes to it.')
    .requiredOption('--db <file>', 'database file')
    .requiredOption('--out <path>', 'folder, or name of the copy')
    .option('--keep <count>', 'in a folder, remove all but the newest copies')
    .option('--encrypt-to <key...>', 'public key of age, or @file with one on each line')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (options: BackupOptions) => {
      const keep = keepOf(options);
      mustExist(options.db);
      const recipients = options.encryptTo ? await recipientsOf(options.encryptTo) : [];
      const copy = copyNameOf(options, root);
      const backup = await makeBackup({ db: options.db, copy, recipients }, root);
      const removed = keep === null ? [] : await removeOld(path.dirname(copy), keep);
      tell(options, root, { file: copy, ...backup, removed, recipients });
    });
}

interface Wanted {
  readonly db: string;
  readonly copy: string;
  /** None for a copy that is not encrypted. */
  readonly recipients: readonly string[];
}

async function makeBackup({ db, copy, recipients }: Wanted, root: Root): Promise<Backup> {
  const copying = createProgress('Copying', process.stderr.isTTY, root.writeError);
  const encrypting = createProgress('Encrypting', process.stderr.isTTY, root.writeError);
  const onPages = (done: number, total: number): void => copying.show(done, total, `${done} pages`);
  const onBytes = (done: number, total: number): void => {
    copying.end();
    encrypting.show(done, total, megabytes(done));
  };
  try {
    const backup =
      recipients.length === 0
        ? await backupDatabase(db, copy, onPages)
        : await backupEncrypted(db, copy, { recipients, onPages, onBytes });
    if (existsSync(db + PRICES)) await copyFile(db + PRICES, copy + PRICES);
    await writeFile(copy + DIGEST, `${backup.sha256}  ${path.basename(copy)}\n`);
    return backup;
  } catch (error) {
    throw toFileError(error, copy);
  } finally {
    copying.end();
    encrypting.end();
  }
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

function copyNameOf({ out, db, encryptTo }: BackupOptions, root: Root): string {
  if (path.resolve(out) === path.resolve(db)) {
    throw new UsageError('--out is the database itself.', 'Name a folder, or another file.');
  }
  if (!isFolder(path.dirname(out))) {
    throw new UsageError(`There is no folder ${path.dirname(out)}.`, 'Make it, or name another.');
  }
  if (!isFolder(out)) return out;
  const stamp = isoTime(root.nowMs()).replace(/[-:]|\.\d+/g, '');
  return path.join(out, `outcrop-${stamp}.db${encryptTo ? '.age' : ''}`);
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

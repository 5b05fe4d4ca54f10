/** `outcrop restore`: puts a backup, encrypted or not, in the place of the database. */
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { copyFile, readFile, rename } from 'node:fs/promises';
import { toFileError } from '../store/file-error.ts';
import { restoreDatabase, sha256Of, type Backup } from '../store/sqlite/backup.ts';
import { decrypterOf } from './backup-keys.ts';
import { DIGEST, PRICES, tell } from './backup-parts.ts';
import { createProgress } from './progress.ts';
import { mustExist } from './query.ts';
import { UsageError, type Root } from './root.ts';

interface RestoreOptions {
  readonly db: string;
  readonly force?: boolean;
  readonly identity?: string;
  readonly json?: boolean;
}

const NOTES = `
Checks the backup, then puts it in the place of the database. With --force an existing one is
replaced; it stays beside the new one with .replaced in its name. No process may have it open.
What was logged since the backup is read again by the next pass of the sources. An encrypted one
needs the file of a secret key, as outcrop backup-key or age-keygen wrote it.
  outcrop restore /backups/outcrop-20261122T021500Z.db --db outcrop.db
  outcrop restore /backups/outcrop-20261122T021500Z.db.age --db outcrop.db --identity backup.key`;

export function addRestore(program: Command, root: Root): void {
  program
    .command('restore')
    .description('Put a backup in the place of the database.')
    .argument('<backup>', 'file that `outcrop backup` made')
    .requiredOption('--db <file>', 'database file')
    .option('--force', 'replace a database that is there')
    .option('--identity <file>', 'file with the secret key of an encrypted backup')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (file: string, options: RestoreOptions) => {
      const backup = await restore(file, options, root);
      tell(options, root, { file: options.db, ...backup, removed: [], recipients: [] });
    });
}

async function restore(file: string, options: RestoreOptions, root: Root): Promise<Backup> {
  const { db, force, identity } = options;
  mustExist(file);
  if (existsSync(db) && !force) {
    const hint = 'Name another file, or replace it with --force: the old one stays beside it.';
    throw new UsageError(`There is a database ${db} already.`, hint);
  }
  const progress = createProgress('Decrypting', process.stderr.isTTY, root.writeError);
  try {
    const decrypt = await decrypterOf(file, identity, progress);
    await compareDigest(file);
    const backup = await restoreDatabase(file, db, decrypt ?? copyFile);
    if (existsSync(db + PRICES)) await rename(db + PRICES, `${db}.replaced${PRICES}`);
    if (existsSync(file + PRICES)) await copyFile(file + PRICES, db + PRICES);
    return backup;
  } catch (error) {
    throw toFileError(error, file);
  } finally {
    progress.end();
  }
}

/** @throws UsageError when the bytes are not those that were written. */
async function compareDigest(file: string): Promise<void> {
  if (!existsSync(file + DIGEST)) return;
  const [expected] = (await readFile(file + DIGEST, 'utf8')).split(' ');
  if ((await sha256Of(file)) === expected) return;
  const hint = 'The copy was changed or cut since it was made: take another one.';
  throw new UsageError(`${file} is not what its .sha256 says.`, hint);
}

/** `outcrop backup-key`: makes the pair of keys that encrypts backups and reads them again. */
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { isoTime } from '../../shared/window.ts';
import { createBackupKey } from '../store/encrypted-file.ts';
import { toFileError } from '../store/file-error.ts';
import { UsageError, type Root } from './root.ts';

interface KeyOptions {
  readonly out: string;
  readonly json?: boolean;
}

const ONLY_OWNER = 0o600;

const NOTES = `
Writes the secret key to a file that its owner alone can read, and prints the public one. Backups
are encrypted with the public key, so the server needs no other: keep the secret one elsewhere, and
twice. Without it nobody can read a backup, we neither. The file is that of age-keygen.
  outcrop backup-key --out outcrop-backup.key`;

export function addBackupKey(program: Command, root: Root): void {
  program
    .command('backup-key')
    .description('Make a pair of keys for encrypted backups.')
    .requiredOption('--out <file>', 'new file for the secret key')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async ({ out, json }: KeyOptions) => {
      const recipient = await makeKey(out, root);
      const told = { file: out, recipient };
      root.writeOut(json ? `${JSON.stringify(told)}\n` : `Public key: ${recipient}\n`);
    });
}

async function makeKey(file: string, root: Root): Promise<string> {
  if (existsSync(file)) {
    const hint = 'Backups may need the key in it: name another file.';
    throw new UsageError(`There is a file ${file} already.`, hint);
  }
  const { identity, recipient } = await createBackupKey();
  const created = isoTime(root.nowMs());
  const text = `# created: ${created}\n# public key: ${recipient}\n${identity}\n`;
  try {
    await writeFile(file, text, { mode: ONLY_OWNER, flag: 'wx', flush: true });
  } catch (error) {
    throw toFileError(error, file);
  }
  return recipient;
}

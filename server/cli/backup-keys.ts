/** The keys of age that a command line names: public ones by their text, secret ones by a file. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decryptFile, encryptionOf, isIdentity, isRecipient } from '../store/encrypted-file.ts';
import { toFileError } from '../store/file-error.ts';
import { megabytes, type Progress } from './progress.ts';
import { UsageError } from './root.ts';

const SECRET = 'AGE-SECRET-KEY-';
/** Begins the name of a file with a key on each line. */
const FILE_SIGN = '@';

/**
 * The public keys that `--encrypt-to` names, each once; `@file` stands for those in a file.
 *
 * @throws UsageError for what is no public key; a secret one is not repeated in the message.
 */
export async function recipientsOf(named: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(
    named.map(async (one) => (one.startsWith(FILE_SIGN) ? linesOf(one.slice(1)) : [one])),
  );
  const recipients = [...new Set(texts.flat())];
  const wrong = recipients.find((one) => !isRecipient(one));
  if (wrong?.startsWith(SECRET)) {
    const hint = 'Name the public key, which begins with age1, and make a new pair: others saw it.';
    throw new UsageError('--encrypt-to was given a secret key.', hint);
  }
  if (wrong !== undefined) {
    const hint =
      'It begins with age1; `outcrop backup-key` and `age-keygen` make one. Write @ before a file.';
    throw new UsageError(`--encrypt-to ${wrong} is no public key of age.`, hint);
  }
  if (recipients.length === 0) {
    const hint = 'Write a public key on a line of its own.';
    throw new UsageError(`No public key stands in ${named.join(', ')}.`, hint);
  }
  return recipients;
}

/**
 * What brings the plain copy out of a backup; null for one that is not encrypted.
 *
 * @param keyFile as `outcrop backup-key` and `age-keygen` write it.
 * @throws UsageError where backup and key file do not go together.
 */
export async function decrypterOf(
  backup: string,
  keyFile: string | undefined,
  progress: Progress,
): Promise<((from: string, to: string) => Promise<void>) | null> {
  const encryption = await encryptionOf(backup);
  if (encryption === 'armored') {
    const hint = 'Decrypt it with `age --decrypt` first, and restore what that writes.';
    throw new UsageError(`${backup} is encrypted as text.`, hint);
  }
  if (encryption === null) {
    if (keyFile === undefined) return null;
    throw new UsageError(`${backup} is not encrypted.`, 'Leave --identity out.');
  }
  if (keyFile === undefined) {
    const hint = 'Name the file with the secret key by --identity.';
    throw new UsageError(`${backup} is encrypted.`, hint);
  }
  const identities = await identitiesOf(keyFile);
  const onBytes = (done: number, total: number): void =>
    progress.show(done, total, megabytes(done));
  return (from, to) => decryptFile(from, to, identities, onBytes);
}

/** Has `use` work on the plain copy of a backup, which is gone afterwards. */
export async function withPlainCopy<Result>(
  backup: string,
  decrypt: (from: string, to: string) => Promise<void>,
  use: (plain: string) => Result,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'outcrop-'));
  try {
    const plain = path.join(folder, 'plain.db');
    await decrypt(backup, plain);
    return use(plain);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** No line of the file is in any message. */
async function identitiesOf(keyFile: string): Promise<readonly string[]> {
  const identities = await linesOf(keyFile);
  if (identities.length > 0 && identities.every(isIdentity)) return identities;
  const hint =
    `Each of its lines is a secret key, which begins with ${SECRET}1, or a comment. One that has ` +
    'a passphrase is opened with `age --decrypt` first.';
  throw new UsageError(`${keyFile} holds no secret key of age.`, hint);
}

/** Lines of a key file without its comments. */
async function linesOf(file: string): Promise<readonly string[]> {
  if (!existsSync(file)) {
    throw new UsageError(`There is no key file ${file}.`, 'Name one that is there.');
  }
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw toFileError(error, file);
  });
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

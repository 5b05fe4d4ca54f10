/** Files that only the holder of a key can read, in the format of age, so that `age` reads them. */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ReadableStream as NodeStream } from 'node:stream/web';
import { toFileError } from './file-error.ts';
import { StoreError } from './store.ts';

/** Called with the bytes that were read so far, and those of the whole file. */
export type OnBytes = (doneBytes: number, totalBytes: number) => void;

const BINARY_LINE = 'age-encryption.org/v1\n';
/** As text, for mails; it has to be made bytes again first. */
const ARMORED_LINE = '-----BEGIN AGE ENCRYPTED FILE-----';
const PIECE_BYTES = 1024 * 1024;

/** A key pair of age: the identity is secret, the recipient is not. */
export interface BackupKey {
  readonly identity: string;
  readonly recipient: string;
}

export async function createBackupKey(): Promise<BackupKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Node's class is the global one; only their types are written down twice. */
type WebStream = ReadableStream<Uint8Array>;

/** Whether a text is a public key of age. */
export function isRecipient(text: string): boolean {
  return accepts(() => new Encrypter().addRecipient(text));
}

/** Whether a text is a secret key of age. */
export function isIdentity(text: string): boolean {
  return accepts(() => new Decrypter().addIdentity(text));
}

/** How a file is encrypted, told by its first line; null for one that is not. */
export async function encryptionOf(file: string): Promise<'binary' | 'armored' | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(ARMORED_LINE.length), 0);
    const begin = buffer.subarray(0, bytesRead).toString('latin1');
    if (begin === ARMORED_LINE) return 'armored';
    return begin.startsWith(BINARY_LINE) ? 'binary' : null;
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file once more, encrypted to keys of which each alone can read it.
 *
 * Neither file is in memory at any time. What is there under the new name is replaced.
 *
 * @throws StoreError when a file cannot be read or written.
 */
export async function encryptFile(
  from: string,
  to: string,
  recipients: readonly string[],
  onBytes: OnBytes,
): Promise<void> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const source = createReadStream(from, { highWaterMark: PIECE_BYTES });
  try {
    const encrypted = await encrypter.encrypt(await streamOf(source, from, onBytes));
    await writeTo(to, encrypted);
  } catch (error) {
    throw toFileError(error, to);
  } finally {
    source.destroy();
  }
}

/**
 * Writes an encrypted file once more, as it was before.
 *
 * Each piece is checked before it is written, the end last: a file that was cut or changed ends
 * here, and what was written until then is worth nothing.
 *
 * @throws StoreError `wrongKey` when no identity fits, `corrupt` for a file that was changed.
 */
export async function decryptFile(
  from: string,
  to: string,
  identities: readonly string[],
  onBytes: OnBytes,
): Promise<void> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const source = createReadStream(from, { highWaterMark: PIECE_BYTES });
  try {
    const plain = await decrypter.decrypt(await streamOf(source, from, onBytes));
    await writeTo(to, plain);
  } catch (error) {
    throw decryptError(error, from);
  } finally {
    source.destroy();
  }
}

/** One that fails may be opening its file still: whoever tidies up then would leave it behind. */
async function writeTo(file: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const target = createWriteStream(file);
  const closed = new Promise<void>((resolve) => target.once('close', () => resolve()));
  try {
    await pipeline(pieces, target);
  } finally {
    await closed;
  }
}

function decryptError(error: unknown, file: string): unknown {
  const told = toFileError(error, file);
  if (told instanceof StoreError) return told;
  // The words of age-encryption; a file for other keys has no code of its own.
  if (error instanceof Error && error.message.startsWith('no identity matched')) {
    const hint =
      'Name the file with the key of one of its recipients by --identity. Nothing was changed.';
    return new StoreError('wrongKey', `${file} is encrypted to another key.`, hint, error);
  }
  const hint = 'It was changed or cut since it was made: take another backup. Nothing was changed.';
  return new StoreError('corrupt', `${file} is damaged.`, hint, error);
}

async function streamOf(source: ReadStream, file: string, onBytes: OnBytes): Promise<WebStream> {
  const { size } = await stat(file);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let doneBytes = 0;
    for await (const piece of source as AsyncIterable<Buffer>) {
      // Without an encoding it is bytes.
      yield piece;
      doneBytes += piece.length;
      onBytes(doneBytes, size);
    }
  }
  return NodeStream.from(pieces()) as WebStream;
}

function accepts(add: () => void): boolean {
  try {
    add();
    return true;
  } catch {
    return false;
  }
}

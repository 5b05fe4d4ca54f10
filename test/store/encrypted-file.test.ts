/** Encrypted files: read by whoever has a key and by nobody else, changed by nobody unseen. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createBackupKey,
  decryptFile,
  encryptFile,
  encryptionOf,
  isIdentity,
  isRecipient,
  type BackupKey,
} from '../../server/store/encrypted-file.ts';

const ignore = (): void => undefined;

/** Written by age 1.1.1, the program in Go, with the key below. */
const BY_AGE = {
  identity: 'AGE-SECRET-KEY-1R85VR0SCV6H94GJQEPDWMGDPT86DHATPXZDDZJNKY30PZ784TCZQQM3ECY',
  base64:
    'YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBaajFqK0xRUWM3QVprcmtvY1Q3dWgreis3L0c5' +
    'YjRQOFNCM3NpMVREU2owCjNYUjdXVXA1VXBqK1dNb21JYkorZFBYZHZkbHBPd0EvUmloQURvYU9tM2sK' +
    'LS0tIGZmV05UYXZhR0FUQmI2Q3B6b2hCYmJ2bWZLeXNDdzFLelhDZUlQL0NsV2cKOEDWICsvNCKEwK5T' +
    '7sekEcZmbMiYAPs5Bt2ufMbISXVp4cQ9blvFNw0ZYbHLRqO0iJVbUgVb/w==',
  plain: 'Written by age itself.\n',
};

let folder: string;
let ours: BackupKey;
let others: BackupKey;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'outcrop-test-'));
  ours = await createBackupKey();
  others = await createBackupKey();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (name: string): string => path.join(folder, name);

function fileOf(name: string, bytes: Uint8Array): string {
  writeFileSync(place(name), bytes);
  return place(name);
}

describe('encryptFile and decryptFile', () => {
  // Pieces of the format have 64 KB; those that are read here 1 MB.
  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 1_048_576, 2_500_000])(
    'bring %i bytes back, with the key of each recipient',
    async (size) => {
      const bytes = Buffer.alloc(size, 'outcrop');
      const plain = fileOf('plain', bytes);
      const recipients = [ours.recipient, others.recipient];
      await encryptFile(plain, place('sealed'), recipients, ignore);
      expect(await encryptionOf(place('sealed'))).toBe('binary');
      for (const { identity } of [ours, others]) {
        await decryptFile(place('sealed'), place('again'), [identity], ignore);
        expect(readFileSync(place('again')).equals(bytes)).toBe(true);
      }
    },
  );

  test('leave no byte of the text in the encrypted file', async () => {
    const plain = fileOf('plain', Buffer.from('CANARY-7f3a'.repeat(9_000)));
    await encryptFile(plain, place('sealed'), [ours.recipient], ignore);
    expect(readFileSync(place('sealed')).includes('CANARY')).toBe(false);
  });

  test('tell how far they are, to the last byte', async () => {
    const told: number[][] = [];
    const plain = fileOf('plain', Buffer.alloc(2_200_000));
    await encryptFile(plain, place('sealed'), [ours.recipient], (...one) => void told.push(one));
    expect(told.at(-1)).toEqual([2_200_000, 2_200_000]);
    expect(told.length).toBeGreaterThan(2);
  });

  test('read what age wrote', async () => {
    const sealed = fileOf('by-age', Buffer.from(BY_AGE.base64, 'base64'));
    await decryptFile(sealed, place('again'), [BY_AGE.identity], ignore);
    expect(readFileSync(place('again'), 'utf8')).toBe(BY_AGE.plain);
  });

  test('try each identity of a file', async () => {
    await encryptFile(fileOf('plain', Buffer.from('x')), place('sealed'), [ours.recipient], ignore);
    const identities = [others.identity, ours.identity];
    await decryptFile(place('sealed'), place('again'), identities, ignore);
    expect(readFileSync(place('again'), 'utf8')).toBe('x');
  });

  test('say that the key is another one before anything is written', async () => {
    await encryptFile(fileOf('plain', Buffer.from('x')), place('sealed'), [ours.recipient], ignore);
    rmSync(place('none'), { force: true });
    const reading = decryptFile(place('sealed'), place('none'), [others.identity], ignore);
    await expect(reading).rejects.toMatchObject({ name: 'StoreError', code: 'wrongKey' });
    expect(existsSync(place('none'))).toBe(false);
  });

  test('say in words of the disk where a file cannot be written', async () => {
    const plain = fileOf('plain', Buffer.from('x'));
    const writing = encryptFile(plain, place('no/folder'), [ours.recipient], ignore);
    await expect(writing).rejects.toMatchObject({ name: 'StoreError', code: 'cannotOpen' });
  });
});

describe('encryptionOf', () => {
  test.each([
    ['', null],
    ['SQLite format 3\0', null],
    ['age-encryption.org/v2\nhowever that may look one day', null],
    ['age-encryption.org/v1\n-> X25519', 'binary'],
    ['-----BEGIN AGE ENCRYPTED FILE-----\nYWdl', 'armored'],
  ])('of %j is %j', async (text, expected) => {
    expect(await encryptionOf(fileOf('any', Buffer.from(text)))).toBe(expected);
  });
});

describe('keys', () => {
  test('are told apart, and from any other text', () => {
    expect([isRecipient(ours.recipient), isIdentity(ours.identity)]).toEqual([true, true]);
    expect([isRecipient(ours.identity), isIdentity(ours.recipient)]).toEqual([false, false]);
    expect(isRecipient(`${ours.recipient.slice(0, -1)}x`)).toBe(false);
    expect(isRecipient('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI')).toBe(false);
  });

  test('differ each time', () => {
    expect(ours.identity).not.toBe(others.identity);
  });
});

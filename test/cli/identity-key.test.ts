/** The key of hashed identities: made once, readable by its owner, never guessed at. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { privacyOf } from '../../server/cli/identity-key.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'key-'));
afterAll(() => rmSync(folder, { recursive: true }));

const privacy = { identities: 'hash', metadata: 'keep', keepTags: ['feature'] } as const;

describe('privacyOf', () => {
  test('makes a key at the first start and reads it from then on', () => {
    const database = path.join(folder, 'new', 'one.db');
    const first = privacyOf({ privacy: { ...privacy, keepTags: [] }, database });
    expect(first.key).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(`${database}.identity-key`).mode & 0o777).toBe(0o600);
    expect(privacyOf({ privacy: { ...privacy, keepTags: [] }, database }).key).toBe(first.key);
  });

  test('makes none where nothing is hashed', () => {
    const database = path.join(folder, 'two.db');
    privacyOf({ privacy: { ...privacy, keepTags: [], identities: 'drop' }, database });
    expect(existsSync(`${database}.identity-key`)).toBe(false);
  });

  test('refuses a file that holds something else, and leaves it as it is', () => {
    const keyFile = path.join(folder, 'notes.txt');
    writeFileSync(keyFile, 'my notes');
    const config = { privacy: { ...privacy, keepTags: [], keyFile }, database: 'x.db' };
    expect(() => privacyOf(config)).toThrow(/holds no key/);
    expect(readFileSync(keyFile, 'utf8')).toBe('my notes');
  });

  test('says where a key cannot be made', () => {
    const keyFile = path.join(folder, 'notes.txt', 'below', 'key');
    const config = { privacy: { ...privacy, keepTags: [], keyFile }, database: 'x.db' };
    expect(() => privacyOf(config)).toThrow(/Cannot read or make the key file/);
  });
});

/** The key that hashes identities: made once for an installation, in a file of its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/config.ts';
import type { Privacy } from '../store/privacy.ts';
import { UsageError } from './root.ts';

const KEY_BYTES = 32;
const KEY = /^[0-9a-f]{64}$/;
const ONLY_OWNER = 0o600;

/** @throws UsageError when a key is needed that cannot be read or made. */
export function privacyOf({ privacy, database }: Pick<Config, 'privacy' | 'database'>): Privacy {
  const { identities, metadata, keepTags, keyFile } = privacy;
  const needsKey = identities === 'hash' || metadata === 'hash';
  const key = needsKey ? readKey(keyFile ?? `${database}.identity-key`) : '';
  return { identities, metadata, keepTags, key };
}

function readKey(file: string): string {
  try {
    if (!existsSync(file)) makeKey(file);
    const key = readFileSync(file, 'utf8').trim();
    if (KEY.test(key)) return key;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const hint = 'Name a file in a folder that this user may write as privacy.keyFile.';
    throw new UsageError(`Cannot read or make the key file ${file} (${code}).`, hint);
  }
  const hint = 'Put the file back that was made here first, or remove this one for a new key.';
  throw new UsageError(`${file} holds no key of 64 hexadecimal digits.`, hint);
}

function makeKey(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const key = randomBytes(KEY_BYTES).toString('hex');
  // Of two that begin at once the first makes it, and both read that one.
  writeFileSync(file, `${key}\n`, { mode: ONLY_OWNER, flag: 'ax', flush: true });
}

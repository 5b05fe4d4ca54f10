/** Secrets that are made here: told once, and kept as what proves them only. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { StoredToken } from '../store/access-store.ts';

const SECRET_BYTES = 32;
const ID_BYTES = 8;

/** 256 bits of chance, as text for cookies and headers. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** A hash needs no salt where what is hashed cannot be guessed. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares in a time that tells nothing of either. */
export function isSameText(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(a)), Buffer.from(hashOf(b)));
}

export interface TokenText {
  readonly id: string;
  readonly secret: string;
}

const PREFIX_OF = { token: 'oct', link: 'ocl', invite: 'oci' } as const;

export function newTokenText(): TokenText {
  return { id: randomBytes(ID_BYTES).toString('hex'), secret: newSecret() };
}

/** As it is told to people; the prefix lets scanners of repositories find one that leaked. */
export function formatToken(kind: StoredToken['kind'], { id, secret }: TokenText): string {
  return `${PREFIX_OF[kind]}_${id}_${secret}`;
}

/** Null for what is no such text. */
export function parseToken(kind: StoredToken['kind'], text: string): TokenText | null {
  const match = /^(oc[tli])_([0-9a-f]{16})_([\w-]{43})$/.exec(text);
  const [, prefix, id = '', secret = ''] = match ?? [];
  return prefix === PREFIX_OF[kind] ? { id, secret } : null;
}

type Promise = Pick<StoredToken, 'id' | 'kind' | 'power' | 'tenants' | 'search' | 'expiresAtMs'>;

/**
 * Signs what a token may do with its own secret.
 *
 * Who reads the database cannot make a token, and who writes to it cannot widen one.
 */
export function proofOf(token: Promise, secret: string): string {
  const { id, kind, power, tenants, search, expiresAtMs } = token;
  const text = JSON.stringify([id, kind, power, tenants, search, expiresAtMs]);
  return createHmac('sha256', secret).update(text).digest('hex');
}

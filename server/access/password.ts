/** Passwords of local users: argon2id, with the parameters that OWASP asks for at least. */
import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';

export const PASSWORD_CHARS_MIN = 12;
const PASSWORD_CHARS_MAX = 256;
const MEMORY_KIB = 19_456; // 19 MiB, with two passes in one lane.

export function hashPassword(password: string): Promise<string> {
  return argon2id({
    password: password.normalize('NFKC'),
    salt: randomBytes(16),
    memorySize: MEMORY_KIB,
    iterations: 2,
    parallelism: 1,
    hashLength: 32,
    outputType: 'encoded',
  });
}

/** A password of nobody, so that a name that is not there takes as long as one that is. */
let nobody: Promise<string> | null = null;

/**
 * Tells whether a password is the one that was hashed.
 *
 * @param hash null for a user that is not there: never, and in the same time.
 */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  const against = hash ?? (await nobody);
  const given = password.slice(0, PASSWORD_CHARS_MAX).normalize('NFKC');
  const isSame = await argon2Verify({ password: given, hash: against });
  return isSame && hash !== null;
}

/** What is wrong with a password for a user; null when it will do. */
export function passwordProblem(password: string, name: string): string | null {
  if (password.length < PASSWORD_CHARS_MIN) {
    return `A password has at least ${PASSWORD_CHARS_MIN} characters.`;
  }
  if (password.length > PASSWORD_CHARS_MAX) {
    return `A password has at most ${PASSWORD_CHARS_MAX} characters.`;
  }
  const plain = password.toLowerCase();
  if (new Set(plain).size < 5) return 'A password has at least five different characters.';
  return plain.includes(name.toLowerCase()) ? 'A password does not hold the name.' : null;
}

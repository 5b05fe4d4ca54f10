/** What is kept of who called: the same words in the config, the store and the docs. */

/** As it is; as a keyed hash, equal for equal values; or not at all. */
export const PRIVACY_MODES = ['keep', 'hash', 'drop'] as const;
export type PrivacyMode = (typeof PRIVACY_MODES)[number];

/** What stands in the place of a value that was dropped. */
export const DROPPED = '(dropped)';

/** What a hashed value begins with. */
export const HASHED = 'hash:';

/** True for what stands in the place of a value that is not kept. Never throws. */
export function isProtected(value: string): boolean {
  return value === DROPPED || value.startsWith(HASHED);
}

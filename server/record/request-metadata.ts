/** Reads a caller's request metadata: its own texts, bounded, and in a Map. */
import { objectAt } from './json.ts';

const ENTRIES_MAX = 64;
const KEY_CHARS_MAX = 256;
const VALUE_CHARS_MAX = 1024;

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * Texts by key; what is no text, or has a key longer than AWS allows, is left out.
 *
 * @returns at most 64 entries, in a Map, where no name such as `__proto__` is special.
 */
export function readRequestMetadata(record: unknown): ReadonlyMap<string, string> {
  const metadata = objectAt(record, 'requestMetadata');
  if (metadata === null) return NONE;
  const texts = new Map<string, string>();
  for (const key of Object.keys(metadata)) {
    if (texts.size === ENTRIES_MAX) break;
    const text = metadata[key];
    if (typeof text !== 'string' || key === '' || key.length > KEY_CHARS_MAX) continue;
    texts.set(key, text.slice(0, VALUE_CHARS_MAX));
  }
  return texts;
}

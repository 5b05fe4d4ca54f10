/** Reads values out of parsed JSON by path, without trusting any shape. */
import { err, ok, type Result } from '../../shared/result.ts';
import type { RecordProblem } from './invocation.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Nesting of genuine records stays under 20; deeper ones are somebody's test of us. */
const DEPTH_MAX = 64;

/** The value as an object; null for arrays, null and everything else. */
export function asObject(value: unknown): JsonObject | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : null; // Checked in the line before.
}

/** The value as a list; empty for everything that is none. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value of an own key; undefined where there is none, so `__proto__` finds nothing. */
export function at(value: unknown, key: string): unknown {
  const object = asObject(value);
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The object at a path of keys; null where there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject | null {
  return asObject(path.reduce<unknown>(at, value));
}

/** The text at a key; null for anything else, also for an empty text. */
export function textAt(value: unknown, key: string): string | null {
  const text = at(value, key);
  return typeof text === 'string' && text !== '' ? text : null;
}

/** The finite number of at least 0 at a key; null for anything else. */
export function numberAt(value: unknown, key: string): number | null {
  const number = at(value, key);
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

/**
 * A count that money depends on: a safe natural number, or null when the record does not tell.
 *
 * @param path where it stands, for the problem.
 * @returns badCount for texts, fractions, negatives and numbers that floats cannot hold.
 */
export function countAt(
  value: unknown,
  key: string,
  path: string,
): Result<number | null, RecordProblem> {
  const count = at(value, key);
  if (count === undefined || count === null) return ok(null);
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return ok(count + 0);
  return err({ code: 'badCount', path: `${path}.${key}` });
}

/** Tells whether brackets nest too deep; looks at single characters only where there are many. */
export function isTooDeep(text: string): boolean {
  if (!hasManyBrackets(text)) return false;
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (isInText) {
      if (char === BACKSLASH) index += 1;
      else if (char === QUOTE) isInText = false;
    } else if (char === QUOTE) isInText = true;
    else if (char === OPEN_LIST || char === OPEN_OBJECT) {
      depth += 1;
      if (depth > DEPTH_MAX) return true;
    } else if (char === CLOSE_LIST || char === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 92, 91, 93, 123, 125,
];

function hasManyBrackets(text: string): boolean {
  let found = 0;
  for (const bracket of ['[', '{']) {
    let index = text.indexOf(bracket);
    for (; index >= 0 && found <= DEPTH_MAX; index = text.indexOf(bracket, index + 1)) found += 1;
  }
  return found > DEPTH_MAX;
}

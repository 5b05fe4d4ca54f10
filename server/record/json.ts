/** Reads values out of parsed JSON by path, without trusting any shape. */
import { err, ok, type Result } from '../../shared/result.ts';
import type { RecordProblem } from './invocation.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const NOTHING: JsonObject = {};

/** The value as an object; null for arrays, null and everything else. */
export function asObject(value: unknown): JsonObject | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : null; // Checked in the line before.
}

/** The value as a list; empty for everything that is none. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * The value at a key; undefined where there is none.
 *
 * @param key one of our own words, never a text from a record: parsed JSON has no other prototype
 *   than that of all objects, which holds `constructor` and the like and none of our words.
 */
export function at(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as JsonObject)[key]; // Checked in the line before.
}

/** The object at a key, or at a key below that; null where there is none. */
export function objectAt(value: unknown, key: string, deeperKey?: string): JsonObject | null {
  const found = at(value, key);
  return asObject(deeperKey === undefined ? found : at(found, deeperKey));
}

/** The text at a key; null for anything else, also for an empty text. */
export function textAt(value: unknown, key: string): string | null {
  const text = at(value, key);
  return typeof text === 'string' && text !== '' ? text : null;
}

/** Longer than any name that AWS gives; what is longer is no name. */
const WORD_CHARS_MAX = 64;
const WORD = /^[\w.:#/-]+$/;

/** A name such as a stop reason: one word, so that no sentence of a model can pass for one. */
export function wordAt(value: unknown, key: string): string | null {
  const text = textAt(value, key);
  return text !== null && text.length <= WORD_CHARS_MAX && WORD.test(text) ? text : null;
}

/** The finite number of at least 0 at a key; null for anything else. */
export function numberAt(value: unknown, key: string): number | null {
  const number = at(value, key);
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

/** No call has so many of anything; sums of what lies below stay exact for a long time. */
export const COUNT_MAX = 1_000_000_000_000;

/** The whole number from 0 to COUNT_MAX at a key; null for anything else. */
export function naturalAt(value: unknown, key: string): number | null {
  const number = numberAt(value, key);
  return number !== null && isCount(number) ? number : null;
}

/**
 * A count that money depends on: a natural number, or null when the record does not tell.
 *
 * @param path where it stands, for the problem.
 * @returns badCount for texts, fractions, negatives and numbers that no call can have.
 */
export function countAt(
  value: unknown,
  key: string,
  path: string,
): Result<number | null, RecordProblem> {
  const count = at(value, key);
  if (count === undefined || count === null) return NOT_TOLD;
  if (isCount(count)) return ok(Number(count) + 0); // Minus zero becomes zero.
  return err({ code: 'badCount', path: `${path}.${key}` });
}

function isCount(count: unknown): boolean {
  return Number.isInteger(count) && Number(count) >= 0 && Number(count) <= COUNT_MAX;
}

const NOT_TOLD = ok(null);

/** The value formats of FOCUS: how numbers, times, units and JSON must be written. */
import { isoTime } from '../../../shared/window.ts';
import type { FocusColumn } from './focus-columns.ts';

const DECIMAL = /^-?(\d+(\.\d+)?|\.\d+)([Ee][+-]?\d+)?$/;
const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
/** `Tokens`, `GB-Months`, `1000000 Tokens`, `GB/Hours`: an optional count, then capital words. */
const UNIT = /^(\d+ )?[A-Z][A-Za-z]*([-/ ][A-Z][A-Za-z]*)*$/;

/** Tells whether a text is written as its column's type asks. Never throws. */
export function isOfType(type: FocusColumn['type'], text: string): boolean {
  switch (type) {
    case 'text':
      return text !== '';
    case 'decimal':
      return DECIMAL.test(text);
    case 'price':
      return DECIMAL.test(text) && !text.startsWith('-');
    case 'time':
      return TIME.test(text) && isoTime(Date.parse(text)) === text; // 31 November is none.
    case 'currency':
      return /^[A-Z]{3}$/.test(text);
    case 'unit':
      return UNIT.test(text);
    case 'object':
      return jsonObject(text) !== null;
    case 'keyValue':
      return isKeyValue(text);
  }
}

/** The object that a JSON text holds; null when it is none. Never throws. */
export function jsonObject(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return new Map(Object.entries(value));
  } catch {
    return null; // Not JSON, which is the answer.
  }
}

/** Keys with plain values: nothing nested. */
function isKeyValue(text: string): boolean {
  const object = jsonObject(text);
  if (object === null) return false;
  return [...object.values()].every((value) => value === null || typeof value !== 'object');
}

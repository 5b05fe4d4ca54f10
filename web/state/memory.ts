/** What this browser remembers between visits: the theme and the hue of each name. */
import { assignSlots } from './colour-slots.ts';

const NAMES_MAX = 500;

/** Reads a remembered text; null when there is none or the browser keeps nothing. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`outcrop.${key}`);
  } catch {
    return null; // Storage is switched off: the page then forgets, and works.
  }
}

/** Remembers a text, or forgets it when it is null. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`outcrop.${key}`);
    else localStorage.setItem(`outcrop.${key}`, value);
  } catch {
    // Storage is full or switched off: the page then forgets, and works.
  }
}

const slotsOf = new Map<string, Map<string, number>>();

/**
 * Hues of the names that a view shows.
 *
 * @param dimension what they are names of; several at once are joined.
 * @param names dearest first.
 */
export function slotsFor(dimension: string, names: readonly string[]): ReadonlyMap<string, number> {
  const known = slotsOf.get(dimension) ?? recalledSlots(dimension);
  const slots = assignSlots(known, names);
  const before = known.size;
  for (const [name, slot] of slots) if (known.size < NAMES_MAX) known.set(name, slot);
  slotsOf.set(dimension, known);
  if (known.size > before) remember(`hues.${dimension}`, JSON.stringify([...known]));
  return slots;
}

function recalledSlots(dimension: string): Map<string, number> {
  const slots = new Map<string, number>();
  const text = recall(`hues.${dimension}`);
  if (text === null) return slots;
  try {
    const pairs: unknown = JSON.parse(text);
    if (!Array.isArray(pairs)) return slots;
    for (const pair of pairs.slice(0, NAMES_MAX)) {
      const [name, slot] = Array.isArray(pair) ? pair : [];
      if (typeof name === 'string' && Number.isInteger(slot)) slots.set(name, slot);
    }
  } catch {
    return slots; // Somebody else wrote under our key: begin anew.
  }
  return slots;
}

/** Which of the eight hues a name gets, so that it keeps it across charts and visits. */

export const SLOTS_MAX = 8;

/**
 * Gives each shown name a hue.
 *
 * A name that has had one keeps it, unless a name before it in the list holds it now; the rest
 * take the lowest hue that is free.
 *
 * @param known hue by name from earlier, 0 to 7.
 * @param names what is shown, dearest first; only the first eight get a hue.
 * @returns hue by name for the shown names. Never throws.
 */
export function assignSlots(
  known: ReadonlyMap<string, number>,
  names: readonly string[],
): ReadonlyMap<string, number> {
  const shown = names.slice(0, SLOTS_MAX);
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of shown) {
    const slot = known.get(name);
    if (slot === undefined || slot < 0 || slot >= SLOTS_MAX || taken.has(slot)) continue;
    slots.set(name, slot);
    taken.add(slot);
  }
  for (const name of shown) {
    if (slots.has(name)) continue;
    const slot = freeSlot(taken);
    slots.set(name, slot);
    taken.add(slot);
  }
  return slots;
}

function freeSlot(taken: ReadonlySet<number>): number {
  for (let slot = 0; slot < SLOTS_MAX; slot += 1) if (!taken.has(slot)) return slot;
  return SLOTS_MAX - 1;
}

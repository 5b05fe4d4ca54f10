/** Remembers the latest few results of a pure function, so that memory stays bounded. */

/**
 * Wraps a pure function of a text with a memory of its most recently used results.
 *
 * @param entriesMax how many results are kept; the least recently used one goes first.
 * @returns the same function, quicker for keys that were asked lately.
 */
export function rememberRecent<Value>(
  entriesMax: number,
  compute: (key: string) => Value,
): (key: string) => Value {
  const entries = new Map<string, { readonly value: Value }>();
  return (key) => {
    const known = entries.get(key);
    if (known) {
      entries.delete(key); // A Map keeps the order of insertion: put back, it is the newest.
      entries.set(key, known);
      return known.value;
    }
    const value = compute(key);
    entries.set(key, { value });
    const oldest = entries.size > entriesMax ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    return value;
  };
}

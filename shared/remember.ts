/** Remembers what a pure function gave for a text, since logs repeat their names over and over. */

/**
 * The same function with a memory that starts anew when it is full.
 *
 * @param entriesMax how many texts are remembered at the most; callers choose the texts.
 * @returns one object for equal texts, mostly: results must never be changed.
 */
export function remember<Value>(
  entriesMax: number,
  work: (text: string) => Value,
): (text: string) => Value {
  const memory = new Map<string, Value>();
  return (text) => {
    const known = memory.get(text);
    if (known !== undefined) return known;
    if (memory.size >= entriesMax) memory.clear();
    const value = work(text);
    memory.set(text, value);
    return value;
  };
}

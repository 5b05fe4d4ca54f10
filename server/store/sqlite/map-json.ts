/** Values with Maps as JSON text and back. */

/** Marks a Map in JSON; no field of ours has this name. */
const MAP_KEY = '$map';

/** JSON of a value with Maps, which plain JSON would lose. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Map ? { [MAP_KEY]: [...inner] } : inner,
  );
}

/** The value of such a text. */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null) return inner;
    const entries = Object.entries(inner);
    const [[key, list] = ['', null]] = entries;
    if (entries.length !== 1 || key !== MAP_KEY) return inner;
    return new Map(list as readonly [unknown, unknown][]); // Written by toJson.
  });
}

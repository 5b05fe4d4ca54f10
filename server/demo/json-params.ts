/** Reads the JSON body of a request into values of known types, without trust in what was sent. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** The body as an object; empty when it is none. Never throws. */
export function jsonObjectOf(body: string): JsonObject {
  try {
    return asObject(JSON.parse(body === '' ? '{}' : body));
  } catch {
    return {};
  }
}

export function asObject(value: unknown): JsonObject {
  // The guarantee: any object that is no array may be read by text keys.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

export function textIn(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === 'string' ? value : null;
}

export function numberIn(object: JsonObject, name: string): number | null {
  const value = object[name];
  return typeof value === 'number' ? value : null;
}

export function objectsIn(object: JsonObject, name: string): readonly JsonObject[] {
  const value = object[name];
  return Array.isArray(value) ? value.map(asObject) : [];
}

export function textsIn(object: JsonObject, name: string): readonly string[] {
  const value = object[name];
  return Array.isArray(value) ? value.map(String) : [];
}

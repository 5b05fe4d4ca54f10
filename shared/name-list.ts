/** Names in one text, joined by commas; quotes keep a comma that belongs to a name. */

/**
 * Reads `tenant,"tag.a,b"`; within quotes a backslash keeps a quote or a backslash.
 *
 * @returns the names in order, empty ones left out; a quote that is not closed runs to the end.
 */
export function parseNameList(text: string): readonly string[] {
  const names = [...text.matchAll(/"((?:[^"\\]|\\.)*)(?:"|$)|[^,]+/gs)].map(([plain, quoted]) => {
    return quoted === undefined ? plain.trim() : quoted.replace(/\\(.)/gs, '$1');
  });
  return names.filter((name) => name !== '');
}

/**
 * Writes names so that parseNameList reads the same ones back.
 *
 * @param names none empty, none with space at an end.
 */
export function formatNameList(names: readonly string[]): string {
  const quoted = (name: string): string => `"${name.replace(/["\\]/g, '\\$&')}"`;
  return names.map((name) => (/[",\\]/.test(name) ? quoted(name) : name)).join(',');
}

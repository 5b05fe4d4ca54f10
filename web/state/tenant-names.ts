/** Names of tenants as people type them in one line. */

/** @returns null for none, which means all */
export function tenantsIn(text: string): readonly string[] | null {
  const names = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return names.length === 0 ? null : names;
}

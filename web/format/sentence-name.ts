/** Names that senders choose, within a sentence of ours. */

const TURNS = /[\u202a-\u202e\u2066-\u2069]/;

/**
 * Keeps a name that turns the direction of writing from turning the words after it.
 *
 * @returns the name, between marks that end what it begins where it begins anything.
 */
export function sentenceName(name: string): string {
  return TURNS.test(name) ? `\u2068${name}\u2069` : name;
}

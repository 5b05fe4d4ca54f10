/** What a code of an error means and what mends it: the entry of each list of codes. */

/** One line each, without anything of the case at hand: docs/errors.md shows them. */
export interface CodeText {
  readonly meaning: string;
  readonly mend: string;
}

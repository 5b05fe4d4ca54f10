/** How the values of a tag or the names of tenants are brought into one form. */

export interface ValueStyle {
  readonly letters: 'keep' | 'lower' | 'upper';
  /** From other spellings, in those letters, to the one that is meant. */
  readonly meant: ReadonlyMap<string, string>;
}

export const PLAIN_STYLE: ValueStyle = { letters: 'keep', meant: new Map() };

/**
 * Reads a style as people write it: each value with its other spellings.
 *
 * @param values `{production: [prod, prd]}`.
 */
export function createValueStyle(
  letters: ValueStyle['letters'],
  values: Readonly<Record<string, readonly string[]>>,
): ValueStyle {
  const style = { letters, meant: new Map<string, string>() };
  const meant = Object.entries(values).flatMap(([value, others]) => {
    return others.map((other) => [styledValue(other, style), value] as const);
  });
  return { letters, meant: new Map(meant) };
}

/** The value without space around it, in the letters of the style, and as it is meant. */
export function styledValue(value: string, { letters, meant }: ValueStyle): string {
  const trimmed = value.trim();
  const cased =
    letters === 'lower'
      ? trimmed.toLowerCase()
      : letters === 'upper'
        ? trimmed.toUpperCase()
        : trimmed;
  return meant.size === 0 ? cased : (meant.get(cased) ?? cased);
}

/** Which class of image, video, guardrail or commitment a usage is of, and which rows fit it. */

/**
 * Reads the `detail` of a usage type, such as `quality=standard side=1024`.
 *
 * @returns one entry a pair; empty for ''. A word without `=` is a pair with an empty value.
 */
export function parseDetail(detail: string): ReadonlyMap<string, string> {
  if (detail === '') return EMPTY;
  const pairs = detail.split(' ').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair): readonly [string, string] => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

const EMPTY: ReadonlyMap<string, string> = new Map();

/**
 * Tells whether a usage is of the class that a row prices.
 *
 * @param match pairs that the detail must have; `maxSide` compares with `side` as pixels.
 * @returns true when every pair holds; a row that asks for nothing fits everything.
 */
export function fitsClass(
  match: ReadonlyMap<string, string>,
  detail: ReadonlyMap<string, string>,
): boolean {
  for (const [key, wanted] of match) {
    if (key !== 'maxSide') {
      if (detail.get(key) !== wanted) return false;
      continue;
    }
    const side = detail.get('side');
    // NaN is not at most anything, so an unknown side fits no row that asks for one.
    if (side === undefined || side === '' || !(Number(side) <= Number(wanted))) return false;
  }
  return true;
}

/**
 * Orders rows of one key so that the first that fits is right: smallest side first, and the row
 * that asks for more before the one that asks for less.
 */
export function compareClasses(
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): number {
  const side = maxSideOf(one) - maxSideOf(other);
  return side === 0 || Number.isNaN(side) ? other.size - one.size : side;
}

function maxSideOf(match: ReadonlyMap<string, string>): number {
  return Number(match.get('maxSide') ?? Number.POSITIVE_INFINITY);
}

/** The one text of a class, by which equal classes are known. */
export function classText(match: ReadonlyMap<string, string>): string {
  const pairs = [...match].map(([key, value]) => `${key}=${value}`);
  return pairs.sort().join(' ');
}

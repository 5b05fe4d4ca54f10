/** The vocabulary of `UsageType.detail`: classes by which AWS prices images, video, guardrails. */

/** Longer side of an image, as the smallest of these that holds it. */
const SIDES = [512, 1024, 2048, 4096] as const;
/** Stability's first models price by steps. */
const STEPS_LIMIT = 50;

/**
 * Sorted `key=value` pairs joined by one space; '' for none.
 *
 * Keys: `side` 512, 1024, 2048, 4096 or `larger`; `quality` as requested; `steps` `le50` or `gt50`;
 * `resolution` such as 1280x720 and `fps` for video; `policy` for guardrails.
 */
export function detailText(pairs: Readonly<Record<string, string | null>>): string {
  const told = Object.entries(pairs).filter(([, value]) => value !== null);
  return told
    .map(([key, value]) => `${key}=${String(value).replace(/\s+/g, '_').slice(0, 40)}`)
    .sort()
    .join(' ');
}

/** Class of an image's longer side; either side past a limit takes the next class. */
export function sideClass(width: number | null, height: number | null): string | null {
  if (width === null && height === null) return null;
  const longer = Math.max(width ?? 0, height ?? 0);
  return String(SIDES.find((side) => longer <= side) ?? 'larger');
}

/** Class of an image's diffusion steps. */
export function stepsClass(steps: number): 'le50' | 'gt50' {
  return steps <= STEPS_LIMIT ? 'le50' : 'gt50';
}

/** Tells whether the bill of a call depends on a body that its record only names. */
import type { Invocation } from '../record/invocation.ts';
import type { UsageLine } from './usage.ts';

/**
 * The body that would tell what the record does not: the lifetime of cache writes and what made a
 * call, in the answer; size, quality and number of images, in the request.
 *
 * @param usage what was metered of the invocation as it is.
 * @returns the next body to read; null when none is named or none would change the bill.
 */
export function bodyNeeded(
  { bodies, media, status }: Invocation,
  usage: readonly UsageLine[],
): 'input' | 'output' | null {
  if (bodies === null || !ANSWERED.has(status)) return null;
  const isUnmetered = usage.some(({ type }) => type.dimension === 'unmetered_calls');
  const lacksClass = media.imageWidth === null && usage.some(hasImageClass);
  if (bodies.input !== null && (isUnmetered || lacksClass)) return 'input';
  const lacksLifetime = usage.some(({ type }) => type.cacheTtl === 'unknown');
  return bodies.output !== null && (isUnmetered || lacksLifetime) ? 'output' : null;
}

const ANSWERED: ReadonlySet<Invocation['status']> = new Set(['success', 'guardrailBlocked']);

/** Stability's newer models have one price an image, whatever its size. */
const ONE_PRICE = /^stability\.(?!stable-diffusion-xl)/;

function hasImageClass({ type }: UsageLine): boolean {
  return type.dimension === 'output_images' && !ONE_PRICE.test(type.model);
}

/** Decides between two copies of one call that differ, alike in whichever order they come. */
import { parseUsageTypeKey } from '../../meter/usage.ts';
import { NONE, UNATTRIBUTED } from '../../../shared/dimensions.ts';

/** All that a row says of a call, read back from the dictionaries. */
export interface CopyFacts {
  readonly timestampMs: number;
  readonly model: string;
  readonly tenant: string;
  /** One for each usage type, with its key. */
  readonly usage: readonly (readonly [typeKey: string, quantity: number])[];
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  readonly details: readonly (string | null)[];
  readonly tags: readonly unknown[];
  /** The other dimensions of its series. */
  readonly dimensions: readonly string[];
}

/**
 * Tells whether a copy is to be kept rather than the one that is stored.
 *
 * The earlier time wins, because a stamp that a delivery puts in place of the call's own comes
 * after it; then the copy that tells more: all of its usage, the model, the payer, times, details,
 * tags; then the text of all it says. That is a total order, so the last copy standing is always
 * the same.
 */
export function isPreferred(copy: CopyFacts, stored: CopyFacts): boolean {
  const [ours, theirs] = [rankOf(copy), rankOf(stored)];
  const index = ours.findIndex((rank, place) => rank !== theirs[place]);
  if (index >= 0) return Number(ours[index]) > Number(theirs[index]);
  return JSON.stringify(copy) > JSON.stringify(stored);
}

/** Usage of which a copy without its body tells less than one with it. */
function isUntold(typeKey: string): boolean {
  const { dimension, cacheTtl, detail } = parseUsageTypeKey(typeKey);
  if (dimension === 'unmetered_calls' || cacheTtl === 'unknown') return true;
  return dimension === 'output_images' && detail === '';
}

function rankOf(copy: CopyFacts): readonly number[] {
  return [
    -copy.timestampMs,
    -copy.usage.filter(([typeKey]) => isUntold(typeKey)).length,
    copy.usage.length,
    Number(!copy.model.startsWith('arn:')),
    Number(copy.tenant !== UNATTRIBUTED),
    Number(copy.latencyMs !== null) + Number(copy.firstTokenMs !== null),
    copy.details.filter((detail) => detail !== null).length,
    copy.tags.length,
    copy.dimensions.filter((value) => value !== '' && value !== NONE).length,
  ];
}

/** By what a model is billed: tokens, or what it makes, reads or ranks. */

/**
 * - `tokens`: what the record counts, and media where its shape tells of some.
 * - `images`, `video`: what was made; token counts of such calls mean nothing on the bill.
 * - `queries`: a rerank call, whatever tokens it had.
 * - `embeddings`: tokens of text and pictures.
 */
export type Billing = 'tokens' | 'images' | 'video' | 'queries' | 'embeddings';

const BILLINGS: readonly (readonly [RegExp, Billing])[] = [
  [/\brerank\b/, 'queries'],
  [/\bembed/, 'embeddings'],
  [/^amazon\.(titan-image|nova-canvas)|^stability\./, 'images'],
  [/^amazon\.nova-reel|^luma\./, 'video'],
];

/** @param model base model id; an ARN that hides it is billed by what its records count. */
export function billingOf(model: string): Billing {
  if (model.startsWith('arn:')) return 'tokens';
  return BILLINGS.find(([pattern]) => pattern.test(model))?.[1] ?? 'tokens';
}

/** Tells whether a batch was attributed before the tags of its callers were known. */
import { historyOf } from '../record/inventory-history.ts';
import type { ResourceVersion } from '../source/inventory.ts';
import type { RowBlock } from '../store/row-block.ts';
import { SERIES_DIMENSIONS } from '../store/row-texts.ts';
import type { Store } from '../store/store.ts';

/** Learns the tags of callers, as PrincipalTags does. */
export type LearnCallers = (arns: readonly string[]) => Promise<void>;

const PRINCIPAL = SERIES_DIMENSIONS.indexOf('principal');

/**
 * Learns the tags of all callers of a batch.
 *
 * @param then what was known when the batch was read.
 * @returns true when some have tags now that were not known then: the batch is to be read again.
 */
export async function learnsCallers(
  blocks: readonly RowBlock[],
  then: readonly ResourceVersion[],
  { store, learn }: { readonly store: Pick<Store, 'resources'>; readonly learn: LearnCallers },
): Promise<boolean> {
  const callers = new Set(blocks.flatMap(({ series }) => series.map(callerOf)));
  await learn([...callers]);
  const [before, now] = [historyOf(then), historyOf(store.resources())];
  if (before === now) return false;
  return [...callers].some((arn) => {
    const tags = now.principalTags(arn, 0);
    return tags !== null && tags.size > 0 && before.principalTags(arn, 0) === null;
  });
}

function callerOf({ values }: RowBlock['series'][number]): string {
  return values[PRINCIPAL] ?? '';
}

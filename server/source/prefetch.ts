/** Fetches ahead of whoever consumes: several at once, in order, with bounded bytes in flight. */

export interface PrefetchLimits {
  readonly countMax: number;
  readonly bytesMax: number;
}

/**
 * Applies an asynchronous function to items, some of them ahead of time.
 *
 * @param bytesOf how much memory an item's result will take; one item is always under way,
 *   however large.
 * @returns each item with its settled result, in the order of the items. Never throws by itself.
 */
export async function* prefetch<Item, Value>(
  items: readonly Item[],
  load: (item: Item) => Promise<Value>,
  { bytesOf, limits }: { bytesOf: (item: Item) => number; limits: PrefetchLimits },
): AsyncGenerator<readonly [item: Item, result: PromiseSettledResult<Value>]> {
  const underWay: (readonly [Item, Promise<PromiseSettledResult<Value>>])[] = [];
  let bytes = 0;
  let nextIndex = 0;
  const start = (): void => {
    for (; nextIndex < items.length && underWay.length < limits.countMax; nextIndex += 1) {
      const item = items[nextIndex] as Item; // The index is below the length.
      if (underWay.length > 0 && bytes + bytesOf(item) > limits.bytesMax) return;
      bytes += bytesOf(item);
      underWay.push([item, settled(load(item))]);
    }
  };
  for (start(); underWay.length > 0; start()) {
    const [item, result] = underWay[0] as (typeof underWay)[number]; // There is at least one.
    yield [item, await result];
    void underWay.shift(); // Its promise was awaited in the line before.
    bytes -= bytesOf(item);
  }
}

/** Settled, so that a failure ahead of its turn is no unhandled rejection. */
async function settled<Value>(promise: Promise<Value>): Promise<PromiseSettledResult<Value>> {
  const [result] = await Promise.allSettled([promise]);
  return result;
}

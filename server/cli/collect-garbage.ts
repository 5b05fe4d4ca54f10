/** Keeps long exports small: Node lets its heap grow while memory is free, which is not ours. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Rows whose garbage is let to gather: some 20 MB of it. */
const ROWS_BETWEEN = 8_000;

/**
 * A collector of garbage that is told how many rows have passed, and acts now and then.
 *
 * What is alive of an export is a few megabytes, so that a collection takes some 10 ms; without
 * one the heap of a million rows grows to several hundred megabytes.
 */
export function createCollector(): (rows: number) => void {
  setFlagsFromString('--expose-gc');
  // The guarantee: with the flag just set, `gc` is a function in every new context.
  const collect = runInNewContext('gc') as () => void;
  let collectedAt = 0;
  return (rows) => {
    if (rows - collectedAt < ROWS_BETWEEN) return;
    collectedAt = rows;
    collect();
  };
}

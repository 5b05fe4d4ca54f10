/** Packing leaves most of its thread to records that come in at full speed. */
import { expect, test } from 'vitest';
import { packPass } from '../../server/job/upkeep.ts';
import type { Store } from '../../server/store/store.ts';

const STEPS = 4;
const STEP_MS = 15;

/** Steps of packing that take their time; tells how long all of them lasted. */
async function lasts(isReadingFast: boolean): Promise<number> {
  let left = STEPS;
  const prepareReading = (): boolean => {
    const endMs = performance.now() + STEP_MS;
    while (performance.now() < endMs);
    left -= 1;
    return left > 0;
  };
  // The guarantee: packing asks nothing else of the store, and nothing of the config.
  const parts = { store: { prepareReading }, isReadingFast: () => isReadingFast } as unknown as {
    readonly store: Store;
  } & Parameters<typeof packPass>[0];
  const { signal } = new AbortController();
  const startMs = performance.now();
  await packPass({ ...parts, nowMs: () => 0 }, signal);
  expect(left).toBe(0);
  return performance.now() - startMs;
}

test('packing rests for four times its work while records come in fast, else for a moment', async () => {
  const fastMs = await lasts(true);
  expect(fastMs).toBeGreaterThan(STEPS * STEP_MS + (STEPS - 1) * 4 * STEP_MS - 5);
  expect(await lasts(false)).toBeLessThan(fastMs);
});

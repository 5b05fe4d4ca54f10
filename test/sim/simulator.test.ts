/** A few seeds of the simulator on each run; `npm run sim` takes as many as wanted. */
import { describe, expect, test } from 'vitest';
import { runSeed, type SeedReport } from './run-seed.ts';

/** Drawn once; together they have storms, deaths, two Regions, bursts and an outage of AWS. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
/** A seed takes about a second of an idle machine. */
const SEED_MS_MAX = 120_000;

/** The line that runs this seed again stands in the failure. */
function inShort(seed: number, { wrong }: SeedReport): string {
  if (wrong.length === 0) return 'all is well';
  return `npm run sim -- --seeds 1 --from ${seed}  # ${wrong.join('; ')}`;
}

describe('ingest under a seeded weather of faults', { timeout: SEED_MS_MAX }, () => {
  test.each(SEEDS)('loses nothing and counts nothing twice: seed %d', async (seed) => {
    const report = await runSeed(seed);
    expect(inShort(seed, report)).toBe('all is well');
    expect(report.calls).toBeGreaterThan(50);
  });

  test('does the same with the same seed', async () => {
    expect(await runSeed(9)).toEqual(await runSeed(9));
  });
});

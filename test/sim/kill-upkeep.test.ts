/** Kills real processes in the middle of migrations, backups, restores and retention. */
import { expect, test } from 'vitest';
import { killUpkeep, type StageReport } from './kill-upkeep.ts';
import { STAGES } from './kill-upkeep-child.ts';

/** `npm run kills` does 50 of each. */
const KILLS = 2;
const CALLS = 600;

test('a kill in any stage of upkeep leaves a working database', { timeout: 120_000 }, async () => {
  const reports: StageReport[] = [];
  await killUpkeep({ kills: KILLS, calls: CALLS, onStage: (one) => void reports.push(one) });
  expect(reports.flatMap(({ stage, wrong }) => wrong.map((one) => `${stage}: ${one}`))).toEqual([]);
  expect(reports.map(({ stage, kills }) => [stage, kills])).toEqual(
    STAGES.map((stage) => [stage, KILLS]),
  );
});

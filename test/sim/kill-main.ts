/** Kills in every stage of upkeep, or in one: npm run kills -- --kills 50 --stage deletion. */
import { parseArgs } from 'node:util';
import { killUpkeep } from './kill-upkeep.ts';
import { STAGES } from './kill-upkeep-child.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    calls: { type: 'string', default: '4000' },
    stage: { type: 'string' },
  },
});

await killUpkeep({
  kills: Number(values.kills),
  calls: Number(values.calls),
  stages: STAGES.filter((stage) => values.stage === undefined || values.stage === stage),
  onStage: ({ stage, kills, escapes, found, wrong }) => {
    const states = [...found].map(([state, count]) => `${count} ${state}`).join(', ');
    process.stdout.write(`${stage}: ${kills} kills, ${escapes} too late; ${states}\n`);
    for (const one of wrong) process.stdout.write(`  WRONG ${one}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  },
});

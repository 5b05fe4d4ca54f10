/** Kills in every stage of upkeep, as often as wanted: npm run kills -- --kills 50. */
import { parseArgs } from 'node:util';
import { killUpkeep } from './kill-upkeep.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    calls: { type: 'string', default: '4000' },
  },
});

await killUpkeep({
  kills: Number(values.kills),
  calls: Number(values.calls),
  onStage: ({ stage, kills, escapes, found, wrong }) => {
    const states = [...found].map(([state, count]) => `${count} ${state}`).join(', ');
    process.stdout.write(`${stage}: ${kills} kills, ${escapes} too late; ${states}\n`);
    for (const one of wrong) process.stdout.write(`  WRONG ${one}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  },
});

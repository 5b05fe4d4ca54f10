/** `npm run soak -- --days 30`: days of a whole server in minutes, and whether it grows. */
import { parseArgs } from 'node:util';
import { GAUGES, growthOf } from './gauge.ts';
import { runSoak } from './run-soak.ts';

const { values } = parseArgs({ options: { days: { type: 'string', default: '30' } } });
const startedAtMs = performance.now();

const { samples, calls, answers, failures } = await runSoak(Number(values.days), (sample, day) => {
  if (day % 1 !== 0) return;
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
  const figures = GAUGES.map((name) => `${name} ${sample[name].toFixed(1)}`);
  say(`day ${day}, ${seconds} s: ${figures.join(', ')}`);
});
const growth = GAUGES.map((name) => `${name} ${growthOf(samples, name).toFixed(2)}`);
say(`${calls} calls, ${answers} answers, failures: ${[...new Set(failures)].join(', ') || 'none'}`);
say(`last third over the third before: ${growth.join(', ')}`);
process.exit(0);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

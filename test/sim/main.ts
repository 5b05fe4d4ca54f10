/** Runs as many seeds of the simulator as wanted: npm run sim -- --seeds 1000 --from 1. */
import { parseArgs } from 'node:util';
import { runSeed } from './run-seed.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '100' }, from: { type: 'string', default: '1' } },
});
const count = Number(values.seeds);
const first = Number(values.from);
const startedAtMs = performance.now();
let wrongSeeds = 0;
let requests = 0;
let deaths = 0;

for (let seed = first; seed < first + count; seed += 1) {
  const report = await runSeed(seed).catch((error: unknown) => {
    return { wrong: [String(error)], requests: 0, deaths: 0 };
  });
  requests += report.requests;
  deaths += report.deaths;
  if (report.wrong.length > 0) {
    wrongSeeds += 1;
    const what = report.wrong.slice(0, 3).join('; ');
    say(`npm run sim -- --seeds 1 --from ${seed}  # ${what}`);
  }
  const done = seed - first + 1;
  if (done % 10 === 0 || done === count) {
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    const figures = `${requests} requests, ${deaths} deaths, ${seconds} s`;
    say(`${done} of ${count} seeds, ${wrongSeeds} wrong, ${figures}`);
  }
}
if (wrongSeeds > 0) process.exitCode = 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `npm run bench -- meter [calls]`: runs one benchmark at full size and prints what it measured. */
import { formatAttoUsd } from '../../shared/money.ts';
import { demoTraffic, meterAndRate } from './meter-and-rate.ts';

type Report = readonly string[];

/** A benchmark gives the lines it prints; a new one is one entry here. */
const BENCHES: Readonly<Record<string, (size: number | null) => Report | Promise<Report>>> = {
  meter: (size) => meterReport(size ?? 1_000_000),
};

function meterReport(calls: number): Report {
  const found = meterAndRate(demoTraffic(10_000), calls);
  const ratio = (ms: number): string => (ms / found.jsonMs).toFixed(3);
  return [
    `${found.calls} calls of ${(found.bytes / found.calls).toFixed(0)} bytes of JSON each, ` +
      `${found.lines} usage lines, ${found.unpricedLines} unpriced, ` +
      `${formatAttoUsd(found.attoUsd)} USD.`,
    `JSON.parse: ${found.jsonMs.toFixed(0)} ms.`,
    `Metering and rating: ${found.meterAndRateMs.toFixed(0)} ms, ` +
      `${ratio(found.meterAndRateMs)} of JSON.parse.`,
    `Reading records, JSON.parse within: ${found.recordMs.toFixed(0)} ms, ` +
      `${ratio(found.recordMs)} of JSON.parse.`,
  ];
}

const [name = '', size] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench) {
  const lines = await bench(size === undefined ? null : Number(size));
  process.stdout.write(`${lines.join('\n')}\n`);
} else {
  process.stderr.write(`Name a benchmark: ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exitCode = 2;
}

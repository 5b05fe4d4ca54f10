/** `npm run bench -- NAME [size] [--option=value]`: each bench sets us beside a peer, as a ratio. */
import { parseArgs } from 'node:util';

/** What a bench is handed: its size and options, and where its lines go. */
export interface BenchRun {
  /** The number after the name; null leaves the bench its own. */
  readonly size: number | null;
  readonly option: (name: string, otherwise: number) => number;
  readonly word: (name: string, otherwise: string) => string;
  readonly say: (line: string) => void;
/** `npm run bench -- meter [calls]`: runs one benchmark at full size and prints what it measured. */
import { formatAttoUsd } from '../../shared/money.ts';
import { attributeReport } from './attribute.ts';
import { demoTraffic, meterAndRate } from './meter-and-rate.ts';

type Report = readonly string[];

/** A benchmark gives the lines it prints; a new one is one entry here. */
const BENCHES: Readonly<Record<string, (size: number | null) => Report | Promise<Report>>> = {
  attribute: (size) => attributeReport(size ?? 1_000_000),
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

type Bench = (run: BenchRun) => Promise<void>;

/** A new bench is one entry here. */
const BENCHES = new Map<string, { readonly help: string; readonly load: () => Promise<Bench> }>([
  [
    'ingest',
    {
      help: 'records of a folder into the database, beside DuckDB, Python and gunzip alone',
      load: async () => (await import('./ingest/bench.ts')).benchIngest,
    },
  ],
  [
    'meter',
    {
      help: 'metering and rating, beside JSON.parse; the size counts calls',
      load: async () => (await import('./meter-report.ts')).benchMeter,
    },
  ],
]);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

// Options belong to the bench that is named.
const { positionals, values } = parseArgs({ allowPositionals: true, strict: false });

function textOf(name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

const [name = '', size] = positionals;
const bench = BENCHES.get(name);
if (bench) {
  const run = await bench.load();
  await run({
    size: size === undefined ? null : Number(size),
    option: (key, otherwise) => Number(textOf(key) ?? otherwise),
    word: (key, otherwise) => textOf(key) ?? otherwise,
    say,
  });
} else {
  say('Usage: npm run bench -- NAME [size] [--option=value ...]');
  for (const [key, { help }] of BENCHES) say(`  ${key.padEnd(10)} ${help}`);
  process.exitCode = 2;
}

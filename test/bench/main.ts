/** `npm run bench -- NAME [size] [--option=value]`: each bench sets us beside a peer, as a ratio. */
import { parseArgs } from 'node:util';

/** What a bench is handed: its size and options, and where its lines go. */
export interface BenchRun {
  /** The number after the name; null leaves the bench its own. */
  readonly size: number | null;
  readonly option: (name: string, otherwise: number) => number;
  readonly word: (name: string, otherwise: string) => string;
  readonly say: (line: string) => void;
}

type Bench = (run: BenchRun) => Promise<void>;

/** A new bench is one entry here. */
const BENCHES = new Map<string, { readonly help: string; readonly load: () => Promise<Bench> }>([
  [
    'query',
    {
      help: 'questions over a month, beside DuckDB; the size counts millions of calls',
      load: async () => (await import('./query/bench.ts')).benchQuery,
    },
  ],
  [
    'ingest',
    {
      help: 'records of a folder into the database, beside DuckDB, Python and gunzip alone',
      load: async () => (await import('./ingest/bench.ts')).benchIngest,
    },
  ],
  [
    'insert',
    {
      help: 'rows of a month beside the first million of them; the size counts millions',
      load: async () => (await import('./insert/bench.ts')).benchInsert,
    },
  ],
  [
    'reads',
    {
      help: 'questions over a copy of --month=FILE while records are written, beside at rest',
      load: async () => (await import('./reads/bench.ts')).benchReads,
    },
  ],
  [
    'page',
    {
      help: 'the page of a running server (--url=) in Chromium; the size counts visits',
      load: async () => (await import('./page/bench.ts')).benchPage,
    },
  ],
  [
    'load',
    {
      help: 'viewers while records are read, over a copy of --month=FILE; the size counts viewers',
      load: async () => (await import('./load/bench.ts')).benchLoad,
    },
  ],
  [
    'attribute',
    {
      help: 'attribution of distinct principals, beside JSON.parse; the size counts calls',
      load: async () => (await import('./attribute.ts')).benchAttribute,
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

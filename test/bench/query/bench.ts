/** Questions over a month of calls: beside DuckDB on the raw rows, and all of the dashboard's. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPriceBook } from '../../../server/price/bundled-book.ts';
import type { Store } from '../../../server/store/store.ts';
import { installDuckDb } from '../ingest/contestants.ts';
import type { BenchRun } from '../main.ts';
import { median } from '../paired.ts';
import { fillMonth, openMonth } from './fill.ts';
import { kindsOf } from './month.ts';
import { askAll, pageQuestions, wordsOf } from './dashboard.ts';
import { peerQuestions, type Question } from './questions.ts';

const PEER = fileURLToPath(new URL('duckdb-peer.mjs', import.meta.url));

/** Size: millions of calls. Options: --tuples --days --turns --times --part (=N), --cache=DIR. */
export async function benchQuery(run: BenchRun): Promise<void> {
  const cache = run.word('cache', path.join(os.tmpdir(), 'outcrop-bench'));
  mkdirSync(cache, { recursive: true });
  installDuckDb(cache);
  const rows = (run.size ?? 10) * 1e6;
  const size = { rows, tuples: run.option('tuples', 600), days: run.option('days', 30) };
  const name = path.join(cache, `month-${rows}-${size.tuples}-${size.days}`);
  const cpu = os.cpus()[0]?.model ?? 'unknown';
  run.say(`${cpu}, ${os.cpus().length} cores, node ${process.version}`);
  const filled = fillMonth(`${name}.db`, `${name}.csv`, size);
  if (filled) {
    const pace = Math.round(rows / filled.seconds / 1000);
    const bytes = (filled.bytes / rows).toFixed(1);
    run.say(`filled in ${filled.seconds.toFixed(0)} s, ${pace} k rows/s, ${bytes} bytes a call`);
  }
  const turns = run.option('turns', 3);
  comparePeer({ name, tuples: size.tuples, turns, cache }, run.say);
  const store = openMonth(`${name}.db`);
  await tellDashboard(
    store,
    { part: run.option('part', 1), times: run.option('times', 5) },
    run.say,
  );
  store.close();
}

interface Compared {
  readonly name: string;
  readonly tuples: number;
  readonly turns: number;
  readonly cache: string;
}

/** Both in turn, so that what slows the machine down slows both. */
function comparePeer({ name, tuples, turns, cache }: Compared, say: BenchRun['say']): void {
  const questions = peerQuestions();
  const asked = questions.flatMap(({ sql }) => (sql === null ? [] : [sql]));
  const kinds = kindsOf(tuples).map(({ tenant, model, region, feature, status }) => {
    return [tenant, model, region, feature, status];
  });
  writeFileSync(`${name}.json`, JSON.stringify({ csv: `${name}.csv`, kinds, asked }));
  const ours: number[][] = questions.map(() => []);
  const peers: number[][] = questions.map(() => []);
  for (let turn = 0; turn < turns; turn += 1) {
    const store = openMonth(`${name}.db`);
    questions.forEach((one, index) => ours[index]?.push(median(timesMs(one, store, 5))));
    store.close();
    const times = peerTimes(name, cache);
    let next = 0;
    questions.forEach(({ sql }, index) => {
      if (sql !== null) peers[index]?.push(times[next++] ?? Number.NaN);
    });
  }
  questions.forEach(({ name: words }, index) => {
    const [own, peer] = [median(ours[index] ?? []), median(peers[index] ?? [])];
    const beside = Number.isNaN(peer)
      ? ''
      : `  DuckDB ${peer.toFixed(1)} ms, 1/${ratio(peer, own)}`;
    say(`  ${words.padEnd(50)} ${own.toFixed(1).padStart(7)} ms${beside}`);
  });
}

function ratio(peerMs: number, ownMs: number): string {
  return (peerMs / ownMs).toFixed(peerMs > 10 * ownMs ? 0 : 1);
}

function peerTimes(name: string, cache: string): readonly number[] {
  if (!existsSync(path.join(cache, 'node_modules/@duckdb/node-api'))) return [];
  const args = [PEER, `${name}.json`, `${name}.duckdb`, cache];
  const { stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as readonly number[]; // Our peer's.
}

function timesMs(question: Question, store: Store, times: number): readonly number[] {
  const book = bundledPriceBook();
  question.ask(store, book); // What is cold for all is not measured.
  return Array.from({ length: times }, () => {
    const startMs = performance.now();
    question.ask(store, book);
    return performance.now() - startMs;
  });
}

/** CPU and wall time of what the page asks, the slowest first; the median turn of each question. */
async function tellDashboard(
  store: Store,
  { part, times }: { readonly part: number; readonly times: number },
  say: BenchRun['say'],
): Promise<void> {
  const asked = await askAll(store, pageQuestions(part), times);
  const found = asked.map((one) => ({
    ...one,
    cpu: median(one.cpuMs),
    wall: median(one.wallMs),
  }));
  const shares = (values: readonly number[]): string => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (share: number): string =>
      (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1);
    return `median ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} ms`;
  };
  say(`  ${found.length} questions of the page, from their address to the bytes of the answer:`);
  say(`    CPU  ${shares(found.map(({ cpu }) => cpu))}`);
  say(`    wall ${shares(found.map(({ wall }) => wall))}; the slowest:`);
  for (const one of found.toSorted((a, b) => b.cpu - a.cpu).slice(0, 15)) {
    say(`    ${one.cpu.toFixed(0).padStart(5)} ms CPU  ${wordsOf(one)}`);
  }
}

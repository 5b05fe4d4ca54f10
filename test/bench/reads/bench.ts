/** Questions of a reader while another process writes at full speed, beside the same at rest. */
import { spawn } from 'node:child_process';
import { constants, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { bundledPriceBook } from '../../../server/price/bundled-book.ts';
import { openSqliteStore } from '../../../server/store/sqlite/sqlite-store.ts';
import { buildBundle, BUNDLE } from '../ingest/contestants.ts';
import { recordsIn } from '../ingest/bench.ts';
import type { BenchRun } from '../main.ts';
import { quantile } from '../page/visit.ts';
import { peerQuestions, type Question } from '../query/questions.ts';

/** How long a question took, each time it was asked. */
export interface Asked {
  readonly name: string;
  readonly atRestMs: readonly number[];
  readonly besideMs: readonly number[];
  /** At rest again: what was written is part of these answers. */
  readonly afterMs: readonly number[];
}

const ROUNDS_AT_REST = 40;
const ROUNDS_TO_WARM_UP = 8;
/** The tag that the month's series are told apart by; who writes must tell it too. */
const CONFIG = 'attribution:\n  tags: [feature]\n';

/** Asks all questions in turn: at rest, as long as `write` writes, and at rest again. */
export async function askBeside(
  questions: readonly Question[],
  ask: (question: Question) => void,
  write: () => Promise<void>,
): Promise<readonly Asked[]> {
  const round = (): readonly number[] => questions.map((question) => timeOf(question, ask));
  const rounds = (count: number) => Array.from({ length: count }, round);
  rounds(ROUNDS_TO_WARM_UP);
  const atRest = rounds(ROUNDS_AT_REST);
  const beside: (readonly number[])[] = [];
  const written: PromiseSettledResult<void>[] = [];
  void Promise.allSettled([write()]).then((ended) => written.push(...ended));
  while (written.length === 0) {
    beside.push(round());
    await setImmediate();
  }
  if (written[0]?.status === 'rejected') throw written[0].reason;
  const after = rounds(ROUNDS_AT_REST);
  return questions.map(({ name }, index) => {
    const own = (all: readonly (readonly number[])[]) => all.map((one) => one[index] ?? 0);
    return { name, atRestMs: own(atRest), besideMs: own(beside), afterMs: own(after) };
  });
}

function timeOf(question: Question, ask: (question: Question) => void): number {
  const startMs = performance.now();
  ask(question);
  return performance.now() - startMs;
}

/** Options: --month=FILE that the bench of questions filled, --lean=RECORDS, --cache=FOLDER. */
export async function benchReads(run: BenchRun): Promise<void> {
  const cache = run.word('cache', path.join(os.tmpdir(), 'outcrop-bench'));
  const records = recordsIn(cache, 'lean', run.option('lean', 2_000_000));
  buildBundle();
  const place = mkdtempSync(path.join(cache, 'reads-'));
  const [file, config] = [path.join(place, 'outcrop.db'), path.join(place, 'outcrop.yaml')];
  copyFileSync(run.word('month', ''), file, constants.COPYFILE_FICLONE);
  writeFileSync(config, CONFIG);
  const store = openSqliteStore({ path: file, promotedTags: ['feature'], isReadOnly: true });
  const book = bundledPriceBook();
  const write = () => ended([BUNDLE, 'ingest', records, '--db', file, '--config', config]);
  try {
    const all = await askBeside(peerQuestions(), ({ ask }) => void ask(store, book), write);
    for (const asked of all) run.say(wordsOf(asked));
  } finally {
    store.close();
    rmSync(place, { recursive: true });
  }
}

function ended(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Ingest ended with ${code}.`));
    });
  });
}

function wordsOf({ name, atRestMs, besideMs, afterMs }: Asked): string {
  const p95 = (times: readonly number[]): number => quantile(times, 0.95);
  const [rest, beside, after] = [p95(atRestMs), p95(besideMs), p95(afterMs)];
  const times = [rest, beside, after].map((ms) => ms.toFixed(1)).join(', ');
  const ratios = `x${(beside / rest).toFixed(2)} of before, x${(beside / after).toFixed(2)} of after`;
  return `  ${name.padEnd(50)} p95 at rest, beside, after: ${times} ms, ${ratios}`;
}

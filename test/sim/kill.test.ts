/** Kills real processes with SIGKILL in the middle of ingest, and compares what they leave. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../server/demo/random.ts';
import { digestOf, readFacts } from './database-facts.ts';
import { ingestCalls, KILL_CALLS, killCall } from './kill-child.ts';

const KILLS_MIN = 300;
const LANES = 2;
/** Most lives end some commits on, and a little later; some while the file is opened. */
const COMMITS_MAX = 12;
const LATER_MS_MAX = 4;
const OPENING_SHARE = 0.1;
const OPENING_MS_MAX = 150;
const TEST_MS_MAX = 600_000;

const SOURCE = fileURLToPath(new URL('kill-child.ts', import.meta.url));
/** Below the project, where better-sqlite3 is found. */
const OUTPUT = fileURLToPath(new URL('../../test-output/kill', import.meta.url));
const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'kill-'));

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: { ssr: SOURCE, outDir: OUTPUT, emptyOutDir: true, target: 'node20' },
  });
}, TEST_MS_MAX);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(OUTPUT, { recursive: true, force: true });
});

/** One life of the child. @returns true when it was done before it was killed. */
function live(database: string, seed: number, random: ReturnType<typeof createRandom>) {
  const child = spawn(process.execPath, [path.join(OUTPUT, 'kill-child.js'), database, `${seed}`], {
    env: { KILL_CHILD: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killIn = (ms: number): void => void setTimeout(() => child.kill('SIGKILL'), ms);
  if (random.next() < OPENING_SHARE) killIn(random.next() * OPENING_MS_MAX);
  let commitsLeft = 1 + random.integer(COMMITS_MAX);
  const laterMs = random.next() * LATER_MS_MAX;
  child.stdout.on('data', (commits: Buffer) => {
    commitsLeft -= commits.length;
    if (commitsLeft <= 0) killIn(laterMs);
  });
  return new Promise<boolean>((resolve, reject) => {
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL' || code === 0) resolve(code === 0);
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

/** Kills over one database after the other, until there are enough. @returns the kills. */
async function runLane(lane: number): Promise<number> {
  const random = createRandom(lane);
  let kills = 0;
  for (let round = 1; kills < KILLS_MIN / LANES; round += 1) {
    const seed = lane * 1000 + round;
    const database = path.join(folder, `${seed}.db`);
    while (!(await live(database, seed, random))) kills += 1;
    const clean = path.join(folder, `${seed}-clean.db`);
    await ingestCalls(clean, seed, () => undefined);
    expectWhole(database, clean, seed);
  }
  return kills;
}

function expectWhole(database: string, clean: string, seed: number): void {
  const calls = Array.from({ length: KILL_CALLS }, (_, index) => killCall(seed, index));
  const broken = calls.filter(({ kind }) => kind === 'broken').length;
  const facts = readFacts(database);
  expect(facts.integrity).toBe('ok');
  expect(facts.rows.length).toBe(KILL_CALLS - broken);
  expect(new Set(facts.ids).size).toBe(facts.ids.length);
  expect(facts.quarantined.length).toBe(broken);
  for (const cells of facts.cells.values()) {
    expect(cells.reduce((sum, cell) => sum + cell.invocations, 0)).toBe(facts.rows.length);
    expect(cells.reduce((sum, cell) => sum + cell.quantity, 0)).toBe(facts.rowQuantity);
  }
  expect(digestOf(facts)).toBe(digestOf(readFacts(clean)));
}

describe('ingest that is killed at any point', { timeout: TEST_MS_MAX }, () => {
  test(`has lost nothing and counted nothing twice after ${KILLS_MIN} kills`, async () => {
    const lanes = Array.from({ length: LANES }, (_, lane) => runLane(lane));
    const kills = await Promise.all(lanes);
    expect(kills.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(KILLS_MIN);
  });
});

/** Kills real processes with SIGKILL while they apply rules to the past, and lets others go on. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { ReattributionRun } from '../../server/store/reattribution.ts';
import { digestOf, readFacts } from './database-facts.ts';
import { applyRules, HOURS, storeCalls } from './rules-child.ts';

const KILLS = 50;
/** An hour a step, then all are moved at once, then the journal is written. */
const STEPS = HOURS + 1;
const LATER_MS_MAX = 8;
const TEST_MS_MAX = 300_000;

const SOURCE = fileURLToPath(new URL('rules-child.ts', import.meta.url));
/** Below the project, where better-sqlite3 is found. */
const OUTPUT = fileURLToPath(new URL('../../test-output/kill-rules', import.meta.url));
const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rules-'));
const fileOf = (name: string): string => path.join(folder, `${name}.db`);

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

/** One life of the child, killed so long after so many steps. @returns whether it was killed. */
function live(file: string, steps: number, laterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [path.join(OUTPUT, 'rules-child.js'), file], {
    env: { RULES_CHILD: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let left = steps;
  child.stdout.on('data', (done: Buffer) => {
    const wasLeft = left;
    left -= done.length;
    if (wasLeft > 0 && left <= 0) setTimeout(() => child.kill('SIGKILL'), laterMs);
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL' || code === 0) resolve(signal === 'SIGKILL');
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

function journalOf(file: string): readonly ReattributionRun[] {
  const store = openSqliteStore({ path: file, promotedTags: ['by'] });
  const runs = store.reattribution().runs(100);
  store.close();
  return runs;
}

test(
  `rules that were applied by ${KILLS} killed processes give the database of one run`,
  async () => {
    await storeCalls(fileOf('old'));
    const old = digestOf(readFacts(fileOf('old')));
    copyFileSync(fileOf('old'), fileOf('through'));
    await applyRules(fileOf('through'), () => undefined);
    const through = digestOf(readFacts(fileOf('through')));
    expect(through).not.toBe(old);
    const states = new Set<string>();
    let kills = 0;
    for (let point = 0; kills < KILLS; point += 1) {
      const file = fileOf(`killed-${point}`);
      copyFileSync(fileOf('old'), file);
      const steps = 1 + ((point * 13) % STEPS);
      kills += (await live(file, steps, (point % 5) * (LATER_MS_MAX / 4))) ? 1 : 0;
      const found = digestOf(readFacts(file));
      expect([old, through]).toContain(found); // Never a mix of both.
      const state = journalOf(file)[0]?.state ?? 'none';
      states.add(state);
      if (state !== 'done') await applyRules(file, () => undefined);
      expect(digestOf(readFacts(file))).toBe(through);
      expect(journalOf(file)).toEqual(journalOf(fileOf('through')));
      rmSync(file);
    }
    expect([...states]).toContain('preparing');
  },
  TEST_MS_MAX,
);

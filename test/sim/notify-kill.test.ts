/** Kills real processes with SIGKILL between evaluating an alarm and noting that it was told. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../server/demo/random.ts';
import { createReceiver, type Receiver } from '../notify/receiver.ts';

/** OUTCROP_KILLS=300 for a release; fewer show the same in less time. */
const KILLS_MIN = Number(process.env['OUTCROP_KILLS'] ?? 12);
const STEPS_MAX = 6;
const LATER_MS_MAX = 6;
const TEST_MS_MAX = Math.max(900_000, KILLS_MIN * 12_000);
/** One refusal in so many, so that kills meet retries as well. */
const REFUSED_SHARE = 0.2;

const SOURCE = fileURLToPath(new URL('notify-kill-child.ts', import.meta.url));
/** Below the project, where better-sqlite3 is found. */
const OUTPUT = fileURLToPath(new URL('../../test-output/notify-kill', import.meta.url));
const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'kill-'));

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    ssr: { noExternal: true, external: ['better-sqlite3', 'vitest', 'standardwebhooks'] },
    build: { ssr: SOURCE, outDir: OUTPUT, emptyOutDir: true, target: 'node20' },
  });
}, TEST_MS_MAX);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(OUTPUT, { recursive: true, force: true });
});

/** A receiver that counts what it has taken by id, and refuses now and then. */
async function createCounter(random: ReturnType<typeof createRandom>) {
  const taken = new Map<string, number>();
  const bodies = new Map<string, Set<string>>();
  const onRequest = { call: (): void => undefined };
  const receiver: Receiver = await createReceiver((request, response) => {
    const id = String(request.headers['webhook-id']);
    const body = receiver.seen.at(-1)?.body ?? '';
    bodies.set(id, (bodies.get(id) ?? new Set()).add(body));
    const isRefused = random.next() < REFUSED_SHARE;
    if (!isRefused) taken.set(id, (taken.get(id) ?? 0) + 1);
    response.statusCode = isRefused ? 500 : 200;
    response.end(() => onRequest.call());
    onRequest.call();
  });
  return { taken, bodies, onRequest, url: receiver.endpoint.url };
}

interface Life {
  readonly database: string;
  readonly counter: Awaited<ReturnType<typeof createCounter>>;
  /** Null lets it live to its end. */
  readonly random: ReturnType<typeof createRandom> | null;
}

/** One life of the child. @returns true when it was done before it was killed. */
function live({ database, counter, random }: Life): Promise<boolean> {
  const script = path.join(OUTPUT, 'notify-kill-child.js');
  const child = spawn(process.execPath, [script, database, counter.url], {
    env: { KILL_CHILD: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stepsLeft = random ? 1 + random.integer(STEPS_MAX) : Infinity;
  const laterMs = (random?.next() ?? 0) * LATER_MS_MAX;
  const step = (): void => {
    stepsLeft -= 1;
    if (stepsLeft === 0) setTimeout(() => child.kill('SIGKILL'), laterMs);
  };
  counter.onRequest.call = step;
  child.stdout.on('data', step);
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      counter.onRequest.call = (): void => undefined;
      if (signal === 'SIGKILL' || code === 0) resolve(code === 0);
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

describe('evaluating and telling, killed at any point', { timeout: TEST_MS_MAX }, () => {
  test(`T-HOOK-01 loses nothing over ${KILLS_MIN} kills, and repeats under the same id`, async () => {
    const clean = await createCounter(createRandom(0));
    await live({ database: path.join(folder, 'clean.db'), counter: clean, random: null });
    const expected = [...clean.taken.keys()].sort();
    expect(expected).toHaveLength(80); // A firing and a resolved for each of forty tenants.
    let kills = 0;
    for (let round = 1; kills < KILLS_MIN; round += 1) {
      const random = createRandom(round);
      const counter = await createCounter(random);
      const database = path.join(folder, `${round}.db`);
      let killsOfRound = 0;
      while (!(await live({ database, counter, random }))) killsOfRound += 1;
      expect([...counter.taken.keys()].sort()).toEqual(expected);
      expect([...counter.bodies.values()].every((texts) => texts.size === 1)).toBe(true);
      const repeats = [...counter.taken.values()].reduce((sum, count) => sum + count - 1, 0);
      expect(repeats).toBeLessThanOrEqual(killsOfRound);
      kills += killsOfRound;
    }
  });
});

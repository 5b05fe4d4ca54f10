/** Kills real processes with SIGKILL while they make reports, hand them out and write exports. */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../server/demo/random.ts';
import { mailServer } from '../notify/mail-server.ts';
import { createReceiver, type Receiver } from '../notify/receiver.ts';

/** OUTCROP_KILLS=50 for a release; fewer show the same in less time. */
const KILLS_MIN = Number(process.env['OUTCROP_KILLS'] ?? 10);
/** Steps of one whole life are some forty; kills are spread over all of them. */
const STEPS_MAX = 40;
const LATER_MS_MAX = 20;
const TEST_MS_MAX = 900_000;
/** Nightly in five formats, statements of three tenants, FOCUS in two, and the export. */
const FILES_MIN = 12;
const REPORTS = 3;

const SOURCE = fileURLToPath(new URL('report-kill-child.ts', import.meta.url));
/** Below the project, where better-sqlite3 is found. */
const OUTPUT = fileURLToPath(new URL('../../test-output/report-kill', import.meta.url));
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

/** Where one database's reports go, and who counts what came. */
async function createPlace(name: string) {
  const bodies = new Map<string, Set<string>>();
  const taken: string[] = [];
  const onRequest = { call: (): void => undefined };
  const receiver: Receiver = await createReceiver((request, response) => {
    const id = String(request.headers['webhook-id']);
    const body = receiver.seen.at(-1)?.body ?? '';
    bodies.set(id, (bodies.get(id) ?? new Set()).add(body));
    taken.push(id);
    onRequest.call();
    response.end();
  });
  const mail = await mailServer();
  const files = path.join(folder, name);
  mkdirSync(files);
  const database = path.join(folder, `${name}.db`);
  return { files, database, taken, bodies, mail, onRequest, url: receiver.endpoint.url };
}

type Place = Awaited<ReturnType<typeof createPlace>>;

/** One life of the child. @returns true when it was done before it was killed. */
function live(place: Place, random: ReturnType<typeof createRandom> | null): Promise<boolean> {
  const script = path.join(OUTPUT, 'report-kill-child.js');
  const args = [place.database, place.files, place.url, String(place.mail.port)];
  const child = spawn(process.execPath, [script, ...args], {
    env: { KILL_CHILD: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stepsLeft = random ? 1 + random.integer(STEPS_MAX) : Infinity;
  const laterMs = (random?.next() ?? 0) * LATER_MS_MAX;
  const step = (): void => {
    stepsLeft -= 1;
    if (stepsLeft === 0) setTimeout(() => child.kill('SIGKILL'), laterMs);
  };
  place.onRequest.call = step;
  child.stdout.on('data', (steps: Buffer) => steps.forEach(step));
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      place.onRequest.call = (): void => undefined;
      if (signal === 'SIGKILL' || code === 0) resolve(code === 0);
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

/** What each file holds, by name; those still being written are none yet. */
function filesOf({ files }: Place): ReadonlyMap<string, string> {
  const names = readdirSync(files).filter((name) => !name.endsWith('.part'));
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(path.join(files, name)))
      .digest('hex');
  return new Map(names.sort().map((name) => [name, hash(name)]));
}

/** Each mail by its Message-ID, which a repeat bears again. */
function mailIds({ mail }: Place): readonly string[] {
  return mail.lines.filter((line) => /^message-id:/i.test(line));
}

describe('reports and exports, killed at any point', { timeout: TEST_MS_MAX }, () => {
  test(`leave no half file and reach nobody twice under two ids, over ${KILLS_MIN} kills`, async () => {
    const clean = await createPlace('clean');
    await live(clean, null);
    const expected = filesOf(clean);
    expect(expected.size).toBeGreaterThanOrEqual(FILES_MIN);
    expect(new Set(clean.taken).size).toBe(REPORTS);
    expect(new Set(mailIds(clean)).size).toBe(REPORTS);
    let kills = 0;
    for (let round = 1; kills < KILLS_MIN; round += 1) {
      const random = createRandom(round);
      const place = await createPlace(String(round));
      let killsOfRound = 0;
      while (!(await live(place, random))) {
        killsOfRound += 1;
        for (const [name, hash] of filesOf(place))
          expect([name, hash]).toEqual([name, expected.get(name)]);
      }
      expect(filesOf(place)).toEqual(expected);
      expect(readdirSync(place.files).filter((name) => name.endsWith('.part'))).toEqual([]);
      expect(new Set(place.taken)).toEqual(new Set(clean.taken));
      expect([...place.bodies.values()].every((texts) => texts.size === 1)).toBe(true);
      expect(new Set(mailIds(place))).toEqual(new Set(mailIds(clean)));
      const repeats = place.taken.length - REPORTS + (mailIds(place).length - REPORTS);
      expect(repeats).toBeLessThanOrEqual(killsOfRound);
      kills += killsOfRound;
    }
  });
});

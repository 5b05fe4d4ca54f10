/** Kills processes in the middle of migrations, backups and retention; looks at what is left. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { DAY_MS } from '../../shared/window.ts';
import { createRandom, type Random } from '../../server/demo/random.ts';
import { decryptFile, encryptFile } from '../../server/store/encrypted-file.ts';
import { openDatabase } from '../../server/store/sqlite/open-database.ts';
import { openFile } from '../../server/store/sqlite/open-file.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { schemaOf } from '../store/fixtures/dump.ts';
import { nextSchemas } from '../support/next-schemas.ts';
import { digestOf, readFacts } from './database-facts.ts';
import { checkedState, mustBeDone, othersOf, same } from './kill-facts.ts';
import { DAYS, FIRST_MS, KEY, runStage, STAGES, type Stage } from './kill-upkeep-child.ts';
import { fillDays } from './fill-days.ts';

const SOURCE = fileURLToPath(new URL('kill-upkeep-child.ts', import.meta.url));
/** Below the project, where better-sqlite3 is found. */
const OUTPUT = fileURLToPath(new URL('../../test-output/kill-upkeep', import.meta.url));
const WINDOW = { startMs: FIRST_MS, endMs: FIRST_MS + DAYS * DAY_MS };
const later = nextSchemas(() => undefined);

export interface StageReport {
  readonly stage: Stage;
  readonly kills: number;
  /** Processes that were faster than their kill. */
  readonly escapes: number;
  /** How the file stood after a kill, and how often. */
  readonly found: ReadonlyMap<string, number>;
  readonly wrong: readonly string[];
}

/** Kills so many processes in each stage, over a file with so many calls. */
export async function killUpkeep(asked: {
  readonly kills: number;
  readonly calls: number;
  /** All when left out. */
  readonly stages?: readonly Stage[];
  readonly onStage: (report: StageReport) => void;
}): Promise<void> {
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'upkeep-'));
  try {
    await build({
      configFile: false,
      logLevel: 'silent',
      publicDir: false,
      ssr: { noExternal: true, external: ['better-sqlite3'] },
      build: { ssr: SOURCE, outDir: OUTPUT, emptyOutDir: true, target: 'node20' },
    });
    const template = path.join(folder, 'template.db');
    await fillDays(template, asked.calls);
    for (const stage of asked.stages ?? STAGES) {
      asked.onStage(await killStage(stage, { folder, template, kills: asked.kills }));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(OUTPUT, { recursive: true, force: true });
  }
}

interface Place {
  readonly folder: string;
  readonly template: string;
}

/** What a file is at the end of a stage that nobody disturbed. */
interface Clean {
  readonly points: number;
  readonly tookMs: number;
  readonly before: string;
  readonly after: string;
  /** Of all but the tenant that is deleted. */
  readonly others: string;
  /** Schema by its number, as far as the stage knows. */
  readonly schemas: ReadonlyMap<number, string>;
}

async function killStage(stage: Stage, place: Place & { readonly kills: number }) {
  const random = createRandom(STAGES.indexOf(stage) + 1);
  const clean = await runClean(stage, place);
  const found = new Map<string, number>();
  const wrong: string[] = [];
  let kills = 0;
  let escapes = 0;
  // A process may be faster than its kill, but not every time.
  for (let life = 0; kills < place.kills && life < 10 * place.kills; life += 1) {
    const file = await begin(stage, place);
    if (!(await live(stage, file, { clean, random }))) {
      escapes += 1;
      continue;
    }
    kills += 1;
    try {
      const state = await lookAt(stage, file, clean);
      found.set(state, (found.get(state) ?? 0) + 1);
    } catch (error) {
      wrong.push(`life ${life}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (kills < place.kills) wrong.push(`only ${kills} kills`);
  return { stage, kills, escapes, found, wrong };
}

/** Lays out the files that a stage begins with. */
async function begin(stage: Stage, { folder, template }: Place): Promise<string> {
  const file = path.join(folder, 'one.db');
  for (const end of ENDS) rmSync(file + end, { force: true });
  copyFileSync(template, file);
  if (stage === 'restore') copyFileSync(template, `${file}.copy`);
  if (stage === 'encrypted restore') {
    await encryptFile(template, `${file}.copy`, [KEY.recipient], () => undefined);
  }
  return file;
}

const ENDS = ['', '-wal', '-shm', '.lock', '.copy', '.copy.part', '.part', '.replaced'].concat(
  ['.backup', '.backup-journal', '.backup.lock', '.plain'],
  ['.schema-1', '.schema-2', '.schema-3'].flatMap((end) => [end, `${end}.part`]),
);

async function runClean(stage: Stage, place: Place): Promise<Clean> {
  const file = await begin(stage, place);
  const before = digest(file);
  const others = othersOf(file);
  const schemas = new Map<number, string>();
  const note = (): void => void schemas.set(...schemaNow(file));
  note();
  if (stage === 'copy aside' || stage.startsWith('migration')) {
    const steps = path.join(place.folder, 'steps.db');
    copyFileSync(place.template, steps);
    for (let count = 2; count <= later.length; count += 1) {
      openDatabase(steps, false, { migrations: later.slice(0, count) }).close();
      schemas.set(...schemaNow(steps));
    }
    for (const end of ENDS) rmSync(steps + end, { force: true });
  }
  let points = 0;
  const startedAtMs = performance.now();
  await runStage(stage, file, () => (points += 1));
  const tookMs = performance.now() - startedAtMs;
  return { points, tookMs, before, after: digest(file), others, schemas };
}

/** One life of a process. @returns whether it was killed before its end. */
function live(
  stage: Stage,
  file: string,
  { clean, random }: { readonly clean: Clean; readonly random: Random },
): Promise<boolean> {
  // Half of the kills come at a point of the work, half at any time of it.
  const point = clean.points > 0 && random.next() < 0.5 ? 1 + random.integer(clean.points) : 0;
  const laterMs = point > 0 ? random.next() * 3 : random.next() * clean.tookMs * 3;
  const args = [path.join(OUTPUT, 'kill-upkeep-child.js'), stage, file, `${point}`];
  const child = spawn(process.execPath, args, {
    env: { KILL_CHILD: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let isDone = false;
  child.stdout.on('data', (bytes: Buffer) => {
    const text = bytes.toString();
    if (text.includes('e')) isDone = true;
    const isPlace = text.includes(point > 0 ? '.' : 'b');
    if (isPlace) setTimeout(() => child.kill('SIGKILL'), laterMs);
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL' || code === 0) resolve(signal === 'SIGKILL' && !isDone);
      else reject(new Error(`The child of ${stage} ended with ${code ?? signal}.`));
    });
  });
}

/** @returns how a file stands after a kill. @throws Error when it does not work as it was. */
async function lookAt(stage: Stage, file: string, clean: Clean): Promise<string> {
  const [schema, text] = schemaNow(file);
  same(text, clean.schemas.get(schema) ?? text, `the schema is that of number ${schema}`);
  const state = await stateOf(stage, file, clean);
  await runStage(stage, file, () => undefined); // Whoever starts next goes on.
  same(digest(file), clean.after, 'it ends as it would have undisturbed');
  mustBeDone(stage, file, clean.others);
  same(existsSync(`${file}.backup`), false, 'nothing plain is left of an encrypted backup');
  return state;
}

async function stateOf(stage: Stage, file: string, clean: Clean): Promise<string> {
  if (stage === 'nightly check') {
    same(digest(file), clean.before, 'the figures are untouched');
    return checkedState(file);
  }
  if (stage === 'retention' || stage === 'deletion') {
    verify(file);
    return digest(file) === clean.before ? 'nothing gone' : 'some gone';
  }
  if (stage.endsWith('backup') || stage.endsWith('restore')) {
    same(digest(file), clean.before, 'the database is whole');
    if (!existsSync(`${file}.copy`)) return 'no copy';
    same(digest(await plainCopy(stage, file)), clean.before, 'the copy is whole');
    return existsSync(`${file}.replaced`) ? 'replaced, or about to be' : 'copy there';
  }
  return migrationState(file, clean);
}

function migrationState(file: string, clean: Clean): string {
  const [schema] = schemaNow(file);
  if (existsSync(`${file}.schema-1`)) {
    same(digest(`${file}.schema-1`), clean.before, 'what was kept aside is whole');
  }
  verify(file);
  return `schema ${schema}${existsSync(`${file}.schema-1`) ? '' : ', not copied yet'}`;
}

/** @returns the name of a copy that can be opened. */
async function plainCopy(stage: Stage, file: string): Promise<string> {
  if (!stage.startsWith('encrypted')) return `${file}.copy`;
  await decryptFile(`${file}.copy`, `${file}.plain`, [KEY.identity], () => undefined);
  return `${file}.plain`;
}

function schemaNow(file: string): [number, string] {
  const database = openFile(file, false);
  try {
    const damage: unknown = database.pragma('integrity_check(1)', { simple: true });
    same(damage, 'ok', 'the file is sound');
    const version = Number(database.pragma('user_version', { simple: true }));
    const parts = schemaOf(database).split(';\n').sort(); // VACUUM writes indexes after tables.
    return [version, parts.join(';\n')];
  } finally {
    database.close();
  }
}

function digest(file: string): string {
  return digestOf(readFacts(file, openFile(file, false)));
}

/** Sums agree with rows, by the same check that people run. */
function verify(file: string): void {
  const checked = `${file}.copy`;
  copyFileSync(file, checked); // Closed by now, so that it is whole without what lay beside it.
  const database = openFile(checked, false);
  database.pragma('user_version = 1'); // Columns that this release does not know change nothing.
  database.close();
  const store = openSqliteStore({ path: checked, promotedTags: [] });
  const asked = { window: WINDOW, differencesMax: 1, onProgress: () => undefined };
  const { differenceCount, damage } = store.verify(asked);
  store.close();
  for (const end of ENDS.slice(0, 3)) rmSync(checked + end, { force: true });
  same(differenceCount + damage.length, 0, 'sums agree with rows');
}

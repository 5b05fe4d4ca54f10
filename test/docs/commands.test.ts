/** Runs every command of the pages; what needs AWS or never ends is held to its options. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../../server/cli/program.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { DAY_MS } from '../../shared/window.ts';
import { readBill } from '../../server/job/read-bill.ts';
import { billFolder } from '../../server/source/bill-place.ts';
import { createBackupKey, encryptFile } from '../../server/store/encrypted-file.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { createChance } from '../bench/ingest/chance.ts';
import { sampleRecord } from '../bench/ingest/record-set.ts';
import { createFolder, NOW_MS, runCommand } from '../cli/run-command.ts';
import { offerJson } from '../price/offers.ts';
import { csvGzOf, curCells } from '../support/bill-fixture.ts';
import { INPUT_TYPE, metered, requestId, T0_MS } from '../support/metered.ts';
import {
  commandBlocks,
  hasPlaceholder,
  inlineCommands,
  type PageCommand,
} from './commands-in-pages.ts';

/** Verbs of ours that no test can end or answer here, and who runs them instead. */
const NOT_HERE: readonly (readonly [verb: string, why: string])[] = [
  ['serve', 'runs until it is stopped: test/e2e'],
  ['demo', 'runs until it is stopped: test/e2e'],
  ['mcp', 'answers on its standard input: test/cli/mcp.test.ts'],
  ['local-aws', 'runs until it is stopped: test/e2e'],
  ['doctor', 'asks AWS: test/job/doctor.test.ts'],
  ['backfill', 'asks AWS: test/job'],
  ['prices refresh', 'asks AWS: test/cli/prices-refresh.test.ts'],
  ['alarms test-channel', 'sends to a receiver: test/cli/alarms.test.ts'],
];

/** Programs that are not ours, and why they are not run. */
const OTHERS = new Map([
  ['npm', 'sets the project up: CI runs these themselves'],
  ['npx', 'fetches the package: test/pack'],
  ['docker', 'needs Docker'],
  ['kubectl', 'needs a cluster'],
  ['terraform', 'needs an account of AWS'],
  ['aws', 'needs an account of AWS: test/peer/moto-pages.test.ts has them taken by moto'],
  ['systemctl', 'needs a service manager'],
  ['sudo', 'needs a machine of its own'],
  ['curl', 'asks a server: test/docs/curl.test.ts'],
]);

const CONFIG = `
database: outcrop.db
accounts:
  - id: '111122223333'
    regions: [us-east-1]
    roleArn: arn:aws:iam::111122223333:role/outcrop-read
    cloudWatchLogs: { logGroup: /aws/bedrock/modelinvocations }
budgets:
  - { name: all, amount: 100 }
`;

const program = await buildProgram(
  {
    nowMs: () => T0_MS,
    jitter: () => 0,
    environment: {},
    writeOut: () => true,
    writeError: () => true,
    endWith: () => 0,
  },
  undefined,
);

const made = createFolder();
const call = (number: number, tenant: string, afterMs: number) =>
  metered({
    invocation: { requestId: requestId(number), timestampMs: T0_MS + afterMs },
    attribution: { tenant },
    usage: [{ type: INPUT_TYPE, quantity: 1_000 }],
  });
const database = made.database([
  call(1, 'acme', -10 * DAY_MS),
  call(2, 'acme', DAY_MS),
  call(3, 'globex', 2 * DAY_MS),
]);
await keepBill();
const places: string[] = [];
afterAll(() => {
  made.remove();
  for (const place of places) rmSync(place, { recursive: true, force: true });
});

/** What `outcrop serve` reads where the config names an export of the bill. */
async function keepBill(): Promise<void> {
  const folder = path.join(path.dirname(database), 'bills');
  mkdirSync(path.join(folder, 'cur/data/BILLING_PERIOD=2026-11'), { recursive: true });
  writeFileSync(
    path.join(folder, 'cur/data/BILLING_PERIOD=2026-11/part-1.csv.gz'),
    csvGzOf(curCells()),
  );
  const store = openSqliteStore({ path: database, promotedTags: [] });
  const { signal } = new AbortController();
  await readBill(billFolder(folder), { store, nowMs: () => NOW_MS, signal, log: () => undefined });
  store.close();
}

const backupKey = await createBackupKey();
await encryptFile(database, `${database}.age`, [backupKey.recipient], () => undefined);

/** A folder with all that the pages take for granted. */
function readersFolder(): string {
  const place = mkdtempSync(path.join(tmpdir(), 'outcrop-docs-'));
  places.push(place);
  const at = (...names: readonly string[]): string => {
    const file = path.join(place, ...names);
    mkdirSync(path.dirname(file), { recursive: true });
    return file;
  };
  for (const name of ['outcrop.db', 'backups/outcrop-20261122T021500Z.db', 'outcrop.db.schema-1']) {
    copyFileSync(database, at(name));
  }
  copyFileSync(`${database}.age`, at('backups/outcrop-20261122T021500Z.db.age'));
  const record = sampleRecord(T0_MS, 'lean', createChance(1));
  writeFileSync(at('logs/records.json'), `${JSON.stringify(record)}\n`);
  writeFileSync(at('safe/outcrop-backup.key'), backupKey.identity);
  writeFileSync(at('outcrop.yaml'), CONFIG.replace('outcrop.db', at('outcrop.db')));
  writeFileSync(at('cur/data/BILLING_PERIOD=2026-11/part-1.csv.gz'), csvGzOf(curCells()));
  writeFileSync(at('AmazonBedrock.json'), JSON.stringify(offerJson('AmazonBedrock', [])));
  return place;
}

/** Files that a reader names lie in their own folder. */
function inFolder(place: string, words: readonly string[]): readonly string[] {
  return words.map((word) => {
    const isFile = /^(\.{0,2}\/|outcrop\.(db|yaml)|[A-Z]\w+\.json$)/.test(word);
    return isFile && !word.startsWith('/api') ? path.join(place, word) : word;
  });
}

function verbOf(words: readonly string[]): { readonly verb: Command; readonly rest: string[] } {
  let verb: Command = program;
  const rest = [...words];
  for (;;) {
    const next = verb.commands.find((one) => one.name() === rest[0]);
    if (!next) return { verb, rest };
    verb = next;
    rest.shift();
  }
}

/** What a command says that ours does not know. */
function unknownWords(words: readonly string[]): readonly string[] {
  const { verb, rest } = verbOf(words);
  if (verb === program) return [`no verb ${words[0] ?? ''}`];
  const known = new Set(verb.options.flatMap(({ long, short }) => [long, short]));
  known.add('--help');
  return rest.filter((word) => word.startsWith('-') && !known.has(word));
}

const isOurs = ({ words }: PageCommand): boolean => words[0] === 'outcrop';
const argumentsOf = ({ words }: PageCommand): readonly string[] => words.slice(1);

function isRunHere(command: PageCommand): boolean {
  const said = argumentsOf(command).join(' ');
  return !NOT_HERE.some(([verb]) => said === verb || said.startsWith(`${verb} `));
}

const blocks = commandBlocks();
const inline = inlineCommands();
const all = [...blocks.flatMap(({ commands }) => commands), ...inline];
const told = (command: PageCommand): string => `${command.page}: ${command.words.join(' ')}`;

describe('the commands of the pages', () => {
  test('are there at all', () => {
    expect(blocks.length).toBeGreaterThan(15);
    expect(inline.length).toBeGreaterThan(60);
  });

  test('are of programs that are run here, or that are said why they are not', () => {
    const strange = all.filter(
      (one) => !isOurs(one) && !isShell(one) && !OTHERS.has(one.words[0] ?? ''),
    );
    expect(strange.map(told)).toEqual([]);
  });

  test('name scripts of npm that there are, and verbs and options of ours', () => {
    const wrong = all.flatMap((one) =>
      problemsOf(one).map((problem) => `${told(one)}: ${problem}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each(
    blocks.map((block) => [block.page, block.commands.map(told).join('; '), block] as const),
  )('of %s do what they say: %s', async (_, __, { commands }) => {
    const place = readersFolder();
    for (const command of commands) {
      if (isShell(command)) expect(shellStatus(command)).toBe(0);
      if (isOurs(command) && isRunHere(command)) await mustRun(command, place);
    }
  });

  const whole = new Map(
    inline
      .filter((one) => isRunHere(one) && !hasPlaceholder(one))
      // Others are short for one that names its files.
      .filter(({ words }) => words.includes('--db') || words.includes('--config'))
      .map((one) => [one.words.join(' '), one]),
  );
  test.each([...whole])('within sentences do what they say: %s', async (_, command) => {
    await mustRun(command, readersFolder());
  });
});

function problemsOf(command: PageCommand): readonly string[] {
  const [name = '', ...rest] = command.words;
  if (name === 'outcrop') return unknownWords(rest);
  if (name !== 'npm' || rest[0] !== 'run') return [];
  return rest[1] !== undefined && rest[1] in packageJson.scripts ? [] : [`no script ${rest[1]}`];
}

/** Words of the shell itself. */
function isShell({ words }: PageCommand): boolean {
  return words[0] === 'export';
}

function shellStatus({ words }: PageCommand): number | null {
  return spawnSync('sh', ['-ec', words.join(' ')]).status;
}

async function mustRun(command: PageCommand, place: string): Promise<void> {
  const { exitCode, error } = await runCommand(...inFolder(place, argumentsOf(command)));
  expect([exitCode, exitCode === 0 ? '' : error]).toEqual([0, '']);
}

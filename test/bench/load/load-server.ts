/** The built server over a database of the bench, as a process that people sign in to. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { assertBuilt, MAIN } from '../../e2e/serving.ts';
import { MONTH_END_MS } from '../query/month.ts';

/** The header by which the proxy of the bench says who asks. */
export const PERSON_HEADER = 'x-forwarded-user';
/** The server looks for new files as often as it may. */
const POLL_SECONDS = 5;
const ERROR_CHARACTERS = 4_000;

export interface LoadServer {
  readonly url: string;
  readonly pid: number;
  /** Folder whose files it reads. */
  readonly folder: string;
  /** The time by its clock. */
  readonly nowMs: () => number;
  stop(): Promise<void>;
}

/**
 * Starts `serve` over a database; its clock goes on from where the month ends.
 *
 * @param place a folder of its own, for the config and what is read.
 * @param people names that it lets in.
 */
export async function startLoadServer(
  database: string,
  place: string,
  people: readonly string[],
): Promise<LoadServer> {
  assertBuilt();
  const folder = path.join(place, 'in');
  mkdirSync(folder, { recursive: true });
  const config = path.join(place, 'load.yaml');
  writeFileSync(config, JSON.stringify(configText(database, folder, people))); // Is YAML too.
  const aheadMs = MONTH_END_MS - Date.now();
  const args = ['--import', clockModule(aheadMs), MAIN, 'serve', '--config', config, '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-ERROR_CHARACTERS);
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended (${code}): ${errors}`)));
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve((JSON.parse(line) as { url: string }).url); // Printed by serve --json.
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    folder,
    nowMs: () => Date.now() + aheadMs,
    async stop() {
      process.off('exit', kill);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Moves the clock of every thread that is started with it. */
function clockModule(aheadMs: number): string {
  return `data:text/javascript,const now = Date.now; Date.now = () => now() + ${aheadMs};`;
}

/** Each viewer is a person of their own, as behind a proxy that signs people in. */
function configText(database: string, folder: string, people: readonly string[]): object {
  return {
    database,
    listen: '127.0.0.1:0',
    directories: [folder],
    pollSeconds: POLL_SECONDS,
    attribution: { tags: ['feature'] },
    defaultAlarms: true,
    budgets: [{ name: 'Month', amount: 100_000, actual: [80, 100], forecast: [100] }],
    access: {
      signIn: 'always',
      trustedProxies: ['127.0.0.1'],
      proxy: { userHeader: PERSON_HEADER },
      grants: people.map((user) => ({ user, role: 'viewer' })),
    },
  };
}

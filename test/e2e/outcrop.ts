/** Runs the built command as a user does: in processes and folders of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, inject, vi } from 'vitest';
import type { QueryReply, StatusReply } from '../../shared/contract.ts';
import { DEMO_ACCOUNTS } from '../../server/demo/demo-accounts.ts';
import { assertBuilt, MAIN, serving, type Demo, type Environment } from './serving.ts';

/** Five days of demo take a quarter of a minute on two cores, and minutes where many share them. */
export const DEMO_MS_MAX = 240_000;
/** A month of the demo takes a minute alone, and more beside other tests. */
const RUN_MS_MAX = 2 * DEMO_MS_MAX;
const OUTPUT_BYTES_MAX = 64 * 1024 ** 2;

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** A folder for one file of tests; it is gone when they are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs one command to its end; code null means that it did not end in time. */
export function outcrop(args: readonly string[], environment: Environment = {}): Promise<Ran> {
  assertBuilt();
  const options = {
    cwd: tmpdir(),
    env: { ...process.env, ...environment },
    timeout: RUN_MS_MAX,
    maxBuffer: OUTPUT_BYTES_MAX,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], options, (_error, out, errors) => {
      resolve({ code: child.exitCode, out, errors });
    });
    child.stdin?.end(); // As where nobody types.
  });
}

/** What a command prints with --json. @throws Error with the command's words when it fails. */
export async function outcropJson<Reply>(args: readonly string[]): Promise<Reply> {
  const { code, out, errors } = await outcrop([...args, '--json']);
  if (code !== 0) throw new Error(`outcrop ${args.join(' ')} ended with ${code}: ${errors}`);
  return JSON.parse(out) as Reply; // The caller names what the verb prints.
}

/** Answer of `outcrop query`. */
export function query(database: string, ...args: readonly string[]): Promise<QueryReply> {
  return outcropJson<QueryReply>(['query', ...args, '--db', database]);
}

export interface SharedDemo {
  readonly url: string;
  /** When all of it was read, on its clock. */
  readonly now: string;
}

/** Five days of the demo that all files look at and none changes for good, when all is read. */
export async function sharedDemo(): Promise<SharedDemo> {
  const url = inject('demoUrl');
  const { now } = await untilRead(url);
  return { url, now };
}

/** Starts `outcrop demo` on a free port; it is killed with its children when the file is over. */
export function startDemo(args: readonly string[], environment: Environment = {}): Promise<Demo> {
  return start(['demo', ...args, '--port', '0', '--json'], environment);
}

/** Starts `outcrop serve`, whose config asks for a free port; it ends as a demo does. */
export function startServe(config: string, environment: Environment = {}): Promise<Demo> {
  return start(['serve', '--config', config, '--json'], environment);
}

/** Known before an address is awaited; a hook that runs can no longer ask for one of its own. */
const kills: (() => void)[] = [];
afterAll(() => kills.forEach((kill) => kill()));

function start(args: readonly string[], environment: Environment): Promise<Demo> {
  return serving(args, environment, undefined, (kill) => kills.push(kill));
}

/** Log groups and buckets of the demo's accounts. */
const LOG_SOURCES = DEMO_ACCOUNTS.flatMap(({ destinations }) => destinations).length;

/** Waits until all history is read and returns the status then. */
export function untilRead(url: string): Promise<StatusReply> {
  return vi.waitUntil(
    async () => {
      const response = await fetch(`${url}/api/v1/status`);
      const status = (await response.json()) as StatusReply; // The contract of this address.
      // Sources are known from their first batch on; those of metrics are soon done.
      const logs = status.sources.filter(({ kind }) => kind !== 'cloudWatchMetrics');
      const isRead =
        logs.length >= LOG_SOURCES && status.sources.every(({ state }) => state === 'ok');
      return isRead ? status : null;
    },
    { timeout: DEMO_MS_MAX, interval: 500 },
  );
}

/** Starts the built command as a process that serves, and ends it with all its children. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The built command. */
export const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

export type Environment = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Any process of its group that is still there, such as a child that was left behind. */
  readonly hasLeftovers: boolean;
}

export interface Demo {
  readonly url: string;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Ended>;
  /** Ends at once whatever is still there. */
  kill(): void;
}

/**
 * Starts a verb that prints its address as JSON; it dies with this process at the latest.
 *
 * @param onWords told what it writes to the error output.
 * @param onStart is given what ends it, before its address is awaited: a wait may be given up.
 */
export async function serving(
  args: readonly string[],
  environment: Environment = {},
  onWords: (text: string) => void = () => undefined,
  onStart: (kill: () => void) => void = () => undefined,
): Promise<Demo> {
  assertBuilt();
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: tmpdir(),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Leads a group, so that children it leaves behind can be found.
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', kill);
      resolve({ code, signal, hasLeftovers: signalGroup(child, 0) });
    });
  });
  const kill = (): void => void signalGroup(child, 'SIGKILL');
  process.once('exit', kill);
  child.stderr.on('data', (chunk: Buffer) => onWords(chunk.toString()));
  onStart(kill);
  const url = await firstUrl(child);
  return {
    url,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
    kill,
  };
}

function firstUrl(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The demo ended (${code}): ${errors}`)));
    if (!child.stdout) return reject(new Error('The demo has no output.'));
    createInterface({ input: child.stdout }).once('line', (line) => {
      const { url } = JSON.parse(line) as { url: string }; // Printed by demo --json.
      resolve(url);
    });
  });
}

/** @returns whether the group of the process has any member. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false; // No such group: all of it has ended.
  }
}

/** @throws Error when there is nothing to run. */
export function assertBuilt(): void {
  if (!existsSync(MAIN)) throw new Error('There is no dist/: run `npm run build` first.');
}

/** What a process takes while it works: CPU, and how long its main thread lets one wait. */
import { readFileSync } from 'node:fs';
import { request } from 'undici';

/** Linux counts CPU in hundredths of a second, whatever the machine. */
const TICK_MS = 10;
const KNOCK_EVERY_MS = 50;

/** CPU of a process, and of its main thread alone, since its start. */
export function cpuOf(pid: number): { readonly allMs: number; readonly mainMs: number } {
  const allMs = ticksOf(`/proc/${pid}/stat`) * TICK_MS;
  return { allMs, mainMs: ticksOf(`/proc/${pid}/task/${pid}/stat`) * TICK_MS };
}

function ticksOf(file: string): number {
  const text = readFileSync(file, 'utf8');
  // Behind the name, which may hold spaces: the 12th is time of the user, the 13th of the system.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

export interface Knocked {
  readonly waitsMs: readonly number[];
  readonly failures: readonly string[];
}

/** How long the least of all answers takes, which the main thread gives by itself. */
export async function knock(url: string, signal: AbortSignal): Promise<Knocked> {
  const waitsMs: number[] = [];
  const failures: string[] = [];
  while (!signal.aborted) {
    const startMs = performance.now();
    try {
      const { body } = await request(`${url}/healthz`);
      await body.dump();
      waitsMs.push(performance.now() - startMs);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : 'failed');
    }
    await new Promise((resolve) => setTimeout(resolve, KNOCK_EVERY_MS));
  }
  return { waitsMs, failures };
}

/** What a process holds: its heap after a collection, and what the system counts for it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export const GAUGES = [
  'heapMb',
  'rssMb',
  'files',
  'threads',
  'timers',
  'walMb',
  'databaseMb',
] as const;
export type GaugeName = (typeof GAUGES)[number];
export type Sample = Readonly<Record<GaugeName, number>>;

const MB = 1e6;

setFlagsFromString('--expose-gc');
// The guarantee: the flag above defines it in every context from here on.
const collect = runInNewContext('gc') as () => void;

/** Measures this process and its database. */
export function measure(database: string): Sample {
  collect();
  const { heapUsed } = process.memoryUsage();
  const [, rssKib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return {
    heapMb: heapUsed / MB,
    rssMb: (Number(rssKib) * 1024) / MB,
    files: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    walMb: sizeOf(`${database}-wal`) / MB,
    databaseMb: sizeOf(database) / MB,
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The median of the last third over that of the third before it; 1 is flat. */
export function growthOf(samples: readonly Sample[], name: GaugeName): number {
  const third = Math.floor(samples.length / 3);
  const values = samples.map((sample) => sample[name]);
  const last = medianOf(values.slice(-third));
  const middle = medianOf(values.slice(-2 * third, -third));
  return middle === 0 ? (last === 0 ? 1 : Infinity) : last / middle;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

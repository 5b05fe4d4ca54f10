/** Runs contestants in turn, as whole processes, and tells their medians and peak memory. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Puts away what the last run left. */
  readonly before?: () => void;
}

export interface Outcome {
  readonly name: string;
  readonly medianMs: number;
  /** Of single runs, each divided by the run of the first contestant in the same turn. */
  readonly ratios: readonly number[];
  readonly medianRatio: number;
  readonly peakMb: number;
  /** Last line that the process wrote. */
  readonly said: string;
}

/** The mark is the highest so far: what is read costs the one that is measured. */
const POLL_MS = 100;

/**
 * Runs all contestants once in each turn, so that what slows the machine down slows all of them.
 *
 * @returns outcomes in the order of contestants; ratios are against the first one.
 */
export async function runPaired(
  contestants: readonly Contestant[],
  turns: number,
): Promise<readonly Outcome[]> {
  const runs = contestants.map(() => [] as Run[]);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [index, contestant] of contestants.entries()) {
      contestant.before?.();
      runs[index]?.push(await runOnce(contestant));
    }
  }
  const [base = []] = runs;
  return contestants.map(({ name }, index) => {
    const own = runs[index] ?? [];
    const ratios = own.map(({ wallMs }, turn) => wallMs / (base[turn]?.wallMs ?? wallMs));
    return {
      name,
      medianMs: median(own.map(({ wallMs }) => wallMs)),
      ratios,
      medianRatio: median(ratios),
      peakMb: Math.max(...own.map(({ peakMb }) => peakMb)),
      said: own.at(-1)?.said ?? '',
    };
  });
}

interface Run {
  readonly wallMs: number;
  readonly peakMb: number;
  readonly said: string;
}

async function runOnce({ name, command, args }: Contestant): Promise<Run> {
  const startMs = performance.now();
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let peakMb = 0;
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const timer = setInterval(() => (peakMb = peakOf(child.pid) ?? peakMb), POLL_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(timer);
  const wallMs = performance.now() - startMs;
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return { wallMs, peakMb, said: text.trim().split('\n').at(-1) ?? '' };
}

/** The kernel's own high-water mark; null where there is none to read. */
function peakOf(pid: number | undefined): number | null {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) / 1024 : null;
  } catch {
    return null; // The process has ended, or this is no Linux.
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

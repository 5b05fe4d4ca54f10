/** One part of a run under load: who looks, what is read, and what both got. */
import { quantile } from '../page/visit.ts';
import { feed, type Fed, type Food } from './feed.ts';
import { cpuOf, knock } from './gauge.ts';
import type { LoadServer } from './load-server.ts';
import { look, type Looked } from './viewers.ts';

export interface PhasePlan {
  readonly people: readonly string[];
  readonly roundMs: number;
  /** What is read meanwhile; null for nothing. */
  readonly food: Food | null;
  /** How long it lasts where nothing is read. */
  readonly lastsMs: number;
}

export interface Phase {
  readonly seconds: number;
  readonly fed: Fed | null;
  readonly looked: Looked;
  /** How long `/healthz` took. */
  readonly waitsMs: readonly number[];
  readonly cpuMs: number;
  readonly mainMs: number;
}

/** Runs one part; people look for as long as records come in. */
export async function runPhase(
  server: LoadServer,
  database: string,
  { people, roundMs, food, lastsMs }: PhasePlan,
): Promise<Phase> {
  const ending = new AbortController();
  const { signal } = ending;
  const startMs = performance.now();
  const before = cpuOf(server.pid);
  const looking = look(server, { people, roundMs, signal });
  const knocking = knock(server.url, signal);
  const fed = food ? await feed(database, server.folder, food) : await after(lastsMs);
  const { allMs, mainMs } = cpuOf(server.pid);
  const seconds = (performance.now() - startMs) / 1000;
  ending.abort();
  const [looked, waitsMs] = await Promise.all([looking, knocking]);
  const cpu = { cpuMs: allMs - before.allMs, mainMs: mainMs - before.mainMs };
  return { seconds, fed, looked, waitsMs, ...cpu };
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}

const SLOWEST_TOLD = 4;

/** The part in words, a line each. */
export function wordsOf(name: string, phase: Phase): readonly string[] {
  const { seconds, fed, looked, waitsMs, cpuMs, mainMs } = phase;
  const of = (partMs: number): string => `${Math.round(partMs / seconds / 10)} %`;
  const waits = `p50 ${ms(waitsMs, 0.5)}, p99 ${ms(waitsMs, 0.99)}, at most ${ms(waitsMs, 1)}`;
  const pace = fed && `  read ${fed.calls} calls, ${Math.round(fed.callsPerSecond)} a second`;
  return [
    `${name}: ${seconds.toFixed(1)} s, CPU ${of(cpuMs)} of a core, main thread ${of(mainMs)}`,
    ...(pace === null ? [] : [pace]),
    ...answerWords(looked, seconds),
    `  /healthz ${waits}`,
  ];
}

function answerWords({ answerMs, failures, worstMs }: Looked, seconds: number): readonly string[] {
  if (answerMs.length === 0 && failures.size === 0) return [];
  const shares = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${ms(answerMs, share)}`);
  const failed = [...failures].map(([what, count]) => `${count} x ${what}`).join(', ');
  const worst = [...worstMs].toSorted(([, a], [, b]) => b - a).slice(0, SLOWEST_TOLD);
  const pace = (answerMs.length / seconds).toFixed(0);
  return [
    `  ${answerMs.length} answers, ${pace} a second, ${shares.join(', ')}`,
    `  slowest: ${worst.map(([route, wait]) => `${route} ${Math.round(wait)} ms`).join(', ')}`,
    `  errors: ${failed || 'none'}`,
  ];
}

function ms(values: readonly number[], share: number): string {
  return `${Math.round(quantile(values, share))} ms`;
}

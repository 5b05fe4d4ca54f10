/** One part of a run under load: who looks, what is read, and what both got. */
import { quantile } from '../page/visit.ts';
import { feed, type Fed, type Food } from './feed.ts';
import { cpuOf, knock, type Knocked } from './gauge.ts';
import type { LoadServer } from './load-server.ts';
import { look, Seen, type Looked } from './viewers.ts';

export interface PhasePlan {
  readonly people: readonly string[];
  /** What is read meanwhile; null for nothing. */
  readonly food: Food | null;
  /** How long it lasts where nothing is read. */
  readonly lastsMs: number;
  /** How long people have looked before it begins: all have come, and seen a view or two. */
  readonly settleMs: number;
}

export interface Phase {
  readonly seconds: number;
  readonly fed: Fed | null;
  readonly looked: Looked;
  /** How long `/healthz` took. */
  readonly knocked: Knocked;
  readonly cpuMs: number;
  readonly mainMs: number;
  /** Taken by the viewers themselves, of the same cores. */
  readonly ownMs: number;
}

/** Runs one part; people look for as long as records come in. */
export async function runPhase(
  server: LoadServer,
  database: string,
  { people, food, lastsMs, settleMs }: PhasePlan,
): Promise<Phase> {
  const ending = new AbortController();
  const { signal } = ending;
  const seen = new Seen();
  const looking = look(server, people, { seen, signal });
  if (people.length > 0) await after(settleMs);
  seen.beginAnew();
  const startMs = performance.now();
  const before = cpuOf(server.pid);
  const ownBefore = process.cpuUsage();
  const knocking = knock(server.url, signal);
  const fed = food ? await feed(database, server.folder, food) : await after(lastsMs);
  const { allMs, mainMs } = cpuOf(server.pid);
  const own = process.cpuUsage(ownBefore);
  const seconds = (performance.now() - startMs) / 1000;
  ending.abort();
  const [looked, knocked] = await Promise.all([looking, knocking]);
  const cpu = { cpuMs: allMs - before.allMs, mainMs: mainMs - before.mainMs };
  const ownMs = (own.user + own.system) / 1000;
  return { seconds, fed, looked, knocked, ...cpu, ownMs };
}

function after(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}

/** The part in words, a line each. */
export function wordsOf(name: string, phase: Phase): readonly string[] {
  const { seconds, fed, looked, knocked, cpuMs, mainMs, ownMs } = phase;
  const of = (partMs: number): string => `${Math.round(partMs / seconds / 10)} %`;
  const cpu = `CPU of the server ${of(cpuMs)} of a core, its main thread ${of(mainMs)}`;
  const pace = fed && `  read ${fed.calls} calls, ${Math.round(fed.callsPerSecond)} a second`;
  return [
    `${name}: ${seconds.toFixed(1)} s, ${cpu}, of this bench ${of(ownMs)}`,
    ...(pace === null ? [] : [pace]),
    ...answerWords(looked, seconds),
    `  ${spread('/healthz', knocked.waitsMs)}; errors: ${knocked.failures.length}`,
  ];
}

function answerWords(looked: Looked, seconds: number): readonly string[] {
  const { answerMs, refreshMs, failures } = looked;
  const all = allAnswers(looked);
  if (all.length === 0 && failures.size === 0) return [];
  const failed = [...failures].map(([what, count]) => `${count} x ${what}`).join(', ');
  const routes = [...answerMs].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    `  ${(all.length / seconds).toFixed(0)} answers a second; errors: ${failed || 'none'}`,
    `  ${spread('all answers', all)}`,
    ...routes.map(([route, waitsMs]) => `    ${spread(route, waitsMs)}`),
    `  ${spread('a whole view', refreshMs)}`,
  ];
}

/** Times of all answers together, ms. */
export function allAnswers({ answerMs }: Looked): readonly number[] {
  return [...answerMs.values()].flat();
}

function spread(name: string, valuesMs: readonly number[]): string {
  const [p50, p95, most] = [0.5, 0.95, 1].map((share) => Math.round(quantile(valuesMs, share)));
  return `${name}: ${valuesMs.length}, p50 ${p50} ms, p95 ${p95} ms, at most ${most} ms`;
}

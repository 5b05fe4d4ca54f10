/** People who look at all views again and again, each over keep-alive connections of their own. */
import { Pool } from 'undici';
import { addressOf, askedShapes, scopeAt, type Range } from '../query/asked.ts';
import { PERSON_HEADER, type LoadServer } from './load-server.ts';

/** Questions that a view asks at once, and connections that a browser opens to a host. */
const AT_ONCE = 12;
const CONNECTIONS = 6;

/** What people look at; with fifty of them, five look at the same. */
const ANY: Range = { from: 'now-7d', timeZone: 'UTC' };
const RANGES: readonly Range[] = ['now-1h', 'now-6h', 'now-24h', 'now-7d', 'now-30d'].flatMap(
  (from) => ['UTC', 'Europe/Berlin'].map((timeZone) => ({ from, timeZone })),
);

/** How long answers took, and what was no answer. */
export interface Looked {
  readonly answerMs: readonly number[];
  /** How often each failure came, such as `429 /api/v1/query`. */
  readonly failures: ReadonlyMap<string, number>;
  /** The slowest routes: how long their slowest answers took. */
  readonly worstMs: ReadonlyMap<string, number>;
}

export interface LookPlan {
  readonly people: readonly string[];
  /** Each looks at all views within so long, and begins anew. */
  readonly roundMs: number;
  readonly signal: AbortSignal;
}

/** Asks until the signal says otherwise; answers under way are waited for. */
export async function look(server: LoadServer, plan: LookPlan): Promise<Looked> {
  const seen = new Seen();
  const watch = async (person: string, number: number): Promise<void> => {
    const pool = new Pool(server.url, { connections: CONNECTIONS });
    const range = RANGES[number % RANGES.length] ?? ANY;
    for (const { startMs, shapes } of turnsOf(number, plan)) {
      await pause(startMs - performance.now(), plan.signal);
      if (plan.signal.aborted) break;
      const scope = scopeAt(range, server.nowMs());
      await Promise.all(shapes.map((shape) => ask(pool, person, addressOf(shape, scope), seen)));
    }
    await pool.close();
  };
  await Promise.all(plan.people.map(watch));
  return seen;
}

class Seen implements Looked {
  readonly answerMs: number[] = [];
  readonly failures = new Map<string, number>();
  readonly worstMs = new Map<string, number>();

  fail(what: string): void {
    this.failures.set(what, (this.failures.get(what) ?? 0) + 1);
  }

  take(route: string, ms: number): void {
    this.answerMs.push(ms);
    this.worstMs.set(route, Math.max(ms, this.worstMs.get(route) ?? 0));
  }
}

async function ask(pool: Pool, person: string, address: string, seen: Seen): Promise<void> {
  const startMs = performance.now();
  const [route = ''] = address.split('?');
  try {
    const headers = { [PERSON_HEADER]: person };
    const { statusCode, body } = await pool.request({ method: 'GET', path: address, headers });
    await body.dump({ limit: Number.MAX_SAFE_INTEGER });
    if (statusCode !== 200) seen.fail(`${statusCode} ${route}`);
    seen.take(route, performance.now() - startMs);
  } catch (error) {
    seen.fail(`${error instanceof Error ? error.message : 'failed'} ${route}`);
  }
}

interface Turn {
  /** On the clock of `performance`. */
  readonly startMs: number;
  readonly shapes: readonly string[];
}

/** One view after the other, evenly over the round; each viewer begins with another. */
function* turnsOf(number: number, { people, roundMs }: LookPlan): Generator<Turn> {
  // Without the stream of events, which has no end.
  const all = askedShapes().filter((shape) => !shape.startsWith('/api/v1/events'));
  const views = Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, index) =>
    all.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  const everyMs = roundMs / views.length;
  const firstMs = performance.now() + (everyMs * number) / people.length;
  for (let index = 0; ; index += 1) {
    const shapes = views[(index + number) % views.length] ?? [];
    yield { startMs: firstMs + index * everyMs, shapes };
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/** People with the page open: each view is refreshed as the page does it, and then the next. */
import { setMaxListeners } from 'node:events';
import { Client } from 'undici';
import { API } from '../../../shared/contract.ts';
import type { LiveMessage } from '../../../shared/live.ts';
import { refreshDelayMs } from '../../../web/state/refresh-pace.ts';
import { addressOf, scopeAt, type Range } from '../query/asked.ts';
import { listen } from './line.ts';
import { PERSON_HEADER, type LoadServer } from './load-server.ts';
import { seenViews } from './seen-views.ts';

/** Connections that a browser opens to a host, beside the one that events come by. */
const CONNECTIONS = 5;
/** People come one by one, in the time in which a page is refreshed once during a backfill. */
const OPENED_MS = 5_000;
/** Asked at each refresh, before the view asks. */
const POLL: readonly string[] = [API.status, API.alarms];

/** What people look at; with fifty of them, five look at the same span. */
const RANGES: readonly Range[] = ['now-1h', 'now-6h', 'now-24h', 'now-7d', 'now-30d'].flatMap(
  (from) => ['UTC', 'Europe/Berlin'].map((timeZone) => ({ from, timeZone })),
);

/** How long answers took, and what was no answer. */
export interface Looked {
  /** Times of the answers of each route, ms, from the moment that a connection was free. */
  readonly answerMs: ReadonlyMap<string, readonly number[]>;
  /** From the begin of each refresh to its last answer, ms. */
  readonly refreshMs: readonly number[];
  /** How often each failure came, such as `429 /api/v1/query`. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Looks until the signal says otherwise; answers under way are waited for. */
export async function look(
  server: LoadServer,
  people: readonly string[],
  { seen, signal }: { readonly seen: Seen; readonly signal: AbortSignal },
): Promise<Looked> {
  setMaxListeners(0, signal); // Each viewer waits for it.
  const looking = people.map(async (name, number) => {
    const viewer = new Viewer({ server, name, number, seen, signal });
    await pause((OPENED_MS * number) / people.length, signal);
    if (!signal.aborted) await viewer.look();
  });
  await Promise.all(looking);
  return seen;
}

/** What viewers have seen so far. */
export class Seen implements Looked {
  readonly answerMs = new Map<string, number[]>();
  readonly refreshMs: number[] = [];
  readonly failures = new Map<string, number>();

  /** Times begin anew; failures count from the first one on. */
  beginAnew(): void {
    this.answerMs.clear();
    this.refreshMs.length = 0;
  }

  fail(what: string): void {
    this.failures.set(what, (this.failures.get(what) ?? 0) + 1);
  }

  take(route: string, ms: number): void {
    const known = this.answerMs.get(route);
    if (known) known.push(ms);
    else this.answerMs.set(route, [ms]);
  }
}

interface ViewerParts {
  readonly server: LoadServer;
  readonly name: string;
  readonly number: number;
  readonly seen: Seen;
  readonly signal: AbortSignal;
}

/** One page that is open, without what it draws. */
class Viewer {
  readonly #parts: ViewerParts;
  /** One request on each at a time, as in a browser; a pool would line them up behind events. */
  readonly #connections: readonly Client[];
  readonly #line: Client;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #views = [...seenViews().values()];
  readonly #range: Range;
  #isBackfilling = false;
  #hasChanged = false;
  #slowestMs = 0;
  #wake: () => void = () => undefined;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
    const { url } = parts.server;
    this.#connections = Array.from({ length: CONNECTIONS }, () => new Client(url));
    this.#line = new Client(url, { bodyTimeout: 0 });
    this.#headers = { [PERSON_HEADER]: parts.name };
    this.#range = RANGES[parts.number % RANGES.length] ?? { from: 'now-7d', timeZone: 'UTC' };
  }

  /** Refreshes one view after the other; each viewer begins with another. */
  async look(): Promise<void> {
    const { signal, number, seen } = this.#parts;
    const take = (message: LiveMessage): void => this.#take(message);
    const listening = listen(this.#line, this.#headers, { signal, take }).catch((error: unknown) =>
      seen.fail(textOf(error)),
    );
    for (let turn = number; !signal.aborted; turn += 1) {
      const polledAtMs = performance.now();
      this.#hasChanged = false;
      this.#slowestMs = 0;
      await this.#refresh(this.#views[turn % this.#views.length] ?? []);
      seen.refreshMs.push(performance.now() - polledAtMs);
      await this.#untilDue(polledAtMs);
    }
    await listening;
    await Promise.all([...this.#connections, this.#line].map((one) => one.close()));
  }

  /** As the page takes it: progress at once, figures when they are due. */
  #take({ event, data }: LiveMessage): void {
    if (event === 'sources') {
      this.#isBackfilling = data.sources.some(({ state }) => state === 'backfilling');
    }
    if (event === 'data') this.#hasChanged = true;
    this.#wake();
  }

  async #untilDue(polledAtMs: number): Promise<void> {
    const { signal } = this.#parts;
    for (;;) {
      const [isBackfilling, hasChanged] = [this.#isBackfilling, this.#hasChanged];
      const sinceMs = performance.now() - polledAtMs;
      const slowestMs = this.#slowestMs;
      const pace = { isLive: true, isBackfilling, hasChanged, sinceMs, slowestMs };
      const dueMs = refreshDelayMs(pace);
      if (dueMs === 0 || signal.aborted) return;
      await Promise.race([
        pause(dueMs, signal),
        new Promise<void>((resolve) => (this.#wake = resolve)),
      ]);
    }
  }

  async #refresh(shapes: readonly string[]): Promise<void> {
    const scope = scopeAt(this.#range, this.#parts.server.nowMs());
    await this.#askAll(POLL);
    const others = shapes.filter((shape) => !POLL.includes(shape));
    await this.#askAll(others.map((shape) => addressOf(shape, scope)));
  }

  async #askAll(addresses: readonly string[]): Promise<void> {
    const waiting = [...addresses];
    const work = async (connection: Client): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await this.#ask(connection, next);
      }
    };
    await Promise.all(this.#connections.map(work));
  }

  async #ask(connection: Client, path: string): Promise<void> {
    const { seen } = this.#parts;
    const startMs = performance.now();
    const [route = ''] = path.split('?');
    try {
      const headers = this.#headers;
      const { statusCode, body } = await connection.request({ method: 'GET', path, headers });
      await body.dump({ limit: Number.MAX_SAFE_INTEGER });
      if (statusCode !== 200) seen.fail(`${statusCode} ${route}`);
      const tookMs = performance.now() - startMs;
      this.#slowestMs = Math.max(this.#slowestMs, tookMs);
      seen.take(route, tookMs);
    } catch (error) {
      seen.fail(`${textOf(error)} ${route}`);
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : 'failed';
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

/** Which routes take long lately, so that they never have all threads at once. */

const LONG_MS = 200;
/** On a machine that is slow just now all take longer, and are not long for that. */
const TIMES_OF_ALL = 5;
const NEWEST_SHARE = 0.3;
const NEWEST_SHARE_OF_ALL = 0.05;

/** Learns from each answer; there are as many routes as the API has. */
export class LongQuestions {
  readonly #meanMs = new Map<string, number>();
  #allMs = 0;

  /** @param path of the API with its query. */
  note(path: string, tookMs: number): void {
    const route = routeOf(path);
    const before = this.#meanMs.get(route) ?? tookMs;
    this.#meanMs.set(route, before + NEWEST_SHARE * (tookMs - before));
    this.#allMs += NEWEST_SHARE_OF_ALL * (tookMs - this.#allMs);
  }

  has(path: string): boolean {
    const meanMs = this.#meanMs.get(routeOf(path)) ?? 0;
    return meanMs > Math.max(LONG_MS, TIMES_OF_ALL * this.#allMs);
  }
}

function routeOf(path: string): string {
  return path.split('?', 1)[0] ?? path;
}

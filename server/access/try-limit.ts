/** Limits how often a secret may be tried: by name, by address, and in all. */

const SPAN_MS = 60_000;
const TRIES_MAX = 10;
/** A try costs a twentieth of a second of work. */
const TRIES_OF_ALL_MAX = 120;
/** Names and addresses remembered; past this those whose time is over are forgotten. */
const REMEMBERED_MAX = 10_000;

interface Tries {
  count: number;
  endsAtMs: number;
}

/** Fixed spans of a minute; it limits signing in and nothing else, so that no owner is shut out. */
export class TryLimit {
  readonly #tries = new Map<string, Tries>();
  readonly #triesMax: number;

  constructor(triesMax = TRIES_MAX) {
    this.#triesMax = triesMax;
  }

  /** Counts one try. @returns seconds to wait when it is one too many, else null */
  count(name: string, address: string, nowMs: number): number | null {
    if (this.#tries.size > REMEMBERED_MAX) this.#forget(nowMs);
    const asked = [
      [`name ${name.toLowerCase()}`, this.#triesMax],
      [`address ${address}`, this.#triesMax],
      ['all', TRIES_OF_ALL_MAX],
    ] as const;
    const waits = asked.map(([key, max]) => this.#add(key, max, nowMs));
    const longestMs = Math.max(...waits);
    return longestMs > 0 ? Math.ceil(longestMs / 1000) : null;
  }

  #add(key: string, max: number, nowMs: number): number {
    const known = this.#tries.get(key);
    const tries = known && known.endsAtMs > nowMs ? known : { count: 0, endsAtMs: nowMs + SPAN_MS };
    tries.count += 1;
    this.#tries.set(key, tries);
    return tries.count > max ? tries.endsAtMs - nowMs : 0;
  }

  #forget(nowMs: number): void {
    for (const [key, { endsAtMs }] of this.#tries) if (endsAtMs <= nowMs) this.#tries.delete(key);
    if (this.#tries.size > REMEMBERED_MAX) this.#tries.clear();
  }
}

/** Answers that are given again for a while, the longer the more work they were. */
import type { FromThread } from './answer-message.ts';

/** So nobody's page, and not fifty of them, make a thread work out one question all the time. */
const KEEP_TIMES = 20;
/** What takes less is worked out anew each time: it is as fresh as the data. */
const WORTH_KEEPING_MS = 20;
const KEEP_MS_MAX = 60_000;
const ANSWERS_MAX = 1_000;
const CHARACTERS_MAX = 32_000_000;

interface Kept {
  readonly reply: FromThread;
  readonly untilMs: number;
}

/** Answers by what was asked; the oldest go first when there are too many. */
export class KeptAnswers {
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  /** @param nowMs of a clock that never goes back. */
  find(key: string, nowMs: number): FromThread | null {
    const kept = this.#kept.get(key);
    return kept && nowMs < kept.untilMs ? kept.reply : null;
  }

  keep(key: string, reply: FromThread, nowMs: number): void {
    const { tookMs } = reply;
    if (reply.status !== 200 || tookMs < WORTH_KEEPING_MS) return;
    this.#drop(key);
    this.#kept.set(key, { reply, untilMs: nowMs + Math.min(KEEP_MS_MAX, KEEP_TIMES * tookMs) });
    this.#characters += reply.body.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= ANSWERS_MAX && this.#characters <= CHARACTERS_MAX) return;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#kept.clear();
    this.#characters = 0;
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#characters -= kept.reply.body.length;
    this.#kept.delete(key);
  }
}

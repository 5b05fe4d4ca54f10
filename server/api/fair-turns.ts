/** Whose question comes next, so that whoever asks much takes no turn of whoever asks little. */
import type { Waiting } from './answer-thread.ts';

/** Askers whose last turn is remembered; past this the one whose turn was longest ago is not. */
const REMEMBERED_MAX = 10_000;

type Asker = Waiting['asker'];

/**
 * Turns go round: first comes who has the fewest questions at work, of these whose turn was
 * longest ago, of one asker's questions the oldest. However long the queue of one asker is, it is
 * no longer for the others.
 */
export class FairTurns {
  /** By asker, the longest ago first. */
  readonly #lastTurn = new Map<Asker, number>();
  #turns = 0;

  /** @returns the question that comes next, whose asker has had its turn then. */
  take(waiting: readonly Waiting[], atWork: readonly Waiting[]): Waiting | undefined {
    let next: Waiting | undefined;
    let best = { own: Infinity, lastTurn: Infinity };
    for (const one of waiting) {
      const rank = this.#rankOf(one.asker, atWork);
      const isBetter = rank.own === best.own ? rank.lastTurn < best.lastTurn : rank.own < best.own;
      if (isBetter) [next, best] = [one, rank];
    }
    if (next) this.#note(next.asker);
    return next;
  }

  /** Where nobody is asked who they are, all are strangers to each other. */
  #rankOf(asker: Asker, atWork: readonly Waiting[]) {
    if (asker === null) return { own: 0, lastTurn: 0 };
    const own = atWork.filter((one) => one.asker === asker).length;
    return { own, lastTurn: this.#lastTurn.get(asker) ?? 0 };
  }

  #note(asker: Asker): void {
    this.#turns += 1;
    this.#lastTurn.delete(asker);
    this.#lastTurn.set(asker, this.#turns);
    const [oldest] = this.#lastTurn.keys();
    if (this.#lastTurn.size > REMEMBERED_MAX && oldest !== undefined) this.#lastTurn.delete(oldest);
  }
}

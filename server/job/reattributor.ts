/** Applies rules to the past beside the passes of the service, one application at a time. */
import { DAY_MS } from '../../shared/window.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import type { PriceBook } from '../price/price-book.ts';
import { pastRules } from '../query/past-rules.ts';
import type { Store } from '../store/store.ts';
import { reattribute } from './reattribute.ts';
import { knownFacts } from './stored-input.ts';

export interface ReattributorParts {
  readonly store: Store;
  readonly book: PriceBook;
  readonly rules: RuleSet;
  readonly nowMs: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

export class Reattributor {
  readonly #parts: ReattributorParts;
  readonly #ending = new AbortController();
  #work: Promise<void> | null = null;

  constructor(parts: ReattributorParts) {
    this.#parts = parts;
  }

  /**
   * Notes which rules hold from now on, goes on with what was broken off, and begins what is due.
   *
   * @param applyFromMs from when on changed rules hold, as the config says; null for no past.
   */
  start(applyFromMs: number | null): void {
    const { store, rules, nowMs, log } = this.#parts;
    const past = store.reattribution();
    past.noteRules(rules.version, nowMs());
    const [open] = past.runs(1);
    const isOpen = open?.state === 'preparing' || open?.state === 'switched';
    if (isOpen && open.rulesVersion === rules.version) {
      this.apply(open.fromMs);
      return;
    }
    if (!pastRules(rules.version, past).isBehind) return;
    if (applyFromMs !== null) this.apply(Math.min(applyFromMs, nowMs()));
    else log('rules changed', { hint: 'Stored calls keep their tenants until rules are applied.' });
  }

  /** @returns false when an application goes on; it is not begun then. */
  apply(fromMs: number): boolean {
    if (this.#work) return false;
    this.#work = this.#apply(fromMs).finally(() => {
      this.#work = null;
    });
    return true;
  }

  /** Ends after the step at hand; the next start goes on from there. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#work;
  }

  async #apply(fromMs: number): Promise<void> {
    const { store, book, rules, nowMs, log } = this.#parts;
    const { signal } = this.#ending;
    try {
      const known = knownFacts(store, nowMs());
      const context = { store, book, known, nowMs, signal, onStep: () => undefined };
      const { state, rows, changed } = await reattribute({ rules, fromMs }, context);
      if (state === 'done')
        log('rules applied', { days: daysSince(fromMs, nowMs()), rows, changed });
    } catch (error) {
      log('pass failed', { name: 'rules', message: error instanceof Error ? error.message : '' });
    }
  }
}

function daysSince(fromMs: number, nowMs: number): number {
  return Math.round((nowMs - fromMs) / DAY_MS);
}

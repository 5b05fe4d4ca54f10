/** How much one question may read: past it the question ends with words, not the server. */
import { TooMuchToReadError } from '../store.ts';

export interface ReadLimits {
  /** Single invocations and rollup cells that are looked at. */
  readonly rowsMax: number;
  readonly msMax: number;
}

/** Reading the clock costs as much as a row. */
const ROWS_PER_LOOK = 4_096;

/** Counts what a question reads, and ends it past its limits. */
export class ReadBudget {
  readonly #limits: ReadLimits;
  readonly #startMs = performance.now();
  #rows = 0;
  #nextLook = ROWS_PER_LOOK;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
  }

  get rows(): number {
    return this.#rows;
  }

  /** @throws TooMuchToReadError past a limit. */
  spend(rows: number): void {
    this.#rows += rows;
    if (this.#rows < this.#nextLook) return;
    this.#nextLook = this.#rows + ROWS_PER_LOOK;
    const { rowsMax, msMax } = this.#limits;
    const read = `The question reads more than ${rowsMax.toLocaleString('en-US')} invocations`;
    if (this.#rows > rowsMax) throw new TooMuchToReadError(`${read} one by one.`);
    if (performance.now() - this.#startMs < msMax) return;
    throw new TooMuchToReadError(`The question takes longer than ${msMax / 1000} seconds.`);
  }
}

/** Keeps the values of a dimension within a limit a day, so that no caller can flood the store. */
import { NONE, OTHER, UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import { DAY_MS } from '../../shared/window.ts';

/** Dimensions that are limited, each with how many values a day it may have. */
export type LimitOfDimension = ReadonlyMap<Dimension, number>;

/** Days whose values are remembered; others are read again from what is stored. */
const DAYS_MAX = 4;

/** A value that stands for no value, or for many: it takes no place. */
const FREE = new Set([NONE, OTHER, UNATTRIBUTED]);

type ValuesOfDay = ReadonlyMap<Dimension, Set<string>>;

export class ValueLimits {
  readonly #limits: LimitOfDimension;
  readonly #storedValues: (dayMs: number, dimension: Dimension) => Iterable<string>;
  readonly #days = new Map<number, ValuesOfDay>();

  /** @param storedValues the values that a day has in the store. */
  constructor(
    limits: LimitOfDimension,
    storedValues: (dayMs: number, dimension: Dimension) => Iterable<string>,
  ) {
    this.#limits = limits;
    this.#storedValues = storedValues;
  }

  /** The value itself while its day has room for it, else OTHER; a known one always stays. */
  admit(atMs: number, dimension: Dimension, value: string): string {
    const limit = this.#limits.get(dimension);
    if (limit === undefined || FREE.has(value)) return value;
    const known = this.#valuesOf(Math.floor(atMs / DAY_MS) * DAY_MS).get(dimension);
    if (!known || known.has(value)) return value;
    if (known.size >= limit) return OTHER;
    known.add(value);
    return value;
  }

  /** Forgets what a transaction that failed has added. */
  forget(): void {
    this.#days.clear();
  }

  #valuesOf(dayMs: number): ValuesOfDay {
    const known = this.#days.get(dayMs);
    if (known) return known;
    if (this.#days.size >= DAYS_MAX) this.#days.clear();
    const values = new Map(
      [...this.#limits.keys()].map((dimension) => {
        const stored = [...this.#storedValues(dayMs, dimension)].filter((one) => !FREE.has(one));
        return [dimension, new Set(stored)] as const;
      }),
    );
    this.#days.set(dayMs, values);
    return values;
  }
}

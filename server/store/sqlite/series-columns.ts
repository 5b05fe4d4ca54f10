/** Series by dimension: a small number for each value, so that thousands are grouped at once. */
import type { Dimension } from '../../../shared/dimensions.ts';

/** What a column needs of a series. */
interface Valued {
  readonly isFull: boolean;
  readonly valueOf: (dimension: Dimension) => string;
  readonly knows: (dimension: Dimension) => boolean;
}

interface Column {
  /** Number of its value, by id of the series. */
  readonly numbers: number[];
  readonly numberOf: Map<string, number>;
  /** Whether each full series so far tells this dimension apart. */
  isKnown: boolean;
}

/** Anybody may ask for tags that nobody has; past this, columns are made anew. */
const COLUMNS_MAX = 64;

/** Columns are made when they are asked for, and grow with the series. */
export class SeriesColumns {
  readonly #series: readonly (Valued | undefined)[];
  readonly #columns = new Map<Dimension, Column>();

  /** @param series by id; it may grow at its end. */
  constructor(series: readonly (Valued | undefined)[]) {
    this.#series = series;
  }

  /** By id of the series: equal numbers for equal values. */
  numbersOf(dimension: Dimension): readonly number[] {
    return this.#columnOf(dimension).numbers;
  }

  /** Tells whether every full series tells a dimension apart. */
  isKnown(dimension: Dimension): boolean {
    return this.#columnOf(dimension).isKnown;
  }

  /** Drops all: series are read anew. */
  forget(): void {
    this.#columns.clear();
  }

  #columnOf(dimension: Dimension): Column {
    let column = this.#columns.get(dimension);
    if (!column) {
      if (this.#columns.size >= COLUMNS_MAX) this.#columns.clear();
      column = { numbers: [], numberOf: new Map(), isKnown: true };
      this.#columns.set(dimension, column);
    }
    for (let id = column.numbers.length; id < this.#series.length; id += 1) {
      const series = this.#series[id];
      column.numbers.push(series ? numberIn(column, series.valueOf(dimension)) : -1);
      if (series?.isFull && !series.knows(dimension)) column.isKnown = false;
    }
    return column;
  }
}

function numberIn({ numberOf }: Column, value: string): number {
  const known = numberOf.get(value);
  if (known !== undefined) return known;
  const number = numberOf.size;
  numberOf.set(value, number);
  return number;
}

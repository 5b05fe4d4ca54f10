/** Blocks as they cross threads: what rows point to is sent once, and its number from then on. */
import { assert } from '../../shared/assert.ts';
import type { RowBlock } from '../store/row-block.ts';

/** The lists of a block that hold texts. */
const LISTS = ['series', 'details', 'tagSets'] as const;
type ListName = (typeof LISTS)[number];

/** Values that one thread told another, by the numbers that both know them under. */
interface SentList<Value> {
  /** True when numbers begin anew, from 0. */
  readonly isAnew: boolean;
  /** Values that were not sent before: they take the next numbers. */
  readonly fresh: readonly Value[];
  readonly numbers: Uint32Array;
}

type SentLists = { readonly [Name in ListName]: SentList<RowBlock[Name][number]> };

export interface SentBlock extends SentLists, Omit<RowBlock, ListName> {}

/** Callers choose the texts: past so many of a list both sides forget them. */
const VALUES_MAX = 50_000;

/** Numbers the texts of blocks for one receiver, which has to get every one of them, in order. */
export class BlockSender {
  readonly #numbers = perList(() => new Map<object, number>());

  send(block: RowBlock): SentBlock {
    return {
      ...block,
      series: this.#listOf('series', block.series),
      details: this.#listOf('details', block.details),
      tagSets: this.#listOf('tagSets', block.tagSets),
    };
  }

  #listOf<Value extends object>(name: ListName, values: readonly Value[]): SentList<Value> {
    const isAnew = this.#numbers[name].size >= VALUES_MAX;
    if (isAnew) this.#numbers[name] = new Map();
    const known = this.#numbers[name];
    const fresh: Value[] = [];
    const numbers = Uint32Array.from(values, (value) => {
      const number = known.get(value);
      if (number !== undefined) return number;
      known.set(value, known.size);
      fresh.push(value);
      return known.size - 1;
    });
    return { isAnew, fresh, numbers };
  }
}

/** Finds the texts of one sender's blocks again: one object for equal numbers. */
export class BlockReceiver {
  readonly #values = perList((): unknown[] => []);

  receive(block: SentBlock): RowBlock {
    return {
      ...block,
      series: this.#listOf('series', block.series),
      details: this.#listOf('details', block.details),
      tagSets: this.#listOf('tagSets', block.tagSets),
    };
  }

  #listOf<Value>(name: ListName, { isAnew, fresh, numbers }: SentList<Value>): readonly Value[] {
    if (isAnew) this.#values[name] = [];
    // The guarantee: a list holds what its sender put there under the same name.
    const values = this.#values[name] as Value[];
    values.push(...fresh);
    return Array.from(numbers, (number) => {
      const value = values[number];
      assert(value !== undefined, 'a number is sent with its value or after it');
      return value;
    });
  }
}

function perList<Made>(make: () => Made): Record<ListName, Made> {
  return { series: make(), details: make(), tagSets: make() };
}

/** Sums of many groups in one flat table of numbers: an answer has a hundred thousand of them. */
import { STATUSES } from '../../../shared/dimensions.ts';
import type { UsageType } from '../../meter/usage.ts';
import type { UsageSum } from '../store.ts';

/** Counts by status, then unattributed calls; what usage takes comes after. */
const UNATTRIBUTED_AT = STATUSES.length;
const HEAD = UNATTRIBUTED_AT + 1;
/** Calls and charges of a set of usage types come before its quantities. */
const SET_HEAD = 2;
const CELLS_AT_FIRST = 4_096;

/** Where the sets of usage types of one group stand in its rows; sets come as they are met. */
export class SumLayout {
  readonly #offsets = new Map<readonly UsageType[], number>();
  width = HEAD;

  /** Offset of a set in every row of this layout. */
  offsetOf(types: readonly UsageType[]): number {
    const known = this.#offsets.get(types);
    if (known !== undefined) return known;
    const offset = this.width;
    this.#offsets.set(types, offset);
    this.width += SET_HEAD + types.length;
    return offset;
  }

  sets(): Iterable<readonly [readonly UsageType[], number]> {
    return this.#offsets;
  }
}

/** One row: it moves when its layout has grown since it was made. */
export interface SumRow {
  at: number;
  width: number;
}

/** What is added at once. */
export interface Added {
  readonly invocations: number;
  readonly charges: number;
  readonly quantities: readonly number[];
}

export class SumTable {
  #cells = new Float64Array(CELLS_AT_FIRST);
  #used = 0;

  newRow(layout: SumLayout): SumRow {
    return { at: this.#take(layout.width), width: layout.width };
  }

  /** Adds calls by their status. */
  count(row: SumRow, statusIndex: number, invocations: number, isUnattributed: boolean): void {
    this.#add(row.at + statusIndex, invocations);
    if (isUnattributed) this.#add(row.at + UNATTRIBUTED_AT, invocations);
  }

  /** Adds usage of the set at an offset of the row's layout. */
  addUsage(row: SumRow, layout: SumLayout, offset: number, added: Added): void {
    if (row.width < layout.width) this.#widen(row, layout.width);
    const at = row.at + offset;
    this.#add(at, added.invocations);
    this.#add(at + 1, added.charges);
    const { quantities } = added;
    for (let index = 0; index < quantities.length; index += 1) {
      this.#add(at + SET_HEAD + index, quantities[index] ?? 0);
    }
  }

  statusCounts({ at }: SumRow): readonly number[] {
    return this.#numbers(at, UNATTRIBUTED_AT);
  }

  unattributed({ at }: SumRow): number {
    return this.#cells[at + UNATTRIBUTED_AT] ?? 0;
  }

  /** Usage of a row; sets that it has none of are left out. */
  usage(row: SumRow, layout: SumLayout): readonly UsageSum[] {
    const found: UsageSum[] = [];
    for (const [types, offset] of layout.sets()) {
      if (offset >= row.width) break; // Sets are in the order of their offsets.
      const at = row.at + offset;
      const invocations = this.#cells[at] ?? 0;
      const charges = this.#cells[at + 1] ?? 0;
      if (invocations === 0 && charges === 0) continue;
      const quantities = this.#numbers(at + SET_HEAD, types.length);
      found.push({ types, invocations, charges, quantities });
    }
    return found;
  }

  /** A loop takes a tenth of the time of what spreads a typed array. */
  #numbers(at: number, count: number): readonly number[] {
    const numbers: number[] = [];
    for (let index = 0; index < count; index += 1) numbers.push(this.#cells[at + index] ?? 0);
    return numbers;
  }

  #add(at: number, value: number): void {
    this.#cells[at] = (this.#cells[at] ?? 0) + value;
  }

  #widen(row: SumRow, width: number): void {
    const at = this.#take(width);
    this.#cells.copyWithin(at, row.at, row.at + row.width);
    row.at = at;
    row.width = width;
  }

  #take(width: number): number {
    const at = this.#used;
    this.#used += width;
    if (this.#used > this.#cells.length) {
      const larger = new Float64Array(Math.max(this.#used, this.#cells.length * 2));
      larger.set(this.#cells);
      this.#cells = larger;
    }
    return at;
  }
}

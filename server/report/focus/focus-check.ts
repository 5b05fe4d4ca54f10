/** Checks a FOCUS Cost and Usage data set against the rules of its version. */
import type { Cell } from '../table.ts';
import { FOCUS_COLUMNS, type FocusColumn, type FocusVersion } from './focus-columns.ts';
import { focusConditionsOf } from './focus-conditions.ts';
import { FOCUS_RULES, type FocusRow } from './focus-rules.ts';
import { isOfType } from './focus-types.ts';

/** One broken rule, with the first row that breaks it. */
export interface FocusFault {
  /** Short and stable, such as `nullability`. */
  readonly rule: string;
  readonly column: string;
  /** The first row with it, counted from 1; null for the data set as a whole. */
  readonly row: number | null;
  readonly rows: number;
  readonly message: string;
}

export interface FocusVerdict {
  readonly rows: number;
  readonly faults: readonly FocusFault[];
}

/**
 * Checks columns and rows.
 *
 * Every mandatory column must be there, and every conditional one whose condition Outcrop's data
 * sets meet; each value must have its column's type, be null only where that is allowed and come
 * from its list; and the columns of a row must agree: quantity times unit price is the cost,
 * exactly, periods lie within each other, and what depends on another column is there with it.
 *
 * @param rows cells in the order of the columns, as text; null for none. Read once.
 * @returns faults by rule and column; none for a data set that conforms. Never throws.
 */
export function checkFocus(
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
  version: FocusVersion,
): FocusVerdict {
  const faults = new Faults();
  checkColumns(columns, version, faults);
  const known = new Map(columnsOf(version).map((one) => [one.name, one]));
  const typed = columns.map((name) => known.get(name) ?? null);
  let count = 0;
  for (const row of rows) {
    count += 1;
    typed.forEach((column, index) => {
      if (column) checkValue(column, row[index] ?? null, count, faults);
    });
    const cells: FocusRow = new Map(columns.map((name, index) => [name, row[index] ?? null]));
    for (const { rule, column, breaks } of FOCUS_RULES) {
      const message = columns.includes(column) ? breaks(cells) : null;
      if (message !== null) faults.add({ rule, column, message }, count);
    }
  }
  return { rows: count, faults: faults.all() };
}

function columnsOf(version: FocusVersion): readonly FocusColumn[] {
  return FOCUS_COLUMNS.filter(({ versions }) => versions.includes(version));
}

function checkColumns(columns: readonly string[], version: FocusVersion, faults: Faults): void {
  const conditions = focusConditionsOf(version);
  const known = columnsOf(version);
  for (const { name, level } of known) {
    if (columns.includes(name) || level === 'recommended') continue;
    const isDue = level === 'mandatory' || conditions.has(level);
    if (!isDue) continue;
    const why = level === 'mandatory' ? 'is mandatory' : `must be there for ${level}`;
    faults.add({ rule: 'presence', column: name, message: `${name} ${why}` }, null);
  }
  columns.forEach((name, index) => {
    if (columns.indexOf(name) !== index) {
      faults.add({ rule: 'unique', column: name, message: `${name} stands there twice` }, null);
    }
    if (known.some((one) => one.name === name) || /^x_[A-Z][A-Za-z0-9]*$/.test(name)) return;
    const message = `${name} is no column of FOCUS ${version}; own ones begin with x_`;
    faults.add({ rule: 'name', column: name, message }, null);
  });
}

function checkValue(column: FocusColumn, cell: Cell, row: number, faults: Faults): void {
  const { name } = column;
  if (cell === null) {
    const message = `${name} must not be null`;
    if (!column.isNullable) faults.add({ rule: 'nullability', column: name, message }, row);
    return;
  }
  if (column.allowed && !column.allowed.includes(cell)) {
    const message = `${name} is none of its allowed values`;
    faults.add({ rule: 'allowed', column: name, message }, row);
  }
  if (isOfType(column.type, cell)) return;
  const message = `${name} is not of type ${column.type}`;
  faults.add({ rule: 'type', column: name, message }, row);
}

/** Faults by rule and column: a million rows with one mistake are one fault. */
class Faults {
  readonly #found = new Map<string, FocusFault>();

  add(fault: Pick<FocusFault, 'rule' | 'column' | 'message'>, row: number | null): void {
    const key = JSON.stringify([fault.rule, fault.column, fault.message]);
    const before = this.#found.get(key);
    this.#found.set(key, { ...fault, row: before?.row ?? row, rows: (before?.rows ?? 0) + 1 });
  }

  all(): readonly FocusFault[] {
    return [...this.#found.values()];
  }
}

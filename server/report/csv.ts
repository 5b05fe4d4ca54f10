/** Writes lines of CSV that every parser reads back and no spreadsheet takes for a formula. */
import { assert } from '../../shared/assert.ts';

/** A number that is given as exact decimal text, such as money. */
export interface CsvDecimal {
  readonly decimal: string;
}

/** Text is guarded, numbers stay numbers, null is an empty cell. */
export type CsvCell = string | number | CsvDecimal | null;

/**
 * One line after RFC 4180, ended by CRLF.
 *
 * @throws Error when a number is not finite or a decimal is none: a bug of ours.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return quoted(withoutFormula(cell));
  if (typeof cell === 'object') return plainDecimal(cell.decimal);
  return plainDecimal(String(cell));
}

function plainDecimal(text: string): string {
  assert(/^-?\d+(\.\d+)?$/.test(text), `a number in CSV is a plain decimal, not ${text}`);
  return text;
}

// What starts a formula, with the full-width, small and minus-sign twins that some locales accept.
const TRIGGER = '=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212';
const INVISIBLE = '[\\s\\p{Cf}\\p{Cc}]*';
const STARTS_FORMULA = new RegExp(`^(?:[\\t\\r\\n]|${INVISIBLE}[${TRIGGER}])`, 'u');
// A reader that splits at another separator, or mistakes the quotes, would begin a cell here.
const INNER_FORMULA = new RegExp(`(["',;|\\t\\r\\n]${INVISIBLE})(?=[${TRIGGER}])`, 'gu');

function withoutFormula(text: string): string {
  const guarded = text.replace(INNER_FORMULA, "$1'");
  return guarded !== text || STARTS_FORMULA.test(text) ? `'${guarded}` : text;
}

function quoted(text: string): string {
  return /^[^",\r\n';\t|]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

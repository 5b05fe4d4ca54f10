/** Reads CSV after RFC 4180, row by row, from text that comes in pieces. */

/** A cell without text: an empty one that has quotes is text all the same. */
type CsvField = string | null;

/**
 * Splits pieces of a CSV text into rows, the header as the first.
 *
 * @param pieces text cut anywhere.
 * @returns rows in order; an unquoted empty cell is null; a blank line is no row. Never throws.
 */
export function* readCsv(pieces: Iterable<string>): Generator<readonly CsvField[]> {
  const reader = new CsvReader();
  for (const piece of pieces) yield* reader.push(piece);
  yield* reader.end();
}

/** A reader to which text is pushed as it comes. */
export class CsvReader {
  #row: CsvField[] = [];
  #cell = '';
  #isQuoted = false;
  #inQuotes = false;
  #sawQuote = false;

  /** Rows that this piece completes. */
  *push(piece: string): Generator<readonly CsvField[]> {
    for (const char of piece) {
      if (this.#inQuotes && !this.#sawQuote) {
        if (char === '"') this.#sawQuote = true;
        else this.#cell += char;
        continue;
      }
      const row = this.#outside(char);
      if (row) yield row;
    }
  }

  /** The last row, when no line end closed it. */
  *end(): Generator<readonly CsvField[]> {
    const row = this.#endRow();
    if (row) yield row;
  }

  #outside(char: string): readonly CsvField[] | null {
    if (char === '"' && this.#sawQuote) {
      this.#cell += '"';
      this.#sawQuote = false;
      return null;
    }
    if (this.#sawQuote) {
      this.#inQuotes = false;
      this.#sawQuote = false;
    }
    if (char === ',') this.#endCell();
    else if (char === '\n') return this.#endRow();
    else if (char === '"' && this.#cell === '') {
      this.#inQuotes = true;
      this.#isQuoted = true;
    } else if (char !== '\r') this.#cell += char;
    return null;
  }

  #endCell(): void {
    this.#row.push(this.#cell === '' && !this.#isQuoted ? null : this.#cell);
    this.#cell = '';
    this.#isQuoted = false;
  }

  #endRow(): readonly CsvField[] | null {
    this.#inQuotes = false;
    this.#sawQuote = false;
    if (this.#row.length === 0 && this.#cell === '' && !this.#isQuoted) return null;
    this.#endCell();
    const row = this.#row;
    this.#row = [];
    return row;
  }
}

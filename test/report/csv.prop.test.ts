/** Properties of CSV lines, with a reader of RFC 4180 as the judge. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine } from '../../server/report/csv.ts';

/** Reads one line by RFC 4180; the judge, so it knows nothing of the guard. */
function readCells(line: string): readonly string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!match) throw new Error(`no CSV: ${rest}`);
    const [whole, inQuotes, bare = '', end] = match;
    cells.push(inQuotes === undefined ? bare : inQuotes.replaceAll('""', '"'));
    rest = rest.slice(whole.length);
    if (end === '\r\n') return cells;
  }
}

const hostile = fc
  .array(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', '"', ',', ';', "'", 'a', '＝'))
  .map((chars) => chars.join(''));
const texts = fc.array(fc.oneof(hostile, fc.string()), { minLength: 1, maxLength: 4 });

describe('csvLine', () => {
  test('gives back every text, but for the apostrophes of the guard', () => {
    fc.assert(
      fc.property(texts, (cells) => {
        const bare = (text: string): string => text.replaceAll("'", '');
        expect(readCells(csvLine(cells)).map(bare)).toEqual(cells.map(bare));
      }),
    );
  });

  test('never yields a cell that a spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(texts, (cells) => {
        for (const cell of readCells(csvLine(cells))) expect(cell).not.toMatch(/^\s*[=+\-@＝]/);
      }),
    );
  });

  test.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['lines, blind to quotes', '\n'],
    ['commas, blind to quotes', ','],
  ])('stays harmless when a reader splits at %s', (_, separator) => {
    fc.assert(
      fc.property(texts, (cells) => {
        for (const piece of csvLine(cells).split(separator)) {
          expect(piece).not.toMatch(/^["\s]*[=+\-@＝]/);
        }
      }),
    );
  });
});

/** What our CSV writer writes, our reader reads back, however the text is cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from '../../server/report/read-csv.ts';

const cell = fc.option(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') }));

const written = (row: readonly (string | null)[]): string =>
  `${row.map((one) => (one === null ? '' : `"${one.replaceAll('"', '""')}"`)).join(',')}\r\n`;

test('reads back any cells, with empty text apart from no text', () => {
  const row = fc.array(cell, { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(row), fc.integer({ min: 1, max: 7 }), (rows, size) => {
      const text = rows.map(written).join('');
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect([...readCsv(pieces)]).toEqual(rows);
    }),
    { seed: 5 },
  );
});

test('reads bare text, lines of LF, and a last line that nothing ends', () => {
  expect([...readCsv(['a,b\n1,\n', '\nx,"y'])]).toEqual([
    ['a', 'b'],
    ['1', null],
    ['x', 'y'],
  ]);
});

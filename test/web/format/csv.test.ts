/** Claims about CSV that spreadsheets open safely. */
import { expect, test } from 'vitest';
import { formatCsv } from '../../../web/format/csv.ts';

const columns = [
  { label: 'tenant', isNumber: false },
  { label: 'Cost', isNumber: true },
];

test('quotes commas, quotes and line breaks', () => {
  const rows = [['a "b", c\nd', '$1,234.50']];
  expect(formatCsv({ columns, rows })).toBe('tenant,Cost\r\n"a ""b"", c\nd","$1,234.50"\r\n');
});

test('keeps a name from being run as a formula, and a negative number a number', () => {
  const rows = [['=HYPERLINK("x")', '-5']];
  expect(formatCsv({ columns, rows })).toBe(`tenant,Cost\r\n"'=HYPERLINK(""x"")",-5\r\n`);
});

/** Tests of CSV lines against hostile text and by the rules of RFC 4180. */
import { describe, expect, test } from 'vitest';
import { csvLine } from '../../server/report/csv.ts';

describe('csvLine', () => {
  test.each([
    ['plain text', 'acme', 'acme'],
    ['empty text', '', ''],
    ['a comma', 'a,b', '"a,b"'],
    ['a quote', 'say "hi"', '"say ""hi"""'],
    ['a line break', 'a\r\nb', '"a\r\nb"'],
    ['a hyphen inside', 'eu-west-1', 'eu-west-1'],
    ['an address', 'bob@example.com', 'bob@example.com'],
    ['a formula', '=1+1', `"'=1+1"`],
    ['a link', '=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['a command', "-2+3+cmd|' /C calc'!A0", `"'-2+3+cmd|' /C calc'!A0"`],
    ['a plus', '+1', `"'+1"`],
    ['an at sign', '@SUM(A1)', `"'@SUM(A1)"`],
    ['a tab', '\t=1', `"'\t'=1"`],
    ['a carriage return', '\rx', `"'\rx"`],
    ['a line feed', '\nx', `"'\nx"`],
    ['a full-width equals sign', '\uff1d1', `"'\uff1d1"`],
    ['a true minus sign', '\u22121', `"'\u22121"`],
    ['leading blanks', '  =1', `"'  =1"`],
    ['a byte order mark', '\ufeff=1', `"'\ufeff=1"`],
    ['a formula past a semicolon', 'x;=1', `"'x;'=1"`],
    ['a formula past a quote', 'x"=1', `"'x""'=1"`],
    ['a formula on a second line', 'x\n@y', `"'x\n'@y"`],
  ])('guards or quotes %s', (_, text, expected) => {
    expect(csvLine([text])).toBe(`${expected}\r\n`);
  });

  test('keeps numbers as numbers, negative ones too', () => {
    expect(csvLine([-5, 0, { decimal: '-0.000000000000000001' }, null])).toBe(
      '-5,0,-0.000000000000000001,\r\n',
    );
  });

  test.each([
    ['a float without end', Number.NaN],
    ['a number with an exponent', 1e21],
    ['text in a decimal', { decimal: '=1' }],
  ])('refuses %s', (_, cell) => {
    expect(() => csvLine([cell])).toThrow('plain decimal');
  });
});

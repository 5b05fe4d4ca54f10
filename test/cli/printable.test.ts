/** Holds printed texts to what a terminal can do no harm with. */
import { describe, expect, test } from 'vitest';
import { printable } from '../../server/cli/printable.ts';
import { textTable } from '../../server/cli/text-table.ts';

describe('T-L9 printable', () => {
  test.each([
    ['an escape sequence', '\u001b[2Jgone', '\\u{1b}[2Jgone'],
    ['a line break', 'a\r\nb', 'a\\u{d}\\u{a}b'],
    ['text turned around', 'a\u202eb', 'a\\u{202e}b'],
    ['half of a pair', 'a\ud800', 'a\\u{d800}'],
    ['plain words of any script', 'Grüße 你好 😀', 'Grüße 你好 😀'],
  ])('shows %s as what it is', (_name, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('keeps line breaks where they are our own', () => {
    expect(printable('a\nb', '\n')).toBe('a\nb');
  });
});

describe('textTable', () => {
  test('keeps its lines whatever a name holds', () => {
    expect(textTable(['tenant', 'cost'], [['a\nb', '1']], 1)).toHaveLength(2);
    expect(textTable(['tenant'], [['a\nb']], 1)[1]).toBe('a\\u{a}b');
  });
});

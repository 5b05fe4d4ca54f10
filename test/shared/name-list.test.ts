/** Lists of names in one text: what is written reads back, commas and quotes within. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatNameList, parseNameList } from '../../shared/name-list.ts';

test.each<readonly [string, readonly string[]]>([
  ['', []],
  ['tenant', ['tenant']],
  ['tenant, model,', ['tenant', 'model']],
  ['tenant,"tag.a,b"', ['tenant', 'tag.a,b']],
  ['"tag.a\\"b\\\\"', ['tag.a"b\\']],
  ['"tag.open', ['tag.open']],
])('reads %s', (text, names) => {
  expect(parseNameList(text)).toEqual(names);
});

test('reads back what it writes', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => text.trim() === text);
  fc.assert(
    fc.property(fc.array(name), (names) => {
      expect(parseNameList(formatNameList(names))).toEqual(names);
    }),
    { seed: 7 },
  );
});

/** Cutting a text of JSON values. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJson, splitJsonValues } from '../../server/source/json-values.ts';

describe('splitJsonValues', () => {
  test.each([
    ['one object', '{"a":1}', ['{"a":1}']],
    ['objects without space between', '{"a":1}{"b":[2]}', ['{"a":1}', '{"b":[2]}']],
    ['objects over several lines', '{\n"a":1\n}\n{"b":2}\n', ['{\n"a":1\n}', '{"b":2}']],
    ['brackets and quotes in texts', '{"a":"}{\\"}{"}{}', ['{"a":"}{\\"}{"}', '{}']],
    ['an object that is cut', '{"a":1}{"b":', ['{"a":1}{"b":']],
    ['a text that is cut', '{"a":1}{"b":"}{', ['{"a":1}{"b":"}{']],
    ['a bracket too many', '{"a":1}}', ['{"a":1}}']],
    ['words between', '{"a":1} and {"b":2}', ['{"a":1} and {"b":2}']],
    ['no JSON', 'Permissions', ['Permissions']],
    ['an empty text', '', ['']],
  ])('of %s', (_name, text, pieces) => {
    expect(splitJsonValues(text)).toEqual(pieces);
  });

  test('finds again what was joined', () => {
    const value = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.constantFrom('', '\n'), (values, gap) => {
        const texts = values.map((one) => JSON.stringify(one));
        expect(splitJsonValues(texts.join(gap))).toEqual(texts);
      }),
    );
  });
});

describe('isJson', () => {
  test('tells JSON from other texts', () => {
    expect(['{}', '1', '', '{', 'a'].map(isJson)).toEqual([true, true, false, false, false]);
  });
});

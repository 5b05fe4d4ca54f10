/** Classes of images, videos and guardrail policies find their own rows. */
import { describe, expect, test } from 'vitest';
import { compareClasses, fitsClass, parseDetail } from '../../server/price/usage-class.ts';

describe('fitsClass', () => {
  test.each([
    ['an equal pair', 'quality=premium', 'quality=premium', true],
    ['another value', 'quality=premium', 'quality=standard', false],
    ['a missing pair', 'quality=premium', '', false],
    ['a pair that the row does not ask for', '', 'quality=premium', true],
    ['a smaller side', 'maxSide=1024', 'side=512', true],
    ['a side at the limit', 'maxSide=1024', 'side=1024', true],
    ['a side past the limit', 'maxSide=1024', 'side=2048', false],
    ['a side that is not told', 'maxSide=1024', 'quality=standard', false],
    ['a side that is no number', 'maxSide=1024', 'side=unknown', false],
    ['an empty side', 'maxSide=1024', 'side=', false],
  ])('decides on %s', (_name, match, detail, fits) => {
    expect(fitsClass(parseDetail(match), parseDetail(detail))).toBe(fits);
  });
});

describe('compareClasses', () => {
  test('puts small sides first, then rows that ask for more', () => {
    const texts = ['', 'maxSide=2048', 'quality=standard', 'maxSide=512', 'maxSide=512 quality=x'];
    const sorted = texts.sort((a, b) => compareClasses(parseDetail(a), parseDetail(b)));
    expect(sorted.slice(0, 3)).toEqual(['maxSide=512 quality=x', 'maxSide=512', 'maxSide=2048']);
    expect(sorted.at(-1)).toBe('');
  });
});

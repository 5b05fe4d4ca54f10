/** Holds the memory of names to giving what its function gives, and to a bounded size. */
import { describe, expect, test } from 'vitest';
import { remember } from '../../shared/remember.ts';

describe('remember', () => {
  test('works once for equal texts, until it is full', () => {
    const worked: string[] = [];
    const length = remember(2, (text) => {
      worked.push(text);
      return { length: text.length };
    });
    expect(length('a')).toBe(length('a'));
    expect(length('bb')).toEqual({ length: 2 });
    expect(length('ccc')).toEqual({ length: 3 }); // Forgets the first two.
    expect(length('a')).toEqual({ length: 1 });
    expect(worked).toEqual(['a', 'bb', 'ccc', 'a']);
  });

  test('keeps names apart that objects use themselves', () => {
    const same = remember(10, (text) => text);
    expect(['__proto__', 'constructor'].map(same)).toEqual(['__proto__', 'constructor']);
  });
});

/** Holds the filter grammar to its round trip and its errors to their characters. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROLLED_DIMENSIONS, type Dimension } from '../../shared/dimensions.ts';
import {
  formatFilter,
  matchesPattern,
  parseFilter,
  passesFilter,
  type Filter,
} from '../../shared/filter.ts';

describe('parseFilter', () => {
  test('reads terms, lists, wildcards, tags and quotes', () => {
    const text = 'tenant=acme,globex model=anthropic.claude-* tag.team!="data science"';
    expect(parseFilter(text)).toEqual({
      ok: true,
      value: {
        terms: [
          { dimension: 'tenant', negated: false, values: ['acme', 'globex'] },
          { dimension: 'model', negated: false, values: ['anthropic.claude-*'] },
          { dimension: 'tag.team', negated: true, values: ['data science'] },
        ],
      },
    });
  });

  test.each([
    ['an unknown dimension', 'tenant=a colour=red', 9],
    ['a term without operator', 'tenant', 0],
    ['a missing value', 'tenant=', 7],
    ['an open quote', 'tenant="acme', 7],
    ['a trailing comma', 'tenant=acme,', 12],
  ])('points at %s', (_name, text, index) => {
    const filter = parseFilter(text);
    expect(filter.ok ? null : filter.problem.index).toBe(index);
  });

  test('reads a name in quotes, whose key holds a comma or a space', () => {
    expect(parseFilter('"tag.team, old"!=a')).toEqual({
      ok: true,
      value: { terms: [{ dimension: 'tag.team, old', negated: true, values: ['a'] }] },
    });
  });

  test('reads back what formatFilter wrote, whatever the values', () => {
    const term = fc.record({
      dimension: fc.oneof(
        fc.constantFrom<Dimension>(...ROLLED_DIMENSIONS),
        fc.string({ minLength: 1, maxLength: 9 }).map((key): Dimension => `tag.${key}`),
      ),
      negated: fc.boolean(),
      values: fc.array(fc.string({ maxLength: 12, unit: 'binary' }), {
        minLength: 1,
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), (terms) => {
        const filter: Filter = { terms };
        expect(parseFilter(formatFilter(filter))).toEqual({ ok: true, value: filter });
      }),
    );
  });
});

describe('matchesPattern', () => {
  test.each([
    ['literal', 'acme', 'acme', true],
    ['literal, longer value', 'acme', 'acme2', false],
    ['prefix', 'anthropic.*', 'anthropic.claude', true],
    ['suffix', '*-batch', 'nightly-batch', true],
    ['middle', 'a*c*e', 'abcde', true],
    ['ends that would overlap', 'ab*ba', 'aba', false],
    ['star alone', '*', '', true],
    ['regular expression signs are literal', 'a.c', 'abc', false],
  ])('%s', (_name, pattern, value, matches) => {
    expect(matchesPattern(pattern, value)).toBe(matches);
  });
});

describe('passesFilter', () => {
  test('joins terms by AND and values by OR', () => {
    const filter = parseFilter('tenant=a,b region!=us-*');
    const passes = (tenant: string, region: string): boolean =>
      filter.ok && passesFilter(filter.value, (name) => (name === 'tenant' ? tenant : region));
    expect(passes('b', 'eu-west-1')).toBe(true);
    expect(passes('b', 'us-east-1')).toBe(false);
    expect(passes('c', 'eu-west-1')).toBe(false);
  });
});

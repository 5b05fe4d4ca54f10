/** Claims about changing a filter by clicks and completing it while it is typed. */
import { describe, expect, test } from 'vitest';
import { parseFilter } from '../../../shared/filter.ts';
import { suggestDimensions } from '../../../web/state/complete-filter.ts';
import {
  completionAt,
  quoted,
  withoutTerm,
  withTerm,
  withValues,
} from '../../../web/state/filter-edit.ts';

const acme = { dimension: 'tenant', negated: false, values: ['acme'] } as const;

describe('withTerm', () => {
  const rows: readonly [name: string, before: string, after: string][] = [
    ['adds to an empty filter', '', 'tenant=acme'],
    ['keeps terms on other dimensions', 'model=a*', 'model=a* tenant=acme'],
    ['replaces the other value', 'tenant=globex model=a', 'model=a tenant=acme'],
    ['keeps what is left out', 'tenant!=globex', 'tenant!=globex tenant=acme'],
    ['leaves a broken filter as it is', 'tenant=', 'tenant='],
  ];
  test.each(rows)('%s', (_name, before, after) => {
    expect(withTerm(before, acme)).toBe(after);
  });

  test('leaves values out one after the other', () => {
    expect(withTerm('tenant!=globex', { ...acme, negated: true })).toBe(
      'tenant!=globex tenant!=acme',
    );
  });
});

test('leaving out the value that was let through turns the question around', () => {
  expect(withTerm('tenant=acme', { ...acme, negated: true })).toBe('tenant!=acme');
  expect(withTerm('tenant=acme,hooli', { ...acme, negated: true })).toBe(
    'tenant=acme,hooli tenant!=acme',
  );
});

test('narrowing to many values gives one term that reads back', () => {
  const text = withValues('region=us-east-1', 'tenant', ['two words', 'a,b', 'say "hi"']);
  const parsed = parseFilter(text);
  expect(parsed.ok && parsed.value.terms[1]?.values).toEqual(['two words', 'a,b', 'say "hi"']);
});

test('taking a term away leaves the others', () => {
  expect(withoutTerm('tenant=a model=b region=c', 1)).toBe('tenant=a region=c');
});

describe('completionAt', () => {
  const rows: readonly [text: string, dimension: string | null, prefix: string, start: number][] = [
    ['', null, '', 0],
    ['ten', null, 'ten', 0],
    ['tenant=acme mo', null, 'mo', 12],
    ['tenant=', 'tenant', '', 7],
    ['tenant=acme,gl', 'tenant', 'gl', 12],
    ['model!=anth', 'model', 'anth', 7],
    ['tag.feature="ba', 'tag.feature', 'ba', 12],
    ['"tag.a, b"=c', 'tag.a, b', 'c', 11],
  ];
  test.each(rows)('of %j asks for %s', (text, dimension, prefix, start) => {
    expect(completionAt(text)).toEqual({ dimension, prefix, start });
  });
});

describe('suggestDimensions', () => {
  test('puts names that begin with the text before names that hold it', () => {
    const labels = suggestDimensions('re', ['feature']).map(({ label }) => label);
    expect(labels.slice(0, 3)).toEqual(['region', 'requestId', 'tag.feature']);
  });

  test('keeps the terms before', () => {
    expect(suggestDimensions('tenant=a mod', [])[0]?.text).toBe('tenant=a model=');
  });
});

test('quotes a value only where it must be', () => {
  expect([quoted('acme'), quoted('two words')]).toEqual(['acme', '"two words"']);
});

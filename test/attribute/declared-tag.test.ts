/** Declared tags: read from several keys, brought into one form. */
import { describe, expect, test } from 'vitest';
import { createDeclaredTag } from '../../server/attribute/declared-tag.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { attributeInvocation } from '../../server/attribute/attribute-invocation.ts';
import { createValueStyle } from '../../server/attribute/value-style.ts';
import { inputOf, rule } from './input.ts';

const environment = createDeclaredTag({
  key: 'environment',
  from: ['env', 'Stage'],
  style: createValueStyle('lower', { production: ['prod', 'PRD'] }),
  valuesMax: 100,
});

describe('a declared tag', () => {
  test.each<readonly [string, readonly (readonly [string, string])[], string | null]>([
    [
      'takes its own key first',
      [
        ['env', 'x'],
        ['environment', 'y'],
      ],
      'y',
    ],
    ['takes another key that means the same', [['env', 'x']], 'x'],
    [
      'takes the first of several',
      [
        ['Stage', 'a'],
        ['env', 'b'],
      ],
      'b',
    ],
    [
      'passes over an empty value',
      [
        ['environment', ' '],
        ['env', 'b'],
      ],
      'b',
    ],
    ['brings letters into one form', [['env', ' TeSt ']], 'test'],
    ['merges spellings', [['env', 'prd']], 'production'],
    ['merges spellings in any letters', [['env', 'PROD']], 'production'],
    [
      'takes the strongest of equal keys',
      [
        ['env', 'strong'],
        ['env', 'weak'],
      ],
      'strong',
    ],
    ['is none without a key', [['ENV', 'x']], null],
  ])('%s', (_, tags, expected) => {
    expect(environment.valueOf(tags)).toBe(expected);
  });
});

describe('names of tenants', () => {
  test('are brought into one form after the rule', () => {
    const style = createValueStyle('lower', { acme: ['acme inc'] });
    const rules = createRuleSet([rule({ 'metadata.t': '(.+)' })], 'v', style);
    const tenants = ['Acme Inc', 'ACME', 'acme', 'Globex'].map(
      (name) => attributeInvocation(inputOf({ metadata: [['t', name]] }), rules).tenant,
    );
    expect(tenants).toEqual(['acme', 'acme', 'acme', 'globex']);
  });
});

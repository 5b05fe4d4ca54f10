/** Hostile rules, keys and values, each with what comes of it. */
import { describe, expect, test } from 'vitest';
import { attributeInvocation } from '../../server/attribute/attribute-invocation.ts';
import { parseAttributionRule } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { parseLookupTable } from '../../server/attribute/lookup-table.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { attribute, inputOf, rule } from './input.ts';

const HOSTILE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];

describe('L2: names of JavaScript’s own', () => {
  test.each(HOSTILE_NAMES)('%s is a tenant like any other', (name) => {
    const input = inputOf({ metadata: [['tenant', name]] });
    expect(attribute(input, [rule({ 'metadata.tenant': '(.+)' })]).tenant).toBe(name);
  });

  test.each(HOSTILE_NAMES)('%s is a metadata key and a tag like any other', (key) => {
    const rules = [rule({ [`metadata.${key}`]: '(.+)' })];
    const found = attribute(inputOf({ metadata: [[key, 'acme']] }), rules);
    expect(found.tenant).toBe('acme');
    expect(found.tags).toEqual([{ key, value: 'acme', source: 'metadata' }]);
  });

  test.each(HOSTILE_NAMES)('metadata without the key %s has no such key', (key) => {
    const rules = [rule({ [`metadata.${key}`]: '(?s)(.*)' })];
    expect(attribute(inputOf({ metadata: [['team', 'a']] }), rules).tenant).toBe(UNATTRIBUTED);
  });

  test.each(HOSTILE_NAMES)('%s is a column, a key and a cell of a table like any other', (name) => {
    const table = parseLookupTable(`role,${name}\n${name},acme\n`, 'role');
    if (!table.ok) throw new Error(table.problem.message);
    const parsed = parseAttributionRule(
      {
        name: 'by table',
        when: { 'metadata.role': '(.+)' },
        lookup: { table: 't', key: '$1' },
        tenant: `\${${name}}`,
      },
      new Map([['t', table.value]]),
    );
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(attribute(inputOf({ metadata: [['role', name]] }), [parsed.value]).tenant).toBe('acme');
    const other = inputOf({ metadata: [['role', `${name}x`]] });
    expect(attribute(other, [parsed.value]).tenant).toBe(UNATTRIBUTED);
  });

  test('a rule of parsed text cannot lose the condition __proto__, which would match more', () => {
    const text: unknown = JSON.parse(
      '{"name":"a","when":{"region":".*","__proto__":"no"},"tenant":"x"}',
    );
    const parsed = parseAttributionRule(text);
    expect(parsed).toMatchObject({ ok: false, problem: { path: 'when.__proto__' } });
  });

  test.each(['constructor', 'toString', '__proto__', 'metadata.', 'constructor.name', 'x.y'])(
    'there is no field %s',
    (field) => {
      const text: unknown = JSON.parse(`{"name":"a","when":{"${field}":".*"},"tenant":"x"}`);
      expect(parseAttributionRule(text).ok).toBe(false);
    },
  );
});

describe('A12: names of what is nobody’s', () => {
  test.each(['(none)', '(other)', '(idle)'])(
    '%s is no tenant, and the next rule decides',
    (name) => {
      const input = inputOf({ metadata: [['tenant', name]] });
      const first = rule({ 'metadata.tenant': '(.+)' });
      expect(attribute(input, [first])).toMatchObject({ tenant: UNATTRIBUTED, rule: null });
    },
  );
});

describe('L7: patterns and values that would hold up others', () => {
  test.each<readonly [string, string]>([
    ['look-ahead', '(?=a)b'],
    ['look-behind', '(?<=a)b'],
    ['back-reference', '(a)\\1'],
    ['1001 repetitions', 'a{1001}'],
    ['repetitions of repetitions', '((a{100}){100}){100}'],
    ['groups in 500 groups', `${'('.repeat(250)}a${')'.repeat(250)}x{2}{3}{4}{1001}`],
    ['no end of a class', '[a-'],
    ['513 characters', 'a'.repeat(513)],
  ])('refuses a pattern with %s and says where', (_, pattern) => {
    const parsed = parseAttributionRule({ name: 'a', when: { region: pattern }, tenant: 'x' });
    expect(parsed).toMatchObject({ ok: false, problem: { path: 'when.region' } });
  });

  test.each([
    '^(a+)+$',
    '^(?:[a-z0-9_-]+-?)+:prod$',
    '(a|a)*b',
    '(.*a){20}',
    '(([a-z])+.)+[A-Z]([a-z])+',
  ])('ten rules with the pattern %s meet a value made for them in linear time', (pattern) => {
    const rules = Array.from({ length: 10 }, (_, index) =>
      rule({ 'metadata.t': pattern, region: `(?:eu-${index})` }, 'x'),
    );
    const ruleSet = createRuleSet(rules, 'test');
    const input = inputOf({ metadata: [['t', `${'a'.repeat(100_000)}!`]] });
    const startedAtMs = performance.now();
    expect(attributeInvocation(input, ruleSet).tenant).toBe(UNATTRIBUTED);
    expect(performance.now() - startedAtMs).toBeLessThan(2_000); // Backtracking takes years.
  });

  test('a value that is full of what a rule looks for is held against the rule once', () => {
    const [wanted] = [rule({ 'metadata.t': '[^b]*a[^b]*b' }, 'x')];
    let tries = 0;
    const [condition] = wanted.conditions;
    if (!condition) throw new Error('the rule has a condition');
    const match = (value: string) => {
      tries += 1;
      return condition.pattern.match(value);
    };
    const counted = {
      ...wanted,
      conditions: [{ ...condition, pattern: { ...condition.pattern, match } }],
    };
    attribute(inputOf({ metadata: [['t', 'a'.repeat(4_000)]] }), [counted]);
    expect(tries).toBeLessThanOrEqual(1);
  });
});

describe('L6: texts that look alike', () => {
  test.each<readonly [string, string, string]>([
    ['composed and decomposed', '\u00e9', 'e\u0301'],
    ['Latin and Cyrillic', 'acme', '\u0430cme'],
    ['plain and full width', 'acme', '\uff41cme'],
    ['with a joiner of no width', 'acme', 'ac\u200dme'],
    ['read from right to left', 'acme', '\u202eemca'],
    ['upper and lower case', 'acme', 'ACME'],
  ])('%s names are two tenants, and a rule for one leaves the other alone', (_, one, other) => {
    const rules = [rule({ 'metadata.t': one }, 'the one')];
    expect(attribute(inputOf({ metadata: [['t', one]] }), rules).tenant).toBe('the one');
    expect(attribute(inputOf({ metadata: [['t', other]] }), rules).tenant).toBe(UNATTRIBUTED);
  });
});

describe('L10: texts of SQL and of patterns', () => {
  const TEXTS = ["'; drop table invocation;--", 'a%', 'a_', '" OR 1=1 --', '$1', '${team}', '\\'];

  test.each(TEXTS)('%s is a name like any other, as value, tag and cell', (text) => {
    const metadata = [
      ['t', text],
      [text, 'x'],
    ] as const;
    const rules = [rule({ 'metadata.t': '(?s)(.+)' }, '$1', { copy: '$1' })];
    const found = attribute(inputOf({ metadata }), rules);
    expect(found.tenant).toBe(text);
    expect(found.tags).toContainEqual({ key: 'copy', value: text, source: 'rule' });
    expect(found.tags).toContainEqual({ key: text, value: 'x', source: 'metadata' });
  });
});

describe('L11: more callers than anybody can remember', () => {
  test('200,000 callers and values through patterns leave little behind', () => {
    const rules = [
      rule({ role: 'app-[0-9]+-(prod|stage)', 'metadata.t': '[a-z]+-([0-9]+)' }),
      rule({ session: '[a-z]+(-[0-9]+)+' }, 'by session'),
    ];
    const ruleSet = createRuleSet(rules, 'test');
    const heapBefore = process.memoryUsage().heapUsed;
    const tenants = new Set<string>();
    for (let index = 0; index < 200_000; index += 1) {
      const principal = { arn: 'arn', kind: 'role', name: `app-${index}-prod` } as const;
      const session = `job-${index}-${index}`;
      const input = inputOf({
        metadata: index % 2 === 0 ? [['t', `team-${index % 100}`]] : [],
        invocation: { principal: { ...principal, session } },
      });
      tenants.add(attributeInvocation(input, ruleSet).tenant);
    }
    expect([...tenants].toSorted().slice(0, 3)).toEqual(['by session', 'prod']);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(100_000_000);
  });
});

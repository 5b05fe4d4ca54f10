/** Alarms over alarms: what conditions mean, and which are refused, with the place. */
import { describe, expect, test } from 'vitest';
import {
  childrenFirst,
  compositeProblems,
  parseCompositeRule,
} from '../../server/alarm/composite-rule.ts';
import type { CompositeRule } from '../../server/alarm/composite-rule.ts';
import { childrenOf, holds, parseExpression } from '../../server/alarm/composite.ts';
import type { AlarmStateName } from '../../server/alarm/evaluate-points.ts';

const INS = 'INSUFFICIENT_DATA';

function truth(text: string, a: AlarmStateName, b: AlarmStateName): boolean {
  const expression = parseExpression(text);
  if (!expression.ok) throw new Error(expression.problem.message);
  return holds(expression.value, (name) => (name === 'A' ? a : b));
}

describe('holds', () => {
  test.each<[AlarmStateName, AlarmStateName, string]>([
    ['OK', 'OK', 'F F T F'],
    ['OK', 'ALARM', 'F T T F'],
    ['OK', INS, 'F F T F'],
    ['ALARM', 'OK', 'T T F F'],
    ['ALARM', 'ALARM', 'F T F F'],
    ['ALARM', INS, 'T T F F'],
    [INS, 'OK', 'F F F T'],
    [INS, 'ALARM', 'F T F T'],
    [INS, INS, 'F F F T'],
  ])('answers with A in %s and B in %s as CloudWatch does', (a, b, answers) => {
    const conditions = [
      'ALARM("A") AND NOT ALARM("B")',
      'ALARM("A") OR ALARM("B")',
      'OK("A")',
      'INSUFFICIENT_DATA("A")',
    ];
    expect(conditions.map((text) => (truth(text, a, b) ? 'T' : 'F')).join(' ')).toBe(answers);
  });

  test.each([
    ['NOT FALSE AND FALSE', false],
    ['TRUE OR FALSE AND FALSE', true],
    ['(TRUE OR FALSE) AND FALSE', false],
    ['NOT NOT TRUE', true],
    ['FALSE OR FALSE OR TRUE', true],
  ])('binds NOT before AND before OR: %s', (text, value) => {
    expect(truth(text, 'OK', 'OK')).toBe(value);
  });
});

describe('parseExpression', () => {
  test('reads names with quotes and parentheses', () => {
    const parsed = parseExpression('ALARM("a \\"b\\" (c) \\\\ AND d")');
    expect(parsed.ok && childrenOf(parsed.value)).toEqual(['a "b" (c) \\ AND d']);
  });

  const many = (count: number): string =>
    Array.from({ length: count }, (_, index) => `ALARM("${index}")`).join(' OR ');

  test.each([
    ['nothing', '', 0],
    ['half a condition', 'ALARM("a") AND', 14],
    ['an unknown word', 'ALARM("a") XOR OK("b")', 11],
    ['two conditions without a word between', 'ALARM("a") OK("b")', 11],
    ['an open parenthesis', '(TRUE', 5],
    ['a name without quotes', 'ALARM(a)', 6],
    ['an open quote', 'ALARM("a)', 6],
    ['101 alarms', many(101), 0],
    ['501 elements', `${'NOT '.repeat(500)}TRUE`, 0],
    ['too deep a nesting', `${'('.repeat(60)}TRUE${')'.repeat(60)}`, 51],
  ])('refuses %s and says where', (_, text, index) => {
    expect(parseExpression(text)).toMatchObject({ ok: false, problem: { index } });
  });

  test('takes a hundred alarms', () => {
    expect(parseExpression(many(100)).ok).toBe(true);
  });
});

function ruleOf(name: string, when: string): CompositeRule {
  const rule = parseCompositeRule({ name, when });
  if (!rule.ok) throw new Error(rule.problem.message);
  return rule.value;
}

describe('compositeProblems', () => {
  const names = new Set(['a', 'b']);
  test.each([
    ['a name that is none', [['x', 'ALARM("c")']], ['x: there is no alarm "c"']],
    ['itself', [['x', 'OK("x")']], ['x: asks itself, in a circle']],
    [
      'a circle of two',
      [
        ['x', 'ALARM("y")'],
        ['y', 'ALARM("a") OR ALARM("x")'],
      ],
      ['x: asks itself, in a circle', 'y: asks itself, in a circle'],
    ],
    [
      'nothing wrong',
      [
        ['x', 'ALARM("y")'],
        ['y', 'ALARM("a")'],
      ],
      [],
    ],
  ] as const)('finds %s', (_, texts, problems) => {
    const rules = texts.map(([name, when]) => ruleOf(name, when));
    expect(compositeProblems(rules, names).map((one) => `${one.name}: ${one.message}`)).toEqual(
      problems,
    );
  });

  test('childrenFirst puts each after those that it asks', () => {
    const rules = [ruleOf('x', 'ALARM("y")'), ruleOf('y', 'OK("z")'), ruleOf('z', 'TRUE')];
    expect(childrenFirst(rules).map(({ name }) => name)).toEqual(['z', 'y', 'x']);
  });
});

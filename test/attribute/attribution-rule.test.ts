/** Rules as people write them: read whole, or refused with the key at fault. */
import { describe, expect, test } from 'vitest';
import { parseAttributionRule } from '../../server/attribute/attribution-rule.ts';

const GOOD = { name: 'by team', when: { 'metadata.team': '(.+)' }, tenant: '$1' };

describe('parseAttributionRule', () => {
  test('reads a rule and takes no tags where none are named', () => {
    const rule = parseAttributionRule(GOOD);
    expect(rule.ok && [rule.value.name, rule.value.tenant.text, rule.value.tags]).toEqual([
      'by team',
      '$1',
      new Map(),
    ]);
    expect(rule.ok && rule.value.conditions.map(({ field }) => field)).toEqual(['metadata.team']);
  });

  test('reads tags', () => {
    const rule = parseAttributionRule({ ...GOOD, tags: { zone: 'x-$1' } });
    expect(rule.ok && rule.value.tags.get('zone')?.text).toBe('x-$1');
  });

  const when = (conditions: unknown) => ({ ...GOOD, when: conditions });
  test.each<readonly [string, unknown, string, RegExp]>([
    ['nothing', null, '', /expected object/],
    ['a list', [GOOD], '', /expected object/],
    ['a rule without name', { ...GOOD, name: undefined }, 'name', /expected string/],
    ['a rule with an empty name', { ...GOOD, name: '' }, 'name', /Too small/],
    ['a rule without conditions', when({}), 'when', /at least one condition/],
    ['a rule without tenant', { ...GOOD, tenant: '' }, 'tenant', /Too small/],
    ['a tenant that is no text', { ...GOOD, tenant: 7 }, 'tenant', /expected string/],
    ['a key that is not known', { ...GOOD, team: 'x' }, '', /Unrecognized key: "team"/],
    ['a field that is not known', when({ team: 'x' }), 'when.team', /no field "team"; there are/],
    ['metadata without key', when({ 'metadata.': 'x' }), 'when.metadata.', /no field/],
    ['a name of every object', when({ constructor: 'x' }), 'when.constructor', /no field/],
    ['a pattern that is none', when({ model: '[' }), 'when.model', /pattern is wrong/],
    ['a look behind', when({ model: '(?<=a)b' }), 'when.model', /pattern is wrong/],
    ['a reference back', when({ model: '(a)\\1' }), 'when.model', /pattern is wrong/],
    ['a pattern that grows', when({ model: '((a{99}){99}){99}' }), 'when.model', /wrong/],
    ['a pattern that is long', when({ model: 'a'.repeat(513) }), 'when.model', /Too big/],
    ['a pattern that is a number', when({ account: 111122223333 }), 'when.account', /string/],
    ['a tag that is no text', { ...GOOD, tags: { a: 1 } }, 'tags.a', /expected string/],
    ['a tag without key', { ...GOOD, tags: { '': 'x' } }, 'tags.', /./],
  ])('refuses %s', (_, value, path, message) => {
    const rule = parseAttributionRule(value);
    expect(rule.ok).toBe(false);
    if (rule.ok) return;
    expect(rule.problem.path).toBe(path);
    expect(rule.problem.message).toMatch(message);
  });

  test.each(['when', 'tags'])('refuses __proto__ in %s, which would vanish', (part) => {
    const text = `{"name":"x","tenant":"y","when":{"model":"a"},"${part}":{"__proto__":"z"}}`;
    const rule = parseAttributionRule(JSON.parse(text));
    expect(rule.ok).toBe(false);
    expect(rule.ok || rule.problem.path).toBe(`${part}.__proto__`);
  });
});

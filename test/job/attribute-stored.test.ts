/** Rules over stored calls whose callers were hidden: what cannot be known is left as it is. */
import { describe, expect, test } from 'vitest';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { parseAttributionRule } from '../../server/attribute/attribution-rule.ts';
import { attributeStored } from '../../server/job/attribute-stored.ts';
import { NONE, type Dimension } from '../../shared/dimensions.ts';

const KNOWN = { profiles: new Map(), principalTags: new Map() };

function rulesOf(when: Readonly<Record<string, string>>) {
  const rule = parseAttributionRule({ name: 'new', when, tenant: 'other' }, new Map());
  if (!rule.ok) throw new Error('the rule is sound');
  return createRuleSet([rule.value], 'v2');
}

function call(principal: string, value: string) {
  const values = new Map<Dimension, string>([
    ['principal', principal],
    ['tenant', 'acme'],
    ['rule', 'old'],
    ['model', 'm'],
  ]);
  const tags = [{ key: 'team', value, source: 'metadata' as const }];
  return { valueOf: (name: Dimension) => values.get(name) ?? NONE, tags };
}

const ARN = 'arn:aws:iam::111122223333:role/Shop';

describe('attributeStored', () => {
  test.each([
    ['a hashed caller', { role: 'Shop' }, call('hash:00ff', 'search'), 'acme'],
    ['a dropped caller', { principal: '(.*)' }, call('(dropped)', 'search'), 'acme'],
    ['hashed metadata', { 'metadata.team': 'search' }, call(ARN, 'hash:00ff'), 'acme'],
    ['a hashed caller and rules that do not look', { model: 'm' }, call('hash:0f', 's'), 'other'],
    ['a caller that is kept', { role: 'Shop' }, call(ARN, 'search'), 'other'],
    ['a caller that is kept and another rule', { role: 'Else' }, call(ARN, 's'), 'Unattributed'],
  ])('%s', (_name, when, stored, tenant) => {
    const attribution = attributeStored(stored, KNOWN, rulesOf(when));
    expect(attribution.tenant).toBe(tenant);
    expect(attribution.rule).toBe({ acme: 'old', other: 'new' }[tenant] ?? null);
  });
});

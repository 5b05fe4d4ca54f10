/** Who pays: rules in order, what they capture, and which of two tags of one key wins. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { parsePrincipal } from '../../server/record/principal.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { attribute, inputOf, rule, type InputParts, type When } from './input.ts';

const byDefault = (parts: InputParts) => attribute(inputOf(parts), DEFAULT_RULES);

describe('attributeInvocation', () => {
  test('takes the first rule that matches, whatever comes after it', () => {
    const rules = [
      rule({ region: 'eu-.*' }, 'europe'),
      rule({ account: '1111.*' }, 'first'),
      rule({ account: '.*' }, 'second'),
    ];
    expect(attribute(inputOf(), rules)).toEqual({
      tenant: 'first',
      rule: 'to first',
      rulesVersion: 'test',
      tags: [],
    });
  });

  test('wants all conditions of a rule', () => {
    const rules = [rule({ account: '.*', region: 'eu-.*' }, 'x'), rule({ model: '.*' }, 'y')];
    expect(attribute(inputOf(), rules).tenant).toBe('y');
  });

  test('wants the whole value to match', () => {
    expect(attribute(inputOf(), [rule({ region: 'us' }, 'x')]).tenant).toBe(UNATTRIBUTED);
  });

  test('gives nobody a call that no rule matches, and says that no rule did', () => {
    const metadata = [['feature', 'search']] as const;
    expect(attribute(inputOf({ metadata }), [])).toEqual({
      tenant: UNATTRIBUTED,
      rule: null,
      rulesVersion: 'test',
      tags: [{ key: 'feature', value: 'search', source: 'metadata' }],
    });
  });

  test.each<readonly [string, string]>([
    ['account', '111122223333'],
    ['region', 'us-east-1'],
    ['model', 'amazon.nova-micro'],
    ['operation', 'Converse'],
    ['profile', 'us.amazon.nova-micro-v1:0'],
    ['profileName', 'orders-search'],
    ['principal', 'arn:aws:iam::111122223333:role/OrdersApi'],
    ['principalName', 'OrdersApi'],
    ['principalKind', 'role'],
    ['principalAccount', '111122223333'],
    ['principalPath', '/'],
    ['role', 'OrdersApi'],
    ['session', 'orders-1'],
    ['metadata.team', 'blue'],
    ['profileTag.team', 'green'],
    ['metadata.a.b c', 'dotted'],
  ])('looks at %s', (field, expected) => {
    const input = inputOf({
      metadata: [
        ['team', 'blue'],
        ['a.b c', 'dotted'],
      ],
      profileTags: [['team', 'green']],
      invocation: {
        modelReference: {
          model: 'amazon.nova-micro',
          kind: 'systemProfile',
          routing: 'geo',
          profile: 'us.amazon.nova-micro-v1:0',
        },
      },
    });
    expect(attribute(input, [rule({ [field]: '(.*)' })]).tenant).toBe(expected);
  });

  test.each<readonly [string, string, string]>([
    ['principalPath', 'arn:aws:iam::111122223333:user/staff/data/bob', '/staff/data/'],
    ['user', 'arn:aws:iam::111122223333:user/staff/data/bob', 'bob'],
    ['principalPath', 'arn:aws:iam::111122223333:user/bob', '/'],
    ['federated', 'arn:aws:sts::111122223333:federated-user/carol', 'carol'],
    ['role', 'arn:aws:sts::111122223333:assumed-role/Deploy/run-7', 'Deploy'],
    ['session', 'arn:aws:sts::111122223333:assumed-role/Deploy/run-7', 'run-7'],
    ['principalAccount', 'arn:aws-us-gov:sts::444455556666:assumed-role/Deploy/x', '444455556666'],
  ])('takes %s from %s', (field, arn, expected) => {
    const input = inputOf({ invocation: { principal: parsePrincipal(arn) } });
    expect(attribute(input, [rule({ [field]: '(.*)' })]).tenant).toBe(expected);
  });

  test.each([
    'profile',
    'profileName',
    'user',
    'federated',
    'session',
    'metadata.team',
    'profileTag.team',
    'metadata.constructor',
    'metadata.__proto__',
  ])('does not match a rule on %s where the call has none', (field) => {
    const principal = { ...inputOf().invocation.principal, session: null };
    const input = inputOf({ invocation: { principal } });
    expect(attribute(input, [rule({ [field]: '.*' }, 'x')]).tenant).toBe(UNATTRIBUTED);
  });

  test.each<readonly [string, When, string, string]>([
    ['one group', { region: '(..)-.*' }, 'r-$1', 'r-us'],
    ['two groups of one condition', { region: '(..)-(.*)' }, '$2/$1', 'east-1/us'],
    ['groups over conditions', { region: '(..)-.*', operation: '(.*)' }, '$1 $2', 'us Converse'],
    ['a group that took no part', { region: '(eu)?(us)?-.*' }, '[$1|$2]', '[|us]'],
    ['a dollar that names no group', { region: '.*' }, '$x $$', '$x $$'],
    ['space around the name', { region: '.*' }, '  acme  ', 'acme'],
  ])('fills in %s', (_, when, tenant, expected) => {
    expect(attribute(inputOf(), [rule(when, tenant)]).tenant).toBe(expected);
  });

  test('does not read what was captured as a template again', () => {
    const input = inputOf({ metadata: [['tenant', '$2$1']] });
    const rules = [rule({ 'metadata.tenant': '(.*)', region: '(.*)' })];
    expect(attribute(input, rules).tenant).toBe('$2$1');
  });

  test.each(['', '   ', '\n'])('falls through a rule that gives an empty tenant: %j', (value) => {
    const input = inputOf({ metadata: [['tenant', value]] });
    const rules = [rule({ 'metadata.tenant': '(?s)(.*)' }), rule({ account: '.*' }, 'fallback')];
    expect(attribute(input, rules).tenant).toBe('fallback');
  });
});

describe('the rules that hold by default', () => {
  test.each<readonly [string, InputParts, string]>([
    ['the tenant of the request', { metadata: [['tenant', 'acme']] }, 'acme'],
    ['the tenant of the profile', { profileTags: [['tenant', 'globex']] }, 'globex'],
    [
      'the request before the profile',
      { metadata: [['tenant', 'acme']], profileTags: [['tenant', 'globex']] },
      'acme',
    ],
    [
      'the profile where the request says nothing',
      { metadata: [['tenant', '']], profileTags: [['tenant', 'globex']] },
      'globex',
    ],
    ['names of several lines', { metadata: [['tenant', 'a\nb']] }, 'a\nb'],
    ['nobody', { metadata: [['Tenant', 'acme']] }, UNATTRIBUTED],
  ])('take %s', (_, parts, tenant) => {
    expect(byDefault(parts).tenant).toBe(tenant);
  });

  test('say which of them decided', () => {
    expect(byDefault({ metadata: [['tenant', 'a']] }).rule).toBe('request metadata tenant');
    expect(byDefault({ profileTags: [['tenant', 'a']] }).rule).toBe('profile tag tenant');
    expect(byDefault({}).rule).toBeNull();
  });
});

describe('tags', () => {
  test('of the rule go before those of the request and of the profile, and all are kept', () => {
    const input = inputOf({
      metadata: [
        ['a', 'request'],
        ['b', 'request'],
      ],
      profileTags: [
        ['a', 'profile'],
        ['b', 'profile'],
        ['c', 'profile'],
      ],
    });
    const rules = [rule({ region: '(.*)' }, 'x', { a: 'rule of $1' })];
    expect(attribute(input, rules).tags).toEqual([
      { key: 'a', value: 'rule of us-east-1', source: 'rule' },
      { key: 'a', value: 'request', source: 'metadata' },
      { key: 'a', value: 'profile', source: 'profile' },
      { key: 'b', value: 'request', source: 'metadata' },
      { key: 'b', value: 'profile', source: 'profile' },
      { key: 'c', value: 'profile', source: 'profile' },
    ]);
  });

  test('come from the rule that decided only', () => {
    const rules = [
      rule({ region: 'eu-.*' }, 'x', { zone: 'eu' }),
      rule({ region: '.*' }, 'y', { place: 'any' }),
    ];
    const { tags } = attribute(inputOf(), rules);
    expect(tags.map(({ key }) => key)).toEqual(['place']);
  });

  test('come sorted by key, with hostile keys and values as they are', () => {
    const metadata = [
      ['toString', '<script>alert(1)</script>'],
      ['__proto__', 'polluted'],
      ['', 'no key'],
      ["'; DROP TABLE invocation;--", '\u0000'],
      ['constructor', '\u202e'],
    ] as const;
    const { tags } = attribute(inputOf({ metadata }), DEFAULT_RULES);
    expect(tags.map(({ key, value }) => [key, value])).toEqual(
      [...metadata].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

describe('hostile values', () => {
  test.each(['^(a+)+$', '(a|aa)+', '(.*)*x', '(a*)*b'])(
    'meet the pattern %s in linear time',
    (pattern) => {
      const long = 'a'.repeat(100_000);
      const input = inputOf({ metadata: [['tenant', `${long}!`]] });
      const startedAtMs = performance.now();
      attribute(input, [rule({ 'metadata.tenant': pattern }, 'x')]);
      expect(performance.now() - startedAtMs).toBeLessThan(1_000); // Backtracking takes years.
    },
  );

  test('are kept whole in tags though patterns see their start only', () => {
    const value = 'a'.repeat(100_000);
    const input = inputOf({ metadata: [['tenant', value]] });
    const { tenant, tags } = attribute(input, DEFAULT_RULES);
    expect(tenant).toBe('a'.repeat(4096));
    expect(tags[0]?.value).toHaveLength(100_000);
  });
});

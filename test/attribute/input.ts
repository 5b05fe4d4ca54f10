/** What attribution looks at, for tests: a call, changed where the test says, and its profile. */
import { attributeInvocation } from '../../server/attribute/attribute-invocation.ts';
import type { Attribution } from '../../server/attribute/attribution.ts';
import {
  parseAttributionRule,
  type AttributionRule,
} from '../../server/attribute/attribution-rule.ts';
import type { Invocation } from '../../server/record/invocation.ts';
import type { AttributionInput } from '../../server/attribute/rule-field.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { INVOCATION } from '../support/metered.ts';

const PROFILE_ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc';

export interface InputParts {
  readonly metadata?: readonly (readonly [string, string])[];
  /** Tags of the profile that the call named; left out, it named none. */
  readonly profileTags?: readonly (readonly [string, string])[];
  readonly invocation?: Partial<Invocation>;
}

export function inputOf(parts: InputParts = {}): AttributionInput {
  const { metadata = [], profileTags, invocation } = parts;
  const profile = profileTags && {
    arn: PROFILE_ARN,
    name: 'orders-search',
    modelArns: [],
    tags: new Map(profileTags),
  };
  return {
    invocation: { ...INVOCATION, requestMetadata: new Map(metadata), ...invocation },
    model: 'amazon.nova-micro',
    profile: profile ?? null,
    principalTags: null,
  };
}

/** What a list of rules makes of a call. */
export function attribute(input: AttributionInput, rules: readonly AttributionRule[]): Attribution {
  return attributeInvocation(input, createRuleSet(rules, 'test'));
}

export type When = Readonly<Record<string, string>>;

/** A rule as people write it. */
export function rule(
  when: When,
  tenant = '$1',
  tags: Readonly<Record<string, string>> = {},
): AttributionRule {
  const parsed = parseAttributionRule({ name: `to ${tenant}`, when, tenant, tags });
  if (!parsed.ok) throw new Error(`${parsed.problem.path}: ${parsed.problem.message}`);
  return parsed.value;
}

/** Finds who pays for one invocation, and gathers its tags with their sources. */
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import type { Invocation } from '../record/invocation.ts';
import type { ProfileFact } from '../source/inventory.ts';
import type { Attribution, Tag } from './attribution.ts';
import type { AttributionRule, RuleField } from './attribution-rule.ts';

/** What attribution looks at: the invocation, its model after look-up, and the profile it named. */
export interface AttributionInput {
  readonly invocation: Invocation;
  readonly model: string;
  readonly profile: ProfileFact | null;
}

/** Longer values are cut before they meet a pattern; the tag itself stays whole. */
const VALUE_CHARS_MAX = 4096;

/**
 * Applies the rules in order; the first that matches gives the tenant and its own tags.
 *
 * A tag's source is the strongest that carries its key: rule, then metadata, then profile.
 *
 * @returns tenant UNATTRIBUTED and rule null when none matches. Never throws.
 */
export function attributeInvocation(
  input: AttributionInput,
  rules: readonly AttributionRule[],
): Attribution {
  for (const rule of rules) {
    const groups = matchRule(rule, input);
    if (!groups) continue;
    const tenant = fill(rule.tenant, groups);
    if (tenant === '') continue; // An empty name would be a tenant that nobody can ask for.
    return { tenant, rule: rule.name, tags: tagsOf(input, rule.tags, groups) };
  }
  return { tenant: UNATTRIBUTED, rule: null, tags: tagsOf(input, new Map(), []) };
}

/** @returns the captured groups of all conditions in order, or null when one does not match. */
function matchRule(rule: AttributionRule, input: AttributionInput): readonly string[] | null {
  const groups: string[] = [];
  for (const { field, pattern } of rule.conditions) {
    const value = valueOf(field, input);
    if (value === null) return null;
    const matcher = pattern.matcher(value.slice(0, VALUE_CHARS_MAX));
    if (!matcher.matches()) return null;
    for (let group = 1; group <= matcher.groupCount(); group += 1) {
      groups.push(matcher.group(group) ?? '');
    }
  }
  return groups;
}

function valueOf(field: RuleField, input: AttributionInput): string | null {
  const { invocation, profile, model } = input;
  if (field.startsWith('metadata.')) return invocation.requestMetadata.get(field.slice(9)) ?? null;
  if (field.startsWith('profileTag.')) return profile?.tags.get(field.slice(11)) ?? null;
  switch (field) {
    case 'account':
      return invocation.accountId;
    case 'region':
      return invocation.region;
    case 'model':
      return model;
    case 'operation':
      return invocation.operation;
    case 'profile':
      return invocation.modelReference.profile;
    case 'profileName':
      return profile?.name ?? null;
    case 'principal':
      return invocation.principal.arn;
    case 'principalName':
      return invocation.principal.name;
    case 'session':
      return invocation.principal.session;
    default:
      return null;
  }
}

/** Replaces `$1`, `$2` …; a group that does not exist gives nothing. */
function fill(template: string, groups: readonly string[]): string {
  const text = template.replace(
    /\$(\d)/g,
    (_whole, digit: string) => groups[Number(digit) - 1] ?? '',
  );
  return text.trim();
}

function tagsOf(
  input: AttributionInput,
  ruleTags: ReadonlyMap<string, string>,
  groups: readonly string[],
): readonly Tag[] {
  const tags = new Map<string, Tag>();
  for (const [key, value] of input.profile?.tags ?? []) {
    tags.set(key, { key, value, source: 'profile' });
  }
  for (const [key, value] of input.invocation.requestMetadata) {
    tags.set(key, { key, value, source: 'metadata' });
  }
  for (const [key, template] of ruleTags) {
    tags.set(key, { key, value: fill(template, groups), source: 'rule' });
  }
  return [...tags.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Finds who pays for one invocation, and gathers its tags with their sources. */
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import type { Attribution, Tag } from './attribution.ts';
import type { AttributionRule } from './attribution-rule.ts';
import type { AttributionInput } from './rule-field.ts';
import type { RuleSet } from './rule-set.ts';
import { styledValue } from './value-style.ts';
import { fillTemplate, type Template } from './rule-template.ts';

/**
 * Applies the rules in order; the first that matches gives the tenant and its own tags.
 *
 * @returns tenant UNATTRIBUTED and rule null when none matches. Never throws.
 */
export function attributeInvocation(input: AttributionInput, ruleSet: RuleSet): Attribution {
  const { version: rulesVersion, tenantStyle } = ruleSet;
  const found = ruleSet.first(input, applyRule);
  if (found) {
    const tenant = styledValue(found.tenant, tenantStyle);
    return { tenant, rule: found.rule, rulesVersion, tags: found.tags };
  }
  const tags = tagsOf(input, NO_TAGS, NO_MATCH);
  return { tenant: UNATTRIBUTED, rule: null, rulesVersion, tags };
}

function applyRule(
  rule: AttributionRule,
  input: AttributionInput,
): Omit<Attribution, 'rulesVersion'> | null {
  const match = matchRule(rule, input);
  if (!match) return null;
  const tenant = fillTemplate(rule.tenant, match.groups, match.cells);
  if (tenant === '') return null; // An empty name would be a tenant that nobody can ask for.
  return { tenant, rule: rule.name, tags: tagsOf(input, rule.tags, match) };
}

interface Match {
  /** Captured groups of all conditions, in order. */
  readonly groups: readonly string[];
  /** Cells of the row that was looked up. */
  readonly cells: readonly string[];
}

const NOTHING: readonly string[] = [];
const NO_MATCH: Match = { groups: NOTHING, cells: NOTHING };
const NO_TAGS: ReadonlyMap<string, Template> = new Map();

function matchRule(rule: AttributionRule, input: AttributionInput): Match | null {
  let groups = NOTHING;
  for (const { read, pattern } of rule.conditions) {
    const value = read(input);
    const captured = value === null ? null : pattern.match(value);
    if (captured === null) return null;
    groups = groups.length === 0 ? captured : [...groups, ...captured];
  }
  if (!rule.lookup) return { groups, cells: NOTHING };
  const key = fillTemplate(rule.lookup.key, groups, NOTHING);
  const cells = rule.lookup.table.rows.get(key);
  return cells ? { groups, cells } : null;
}

function tagsOf(
  input: AttributionInput,
  ruleTags: ReadonlyMap<string, Template>,
  { groups, cells }: Match,
): readonly Tag[] {
  const tags: Tag[] = [];
  ruleTags.forEach((template, key) => {
    insert(tags, { key, value: fillTemplate(template, groups, cells), source: 'rule' });
  });
  input.invocation.requestMetadata.forEach((value, key) => {
    insert(tags, { key, value, source: 'metadata' });
  });
  input.profile?.tags.forEach((value, key) => insert(tags, { key, value, source: 'profile' }));
  input.principalTags?.forEach((value, key) => insert(tags, { key, value, source: 'principal' }));
  return tags;
}

/** Keeps a short list sorted by key; of equal keys the one that came first stays first. */
function insert(tags: Tag[], tag: Tag): void {
  let index = tags.length;
  for (; index > 0; index -= 1) {
    const before = tags[index - 1];
    if (!before || before.key <= tag.key) break;
    tags[index] = before;
  }
  tags[index] = tag;
}

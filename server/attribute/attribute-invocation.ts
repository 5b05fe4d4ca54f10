/** Finds who pays for one invocation, and gathers its tags with their sources. */
import { IDLE, NONE, OTHER, UNATTRIBUTED } from '../../shared/dimensions.ts';
import type { Attribution, Tag, TagSource } from './attribution.ts';
import type { AttributionRule } from './attribution-rule.ts';
import type { AttributionInput } from './rule-field.ts';
import type { RuleSet } from './rule-set.ts';
import { styledValue } from './value-style.ts';
import { fillTemplate, type Template } from './rule-template.ts';

/** Names that we give to what is nobody's: a caller that took one would hide among it. */
const OURS: ReadonlySet<string> = new Set([NONE, OTHER, IDLE]);

/**
 * Applies the rules in order; the first that matches gives the tenant and its own tags.
 *
 * @returns tenant UNATTRIBUTED and rule null when none matches. Never throws.
 */
export function attributeInvocation(input: AttributionInput, ruleSet: RuleSet): Attribution {
  const { version: rulesVersion, rules, tenantStyle } = ruleSet;
  for (const number of ruleSet.candidates(input)) {
    const rule = rules[number];
    const match = rule ? matchRule(rule, input) : null;
    if (!rule || !match) continue;
    const named = fillTemplate(rule.tenant, match.groups, match.cells);
    if (named === '') continue; // An empty name would be a tenant that nobody can ask for.
    const tenant = styledValue(named, tenantStyle);
    if (OURS.has(tenant)) continue;
    const tags = tagsOf(input, rule.tags, match);
    return { tenant, rule: rule.name, rulesVersion, tags };
  }
  const tags = tagsOf(input, NO_RULE_TAGS, NO_MATCH);
  return { tenant: UNATTRIBUTED, rule: null, rulesVersion, tags };
}

interface Match {
  /** Captured groups of all conditions, in order. */
  readonly groups: readonly string[];
  /** Cells of the row that was looked up. */
  readonly cells: readonly string[];
}

const NOTHING: readonly string[] = [];
const NO_MATCH: Match = { groups: NOTHING, cells: NOTHING };
const NO_RULE_TAGS: ReadonlyMap<string, Template> = new Map();

function matchRule(rule: AttributionRule, input: AttributionInput): Match | null {
  let groups = NOTHING;
  for (const { read, pattern } of rule.conditions) {
    const value = read(input);
    const captured = value === null ? null : pattern.match(value);
    if (captured === null) return null;
    groups = groups.length === 0 ? captured : [...groups, ...captured];
  }
  if (!rule.lookup) return groups.length === 0 ? NO_MATCH : { groups, cells: NOTHING };
  const key = fillTemplate(rule.lookup.key, groups, NOTHING);
  const cells = rule.lookup.table.rows.get(key);
  return cells ? { groups, cells } : null;
}

function tagsOf(
  input: AttributionInput,
  ruleTags: ReadonlyMap<string, Template>,
  { groups, cells }: Match,
): readonly Tag[] {
  const { requestMetadata } = input.invocation;
  const said = requestMetadata.size > 0 ? tagsOfMetadata(requestMetadata) : NO_TAGS;
  if (ruleTags.size === 0 && !input.profile && !input.principalTags) return said;
  const tags: Tag[] = [];
  for (const [key, template] of ruleTags) {
    insert(tags, { key, value: fillTemplate(template, groups, cells), source: 'rule' });
  }
  for (const tag of said) insert(tags, tag);
  if (input.profile) insertAll(tags, input.profile.tags, 'profile');
  if (input.principalTags) insertAll(tags, input.principalTags, 'principal');
  return tags;
}

const NO_TAGS: readonly Tag[] = [];
/** Readers of records give one map for equal metadata, mostly. */
const KNOWN_METADATA = new WeakMap<ReadonlyMap<string, string>, readonly Tag[]>();

function tagsOfMetadata(metadata: ReadonlyMap<string, string>): readonly Tag[] {
  const known = KNOWN_METADATA.get(metadata);
  if (known) return known;
  const tags: Tag[] = [];
  insertAll(tags, metadata, 'metadata');
  KNOWN_METADATA.set(metadata, tags);
  return tags;
}

function insertAll(tags: Tag[], more: ReadonlyMap<string, string>, source: TagSource): void {
  for (const [key, value] of more) insert(tags, { key, value, source });
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

/** Rules that say who pays: what to look at, which pattern must match, and what that gives. */
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import type { LookupTable } from './lookup-table.ts';
import { FIELD_NAMES, fieldReader, type FieldReader } from './rule-field.ts';
import { parseTemplate, type Template } from './rule-template.ts';
import { PATTERN_CHARS_MAX, parseValuePattern, type ValuePattern } from './value-pattern.ts';

export interface RuleCondition {
  /** Such as `role` or `metadata.team`. */
  readonly field: string;
  readonly read: FieldReader;
  readonly pattern: ValuePattern;
}

/** Without a row for the key the rule does not match. */
export interface RuleLookup {
  readonly tableName: string;
  readonly table: LookupTable;
  readonly key: Template;
}

/** All conditions must match; the first rule that does decides. */
export interface AttributionRule {
  readonly name: string;
  readonly conditions: readonly RuleCondition[];
  readonly lookup: RuleLookup | null;
  /** `$1` stands for the first captured group over all conditions, and so on. */
  readonly tenant: Template;
  readonly tags: ReadonlyMap<string, Template>;
  /** What it was read from; parseAttributionRule reads it again in another thread. */
  readonly text: unknown;
}

export interface RuleProblem {
  /** Key at fault, such as `when.metadata.team`. */
  readonly path: string;
  readonly message: string;
}

export type LookupTables = ReadonlyMap<string, LookupTable>;

const NO_TABLES: LookupTables = new Map();

export const AttributionRuleText = z.strictObject({
  name: z.string().min(1).max(100),
  when: z.record(z.string(), z.string().max(PATTERN_CHARS_MAX)),
  lookup: z.strictObject({ table: z.string().min(1), key: z.string().min(1).max(256) }).optional(),
  tenant: z.string().min(1).max(256),
  tags: z.record(z.string().min(1).max(256), z.string().max(256)).default({}),
});

/**
 * Reads one rule as people write it: `{name, when: {metadata.team: '(.+)'}, tenant: '$1', tags}`.
 *
 * @param value parsed YAML, not to be trusted.
 * @param tables those that `lookup` may name.
 * @returns the rule, or the first thing that is wrong with it. Never throws.
 */
export function parseAttributionRule(
  value: unknown,
  tables: LookupTables = NO_TABLES,
): Result<AttributionRule, RuleProblem> {
  const vanishing = vanishingKey(value);
  if (vanishing !== null) return err({ path: vanishing, message: 'this key cannot be used' });
  const parsed = AttributionRuleText.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({ path: issue?.path.join('.') ?? '', message: issue?.message ?? 'not a rule' });
  }
  const conditions = parseConditions(parsed.data.when);
  return conditions.ok ? parseGifts(parsed.data, conditions.value, tables) : conditions;
}

function parseConditions(
  when: Readonly<Record<string, string>>,
): Result<readonly RuleCondition[], RuleProblem> {
  const conditions: RuleCondition[] = [];
  for (const [name, pattern] of Object.entries(when)) {
    const condition = parseCondition(name, pattern);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  if (conditions.length > 0) return ok(conditions);
  return err({ path: 'when', message: 'name at least one condition' });
}

/** zod leaves `__proto__` out of records: a condition would be dropped, and more would match. */
function vanishingKey(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = Object.entries(value).find(([, part]: [string, unknown]) => {
    return typeof part === 'object' && part !== null && Object.hasOwn(part, '__proto__');
  });
  return found ? `${found[0]}.__proto__` : null;
}

function parseCondition(field: string, text: string): Result<RuleCondition, RuleProblem> {
  const path = `when.${field}`;
  const read = fieldReader(field);
  if (!read) {
    const message = `there is no field "${field}"; there are ${FIELD_NAMES.join(', ')}`;
    return err({ path, message });
  }
  const pattern = parseValuePattern(text);
  return pattern.ok
    ? ok({ field, read, pattern: pattern.value })
    : err({ path, message: pattern.problem });
}

/** What the rule gives to the calls that it matches. */
function parseGifts(
  text: z.output<typeof AttributionRuleText>,
  conditions: readonly RuleCondition[],
  tables: LookupTables,
): Result<AttributionRule, RuleProblem> {
  const groupCount = conditions.reduce((sum, { pattern }) => sum + pattern.groupCount, 0);
  const lookup = parseLookup(text.lookup, groupCount, tables);
  if (!lookup.ok) return lookup;
  const columns = lookup.value?.table.columns ?? [];
  const templates: Template[] = [];
  const gifts = [['tenant', text.tenant] as const, ...Object.entries(text.tags)];
  for (const [index, [name, gift]] of gifts.entries()) {
    const template = parseTemplate(gift, groupCount, columns);
    const path = index === 0 ? 'tenant' : `tags.${name}`;
    if (!template.ok) return err({ path, message: template.problem });
    templates.push(template.value);
  }
  const [tenant, ...values] = templates;
  if (!tenant) return err({ path: 'tenant', message: 'name a tenant' });
  const tags = new Map(
    Object.keys(text.tags).flatMap((key, index) => {
      const template = values[index];
      return template ? [[key, template] as const] : [];
    }),
  );
  return ok({ name: text.name, conditions, lookup: lookup.value, tenant, tags, text });
}

function parseLookup(
  text: z.output<typeof AttributionRuleText>['lookup'],
  groupCount: number,
  tables: LookupTables,
): Result<RuleLookup | null, RuleProblem> {
  if (!text) return ok(null);
  const table = tables.get(text.table);
  if (!table) {
    const known =
      tables.size === 0 ? 'there is none' : `there are ${[...tables.keys()].join(', ')}`;
    return err({ path: 'lookup.table', message: `there is no table "${text.table}"; ${known}` });
  }
  const key = parseTemplate(text.key, groupCount, []);
  return key.ok
    ? ok({ tableName: text.table, table, key: key.value })
    : err({ path: 'lookup.key', message: key.problem });
}

function mustParse(value: unknown): AttributionRule {
  const rule = parseAttributionRule(value);
  if (!rule.ok) throw new Error(`A built-in rule is wrong: ${rule.problem.message}.`);
  return rule.value;
}

/** What holds without rules in the config: the metadata key `tenant`, else the profile's tag. */
export const DEFAULT_RULES: readonly AttributionRule[] = [
  mustParse({
    name: 'request metadata tenant',
    when: { 'metadata.tenant': '(?s)(.+)' },
    tenant: '$1',
  }),
  mustParse({
    name: 'profile tag tenant',
    when: { 'profileTag.tenant': '(?s)(.+)' },
    tenant: '$1',
  }),
];

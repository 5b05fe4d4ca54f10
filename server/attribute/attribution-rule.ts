/** Rules that say who pays: what to look at, which pattern must match, and what that gives. */
import { RE2JS } from 're2js';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';

/** What a condition can look at; `metadata.KEY` and `profileTag.KEY` name one key each. */
const PLAIN_FIELDS = [
  'account',
  'region',
  'model',
  'operation',
  'profile',
  'profileName',
  'principal',
  'principalName',
  'session',
] as const;
type PlainField = (typeof PLAIN_FIELDS)[number];
export type RuleField = PlainField | `metadata.${string}` | `profileTag.${string}`;

export interface RuleCondition {
  readonly field: RuleField;
  /** Must match the whole value; linear time whatever the value is. */
  readonly pattern: RE2JS;
}

/** All conditions must match; the first rule that does decides. */
export interface AttributionRule {
  readonly name: string;
  readonly conditions: readonly RuleCondition[];
  /** Text in which `$1` stands for the first captured group over all conditions, and so on. */
  readonly tenant: string;
  readonly tags: ReadonlyMap<string, string>;
}

export interface RuleProblem {
  /** Key at fault, such as `when.metadata.team`. */
  readonly path: string;
  readonly message: string;
}

const PATTERN_CHARS_MAX = 512;

const RuleText = z.strictObject({
  name: z.string().min(1).max(100),
  when: z.record(z.string(), z.string().max(PATTERN_CHARS_MAX)),
  tenant: z.string().min(1).max(256),
  tags: z.record(z.string().min(1).max(256), z.string().max(256)).default({}),
});

/**
 * Reads one rule as people write it: `{name, when: {metadata.team: '(.+)'}, tenant: '$1', tags}`.
 *
 * @param value parsed YAML, not to be trusted.
 * @returns the rule, or the first thing that is wrong with it. Never throws.
 */
export function parseAttributionRule(value: unknown): Result<AttributionRule, RuleProblem> {
  const vanishing = vanishingKey(value);
  if (vanishing !== null) return err({ path: vanishing, message: 'this key cannot be used' });
  const parsed = RuleText.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({ path: issue?.path.join('.') ?? '', message: issue?.message ?? 'not a rule' });
  }
  const conditions: RuleCondition[] = [];
  for (const [name, pattern] of Object.entries(parsed.data.when)) {
    const condition = parseCondition(name, pattern);
    if (!condition.ok) return condition;
    conditions.push(condition.value);
  }
  if (conditions.length === 0) return err({ path: 'when', message: 'name at least one condition' });
  const { name, tenant, tags } = parsed.data;
  return ok({ name, conditions, tenant, tags: new Map(Object.entries(tags)) });
}

/** zod leaves `__proto__` out of records: a condition would be dropped, and more would match. */
function vanishingKey(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = Object.entries(value).find(([, part]: [string, unknown]) => {
    return typeof part === 'object' && part !== null && Object.hasOwn(part, '__proto__');
  });
  return found ? `${found[0]}.__proto__` : null;
}

function parseCondition(name: string, pattern: string): Result<RuleCondition, RuleProblem> {
  const path = `when.${name}`;
  if (!isField(name)) {
    const known = [...PLAIN_FIELDS, 'metadata.KEY', 'profileTag.KEY'].join(', ');
    return err({ path, message: `there is no field "${name}"; there are ${known}` });
  }
  try {
    return ok({ field: name, pattern: RE2JS.compile(pattern) });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    return err({ path, message: `the pattern is wrong: ${why}` });
  }
}

function isField(name: string): name is RuleField {
  return /^(metadata|profileTag)\../.test(name) || PLAIN_FIELDS.some((known) => known === name);
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

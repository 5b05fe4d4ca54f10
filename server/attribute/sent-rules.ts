/** Rules in a form that crosses threads: the texts that they were read from, and their tables. */
import { assert } from '../../shared/assert.ts';
import { parseAttributionRule, type LookupTables } from './attribution-rule.ts';
import type { ValueStyle } from './value-style.ts';
import { createRuleSet, type RuleSet } from './rule-set.ts';

export interface SentRules {
  readonly version: string;
  readonly texts: readonly unknown[];
  readonly tables: LookupTables;
  readonly tenantStyle: ValueStyle;
}

/** @returns plain values, which receiveRules makes rules of again. */
export function sendRules({ version, rules, tenantStyle }: RuleSet): SentRules {
  const lookups = rules.flatMap(({ lookup }) => (lookup ? [lookup] : []));
  const tables = new Map(lookups.map(({ tableName, table }) => [tableName, table]));
  return { version, texts: rules.map(({ text }) => text), tables, tenantStyle };
}

/** Rules that attribute as those that were sent. */
export function receiveRules({ version, texts, tables, tenantStyle }: SentRules): RuleSet {
  const rules = texts.map((text) => {
    const rule = parseAttributionRule(text, tables);
    assert(rule.ok, 'a rule reads back from the text that it was read from');
    return rule.value;
  });
  return createRuleSet(rules, version, tenantStyle);
}

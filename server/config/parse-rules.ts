/** Attribution rules and their tables from the config, or from the file that it names. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  DEFAULT_RULES,
  parseAttributionRule,
  type AttributionRule,
  type LookupTables,
} from '../attribute/attribution-rule.ts';
import { createValueStyle } from '../attribute/value-style.ts';
import { parseLookupTable, type LookupTable } from '../attribute/lookup-table.ts';
import { createRuleSet, type RuleSet } from '../attribute/rule-set.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { RuleFileText, type ConfigText } from './config-text.ts';
import type { ReadText } from './read-text.ts';
import { readYaml, reportIssue, type Problem, type Report } from './yaml-text.ts';

type AttributionText = z.output<typeof ConfigText>['attribution'];

/** Where mistakes go: those in the config, and those in files that it names. */
interface Problems {
  readonly report: Report;
  readonly add: (problems: readonly Problem[]) => void;
}

const EMPTY = createRuleSet([], '');

/** The rules in force; with a mistake in them none, and the mistake is told. */
export function parseRules(
  text: AttributionText,
  readText: ReadText,
  { report, add }: Problems,
): RuleSet {
  const reportHere: Report = (path, message) => report(['attribution', ...path], message);
  if (text.rulesFile === undefined) {
    return toRuleSet(text, { text, readText, problems: { report: reportHere, add } });
  }
  if (text.rules || text.tables.length > 0) {
    reportHere(['rulesFile'], 'rules stand in the config or in a file of their own, not in both');
    return EMPTY;
  }
  const content = readText(text.rulesFile);
  if (!content.ok) {
    reportHere(['rulesFile'], content.problem);
    return EMPTY;
  }
  const file = { text: content.value, name: text.rulesFile };
  const rules = parseRuleFile(file, text, readText);
  if (rules.ok) return rules.value;
  add(rules.problem);
  return EMPTY;
}

/**
 * Reads a file of rules: the keys `tables` and `rules` as in the config.
 *
 * @param file its text and its name, for problems.
 * @param around how the config brings tenants and tags into one form.
 * @returns the rules, or all that is wrong with them. Never throws.
 */
export function parseRuleFile(
  file: { readonly text: string; readonly name: string },
  around: AttributionText,
  readText: ReadText,
): Result<RuleSet, readonly Problem[]> {
  const yaml = readYaml(file.text, file.name);
  if (!yaml.ok) return yaml;
  const problems: Problem[] = [];
  const report: Report = (path, message) => {
    problems.push(yaml.value.problemAt(path, message));
  };
  const parsed = RuleFileText.safeParse(yaml.value.value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) reportIssue(issue, report);
    return err(problems);
  }
  const add = (more: readonly Problem[]): unknown => problems.push(...more);
  const problemsOfFile = { report, add };
  const rules = toRuleSet(parsed.data, { text: around, readText, problems: problemsOfFile });
  return problems.length > 0 ? err(problems) : ok(rules);
}

interface Around {
  readonly text: AttributionText;
  readonly readText: ReadText;
  readonly problems: Problems;
}

function toRuleSet(
  file: z.output<typeof RuleFileText>,
  { text, readText, problems }: Around,
): RuleSet {
  const tables = readTables(file.tables, readText, problems);
  const rules = file.rules ? toRules(file.rules, tables, problems.report) : DEFAULT_RULES;
  const { letters, values } = text.tenant;
  const version = versionOf(rules, tables, [text.tenant, text.tags]);
  return createRuleSet(rules, version, createValueStyle(letters, values));
}

function readTables(
  texts: z.output<typeof RuleFileText>['tables'],
  readText: ReadText,
  { report, add }: Problems,
): LookupTables {
  const tables = new Map<string, LookupTable>();
  for (const [index, { name, file, key }] of texts.entries()) {
    if (tables.has(name)) report(['tables', index, 'name'], 'stands twice');
    const content = readText(file);
    if (!content.ok) {
      report(['tables', index, 'file'], content.problem);
      continue;
    }
    const table = parseLookupTable(content.value, key);
    if (table.ok) tables.set(name, table.value);
    else add([{ file, path: '', ...table.problem }]);
  }
  return tables;
}

function toRules(
  values: readonly unknown[],
  tables: LookupTables,
  report: Report,
): readonly AttributionRule[] {
  const names = new Set<string>();
  return values.flatMap((value, index) => {
    const rule = parseAttributionRule(value, tables);
    if (!rule.ok) {
      const { path, message } = rule.problem;
      report(['rules', index, ...splitPath(path)], message);
      return [];
    }
    if (names.has(rule.value.name)) report(['rules', index, 'name'], 'stands twice');
    names.add(rule.value.name);
    return [rule.value];
  });
}

/** Keys of `when` hold dots themselves: only the first one separates. */
function splitPath(path: string): readonly string[] {
  if (path === '') return [];
  const dot = path.indexOf('.');
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

/** A short text that changes when the rules, a cell of their tables or a setting does. */
function versionOf(
  rules: readonly AttributionRule[],
  tables: LookupTables,
  settings: readonly unknown[],
): string {
  const told = rules.map(({ name, conditions, lookup, tenant, tags }) => [
    name,
    conditions.map(({ field, pattern }) => [field, pattern.text]),
    lookup && [lookup.tableName, lookup.key.text],
    tenant.text,
    [...tags].map(([key, template]) => [key, template.text]),
  ]);
  const cells = [...tables].map(([name, table]) => [name, table.columns, [...table.rows]]);
  const content = JSON.stringify([told, cells, settings]);
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}

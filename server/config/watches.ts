/** Alarms and budgets from the config: each checked, and no two of one name. */
import { alarmLevels } from '../alarm/alarm-levels.ts';
import type { AlarmRule, AlarmRuleProblem } from '../alarm/alarm-rule.ts';
import { compositeProblems, isComposite, parseCompositeRule } from '../alarm/composite-rule.ts';
import { DEFAULT_ALARMS } from '../alarm/default-alarms.ts';
import { parseBudgetRule } from '../alarm/budget-rule.ts';
import { assert } from '../../shared/assert.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Config } from './config.ts';
import type { Report } from './yaml-text.ts';

interface WatchText {
  readonly defaultAlarms: boolean | { readonly without: readonly string[] };
  readonly alarms: readonly unknown[];
  readonly budgets: readonly unknown[];
  readonly timeZone: string;
}

/** What is watched; with a mistake in one it is left out, and the mistake is told. */
export function toWatches(
  text: WatchText,
  report: Report,
): Pick<Config, 'alarms' | 'alarmTexts' | 'budgets' | 'composites'> {
  const names = new Set<string>(); // States are kept by name, of alarms and budgets alike.
  const parseAll = <Rule extends { readonly name: string }>(
    section: 'alarms' | 'budgets',
    parse: (value: unknown) => Result<readonly Rule[], AlarmRuleProblem>,
  ): readonly Rule[] =>
    text[section].flatMap((value, index) => {
      const rules = parse(value);
      if (!rules.ok) {
        const keys = rules.problem.path.split('.').filter((key) => key !== '');
        report([section, index, ...keys], rules.problem.message);
        return [];
      }
      if (rules.value.some(({ name }) => names.has(name))) {
        report([section, index, 'name'], 'stands twice');
      }
      for (const { name } of rules.value) names.add(name);
      return rules.value;
    });
  const alarms = parseAll('alarms', (value) =>
    isComposite(value) ? ok([]) : alarmLevels(value, text.timeZone),
  );
  const defaults = defaultsOf(text, names);
  for (const { name } of defaults) names.add(name);
  const budgets = parseAll('budgets', (value) => one(parseBudgetRule(value, text.timeZone)));
  const others = new Set(names);
  const composites = parseAll('alarms', (value) =>
    isComposite(value) ? one(parseCompositeRule(value)) : ok([]),
  );
  for (const { name, message } of compositeProblems(composites, others)) {
    const index = text.alarms.findIndex((value) => isComposite(value) && nameOf(value) === name);
    report(['alarms', index, 'when'], message);
  }
  return {
    alarms: [...alarms, ...defaults.flatMap((value) => ownAlarms(value, text.timeZone))],
    alarmTexts: [...text.alarms, ...defaults],
    budgets,
    composites,
  };
}

function one<Rule>(
  rule: Result<Rule, AlarmRuleProblem>,
): Result<readonly Rule[], AlarmRuleProblem> {
  return rule.ok ? ok([rule.value]) : rule;
}

function nameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : null;
}

/** An alarm of the config takes the place of the default of the same name. */
function defaultsOf(
  { defaultAlarms }: WatchText,
  taken: ReadonlySet<string>,
): typeof DEFAULT_ALARMS {
  if (defaultAlarms === false) return [];
  const without = defaultAlarms === true ? [] : defaultAlarms.without;
  return DEFAULT_ALARMS.filter(({ name }) => !taken.has(name) && !without.includes(name));
}

function ownAlarms(value: unknown, timeZone: string): readonly AlarmRule[] {
  const rules = alarmLevels(value, timeZone);
  assert(rules.ok, 'our own alarms can be read');
  return rules.value;
}

/** Alarms and budgets from the config: each checked, and no two of one name. */
import { parseAlarmRule, type AlarmRuleProblem } from '../alarm/alarm-rule.ts';
import { parseBudgetRule } from '../alarm/budget-rule.ts';
import type { Result } from '../../shared/result.ts';
import type { Config } from './config.ts';
import type { Report } from './yaml-text.ts';

interface WatchText {
  readonly alarms: readonly unknown[];
  readonly budgets: readonly unknown[];
  readonly timeZone: string;
}

/** What is watched; with a mistake in one it is left out, and the mistake is told. */
export function toWatches(text: WatchText, report: Report): Pick<Config, 'alarms' | 'budgets'> {
  const names = new Set<string>(); // States are kept by name, of alarms and budgets alike.
  const parseAll = <Rule extends { readonly name: string }>(
    section: 'alarms' | 'budgets',
    parse: (value: unknown) => Result<Rule, AlarmRuleProblem>,
  ): readonly Rule[] =>
    text[section].flatMap((value, index) => {
      const rule = parse(value);
      if (!rule.ok) {
        const keys = rule.problem.path.split('.').filter((key) => key !== '');
        report([section, index, ...keys], rule.problem.message);
        return [];
      }
      if (names.has(rule.value.name)) report([section, index, 'name'], 'stands twice');
      names.add(rule.value.name);
      return [rule.value];
    });
  return {
    alarms: parseAll('alarms', parseAlarmRule),
    budgets: parseAll('budgets', (value) => parseBudgetRule(value, text.timeZone)),
  };
}

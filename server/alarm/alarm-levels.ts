/** A warning level beside an alarm: an alarm of its own, quiet while the graver one stands. */
import { ok, type Result } from '../../shared/result.ts';
import { parseAlarmRule, type AlarmRule, type AlarmRuleProblem } from './alarm-rule.ts';

/**
 * Reads an alarm with the levels that it has.
 *
 * @param value see parseAlarmRule; `warning` beside `threshold` makes a second alarm.
 * @param timeZone zone of the week of baselines.
 * @returns the alarm, and after it its warning, or what is wrong. Never throws.
 */
export function alarmLevels(
  value: unknown,
  timeZone: string,
): Result<readonly AlarmRule[], AlarmRuleProblem> {
  const rule = parseAlarmRule(value, timeZone);
  if (!rule.ok) return rule;
  const text = value as Readonly<Record<string, unknown>>; // What was read as a rule is a map.
  if (text['warning'] === undefined) return ok([rule.value]);
  const { name, inhibitedBy } = rule.value;
  const warning = parseAlarmRule(
    {
      ...text,
      name: `${name} (warning)`,
      threshold: text['warning'],
      severity: 'warning',
      inhibitedBy: [...inhibitedBy, name],
    },
    timeZone,
  );
  return warning.ok ? ok([rule.value, warning.value]) : warning;
}

/** The reply about an alarm that is being written: when it would have stood over the past. */
import { err, type Result } from '../../shared/result.ts';
import type { AlarmTestReply } from '../../shared/notify-contract.ts';
import { isoTime, type Window } from '../../shared/window.ts';
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import { readAlarmText } from '../job/alarms-in-force.ts';
import { backtest } from '../job/backtest.ts';
import type { QueryProblem } from '../query/parse-query.ts';
import type { ApiParts } from './api-parts.ts';

/** So many are told of; an alarm that stands more often is a wrong one. */
const SPANS_MAX = 500;

/** Reads an alarm that is written as JSON, as it would stand in the config. Never throws. */
export function readAlarm(text: string): Result<AlarmRule, QueryProblem> {
  const wrong = (message: string): Result<AlarmRule, QueryProblem> => {
    const hint = 'The keys of an alarm stand in docs/config.md.';
    return err({ code: 'badParameter', message, hint });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return wrong('alarm is no JSON.');
  }
  const rule = readAlarmText(value);
  if (rule.ok) return rule;
  const { path, message } = rule.problem;
  return wrong(path === '' ? message : `${path}: ${message}`);
}

export function testReply(rule: AlarmRule, window: Window, parts: ApiParts): AlarmTestReply {
  const { spans, suggestions } = backtest(rule, window, parts);
  return {
    from: isoTime(window.startMs),
    to: isoTime(window.endMs),
    spans: spans.slice(0, SPANS_MAX).map(({ startMs, endMs, ...span }) => ({
      ...span,
      from: isoTime(startMs),
      to: endMs === null ? null : isoTime(endMs),
    })),
    suggestions,
  };
}

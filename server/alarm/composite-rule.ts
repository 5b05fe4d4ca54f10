/** An alarm that stands while a condition over other alarms holds. */
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import { AlarmName, firstProblem, SEVERITIES } from './alarm-rule.ts';
import type { AlarmRule, AlarmRuleProblem, Severity } from './alarm-rule.ts';
import { childrenOf, parseExpression, type Expression } from './composite.ts';
import { MuteText, type MuteWindow } from './mute.ts';

export interface CompositeRule {
  readonly name: string;
  /** As people wrote it. */
  readonly when: string;
  readonly expression: Expression;
  readonly mute: readonly MuteWindow[];
  readonly severity: Severity;
  readonly owner: string;
  readonly runbook: string;
}

export const CompositeText = z.strictObject({
  name: AlarmName,
  when: z.string().max(20_000),
  mute: z.array(MuteText).max(20).default([]),
  severity: z.enum(SEVERITIES).default('warning'),
  owner: z.string().max(200).default(''),
  runbook: z.string().max(500).default(''),
});

/** Tells a composite alarm of the config from one with a metric. */
export function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'when' in value;
}

/** Reads `{name, when, mute, severity, owner, runbook}`; name and when must be there. */
export function parseCompositeRule(value: unknown): Result<CompositeRule, AlarmRuleProblem> {
  const parsed = CompositeText.safeParse(value);
  if (!parsed.success) return err(firstProblem(parsed.error));
  const expression = parseExpression(parsed.data.when);
  if (expression.ok) return ok({ ...parsed.data, expression: expression.value });
  const { message, index } = expression.problem;
  return err({ path: 'when', message: `${message} (at character ${index + 1})` });
}

/**
 * What is wrong with composites as a whole: names that are none, and circles.
 *
 * @param names of all alarms that are no composites.
 */
export function compositeProblems(
  rules: readonly CompositeRule[],
  names: ReadonlySet<string>,
): readonly { readonly name: string; readonly message: string }[] {
  const composites = new Map(rules.map((rule) => [rule.name, rule]));
  return rules.flatMap(({ name, expression }) => {
    const stranger = childrenOf(expression).find((one) => !names.has(one) && !composites.has(one));
    if (stranger !== undefined) return [{ name, message: `there is no alarm "${stranger}"` }];
    return reaches(name, composites) ? [{ name, message: 'asks itself, in a circle' }] : [];
  });
}

function reaches(name: string, composites: ReadonlyMap<string, CompositeRule>): boolean {
  const seen = new Set<string>();
  const open = [name];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const rule = composites.get(at);
    for (const child of rule ? childrenOf(rule.expression) : []) {
      if (child === name) return true;
      if (!seen.has(child)) open.push(child);
      seen.add(child);
    }
  }
  return false;
}

/** Composites in an order in which each comes after those that it asks; there are no circles. */
export function childrenFirst(rules: readonly CompositeRule[]): readonly CompositeRule[] {
  const composites = new Map(rules.map((rule) => [rule.name, rule]));
  const sorted = new Set<CompositeRule>();
  const add = (rule: CompositeRule): void => {
    for (const child of childrenOf(rule.expression)) {
      const other = composites.get(child);
      if (other && !sorted.has(other)) add(other);
    }
    sorted.add(rule);
  };
  for (const rule of rules) add(rule);
  return [...sorted];
}

/** A composite as the alarm that its messages are about: how many of its alarms stand. */
export function alarmRuleOfComposite({ name, severity, owner, runbook }: CompositeRule): AlarmRule {
  return {
    name,
    metric: 'invocations',
    filter: '',
    groupBy: [],
    comparison: '>=',
    threshold: { kind: 'number', text: '1', value: 1 },
    baseline: null,
    periodMs: 60_000,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'ignore',
    evaluationDelayMs: 0,
    minimumInvocations: 0,
    keepFiringMs: 0,
    repeatMs: null,
    mute: [],
    inhibitedBy: [],
    severity,
    owner,
    runbook,
  };
}

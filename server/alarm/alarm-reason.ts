/** Says in plain words why an alarm is in its state. */
import { METRICS } from '../../shared/metrics.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import type { AlarmRule } from './alarm-rule.ts';
import { barFor } from './bar-for.ts';
import type { PointsDecision } from './evaluate-points.ts';
import type { JudgedPoint } from './series-point.ts';
import { formatAmount } from './threshold.ts';

/**
 * One sentence such as `Throttles was 312 (> 50) in 3 of 3 periods of 5 min.`
 *
 * @param points the evaluation range, oldest first.
 * @returns text without names of groups, so nothing in it is chosen by callers of models.
 */
export function describeDecision(
  rule: AlarmRule,
  decision: PointsDecision,
  points: readonly JudgedPoint[],
): string {
  const { line, usedCount, breachingCount } = decision;
  const total = rule.evaluationPeriods;
  const periods = `${total} ${total === 1 ? 'period' : 'periods'} of ${periodText(rule.periodMs)}`;
  const hole =
    rule.minimumInvocations > 1 ? `fewer than ${rule.minimumInvocations} calls` : 'no data';
  const holes = capitalized(`${hole} in ${total - usedCount} of ${periods}`);
  const breach = `${newestText(rule, points, 'breaching')} in ${breachingCount} of ${periods}`;
  switch (line) {
    case 'enoughBreach':
      return `${breach}.`;
    case 'tooFewBreach':
      if (breachingCount > 0) return `${breach}; ${rule.datapointsToAlarm} must breach.`;
      return `${newestText(rule, points, 'good')}.`;
    case 'missingIsGood':
      return `${holes}, which counts as good.`;
    case 'missingBreaches':
      return `${holes}, which counts as breaching.`;
    case 'noData':
      return `${holes}.`;
    case 'onlyBreaches':
      return `${breach}; ${hole} in the others.`;
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function newestText(
  rule: AlarmRule,
  points: readonly JudgedPoint[],
  verdict: 'good' | 'breaching',
): string {
  const newest = points.findLast((point) => point.verdict === verdict);
  const value = formatAmount(rule.metric, newest?.value ?? null);
  const threshold = (newest && barFor(rule, newest)) ?? rule.threshold;
  const bar = `${rule.comparison} ${formatAmount(rule.metric, threshold.text)}`;
  const relation = verdict === 'breaching' ? bar : `not ${bar}`;
  return `${METRICS[rule.metric].label} was ${value} (${relation}${usualText(rule, newest)})`;
}

/** `, usually $2.5`; '' for an alarm with a fixed threshold. */
function usualText({ metric }: AlarmRule, point: JudgedPoint | undefined): string {
  return point?.usual ? `, usually ${formatAmount(metric, point.usual.median)}` : '';
}

/** `5 min`, `2 h`, `1 d`. */
export function periodText(periodMs: number): string {
  const minutes = periodMs / MINUTE_MS;
  if (minutes < 60) return `${minutes} min`;
  return minutes < 1440 ? `${minutes / 60} h` : `${minutes / 1440} d`;
}

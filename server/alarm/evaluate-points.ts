/** Decides what periods with holes say about an alarm, by CloudWatch's M-of-N rules. */

export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmStateName = (typeof ALARM_STATES)[number];

export const MISSING_DATA_TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
export type MissingDataTreatment = (typeof MISSING_DATA_TREATMENTS)[number];

/** What one period says: it holds, it breaches, or nothing is known. */
export type Verdict = 'good' | 'breaching' | 'missing';

export interface PointRule {
  /** M: as many periods must breach. At least 1, at most evaluationPeriods. */
  readonly datapointsToAlarm: number;
  /** N: as many periods with data count, the newest first. */
  readonly evaluationPeriods: number;
  readonly treatMissingData: MissingDataTreatment;
}

/** Which line of the rules decided; the reason is written from it. */
export type DecisionLine =
  | 'enoughBreach' // M real periods breach.
  | 'tooFewBreach' // There is data, and fewer than M breach.
  | 'missingIsGood'
  | 'missingBreaches'
  | 'noData'
  | 'onlyBreaches'; // All that is known breaches, in fewer than M periods.

export interface PointsDecision {
  readonly next: AlarmStateName | 'RETAIN';
  readonly line: DecisionLine;
  /** Real periods that were looked at: the newest, at most evaluationPeriods. */
  readonly usedCount: number;
  readonly breachingCount: number;
}

/**
 * Decides the next state and says by which line of the rules.
 *
 * When the range holds N real periods, the newest N decide and the treatment of missing data is
 * not asked. Otherwise the treatment fills the holes, but only where it can make a difference.
 * Where AWS says nothing - all that is known breaches, fewer than M periods do, and the oldest
 * breach is younger than M periods - the state stays.
 *
 * @param points the evaluation range, oldest first; usually longer than evaluationPeriods.
 * @returns RETAIN when the state is to stay as it is. Never throws.
 * @source "Configuring how CloudWatch alarms treat missing data" in the CloudWatch User Guide.
 */
export function decidePoints(points: readonly Verdict[], rule: PointRule): PointsDecision {
  const used = points.filter((point) => point !== 'missing').slice(-rule.evaluationPeriods);
  const breachingCount = used.filter((point) => point === 'breaching').length;
  const counts = { usedCount: used.length, breachingCount };
  if (breachingCount >= rule.datapointsToAlarm) {
    return { next: 'ALARM', line: 'enoughBreach', ...counts };
  }
  if (used.length === rule.evaluationPeriods) {
    return { next: 'OK', line: 'tooFewBreach', ...counts };
  }
  return { ...decideHoles(points, rule, used.length - breachingCount), ...counts };
}

/** Decides where fewer than M periods breach and fewer than N have data. */
function decideHoles(
  points: readonly Verdict[],
  rule: PointRule,
  goodCount: number,
): Pick<PointsDecision, 'next' | 'line'> {
  const { datapointsToAlarm, evaluationPeriods, treatMissingData } = rule;
  if (treatMissingData === 'notBreaching') return { next: 'OK', line: 'missingIsGood' };
  if (treatMissingData === 'breaching') {
    const isReached = evaluationPeriods - goodCount >= datapointsToAlarm;
    return isReached
      ? { next: 'ALARM', line: 'missingBreaches' }
      : { next: 'OK', line: 'tooFewBreach' };
  }
  if (goodCount > 0) return { next: 'OK', line: 'tooFewBreach' };
  const isIgnored = treatMissingData === 'ignore';
  const oldest = points.indexOf('breaching');
  if (oldest < 0) return { next: isIgnored ? 'RETAIN' : 'INSUFFICIENT_DATA', line: 'noData' };
  const isOld = points.length - oldest >= datapointsToAlarm;
  return { next: isOld && !isIgnored ? 'ALARM' : 'RETAIN', line: 'onlyBreaches' };
}

/**
 * The next state of an alarm whose range of periods is known.
 *
 * @param points the evaluation range, oldest first.
 * @param previous the state that stays when the rules say so.
 * @returns one of the three states. Never throws.
 */
export function decideState(
  points: readonly Verdict[],
  rule: PointRule,
  previous: AlarmStateName,
): AlarmStateName {
  const { next } = decidePoints(points, rule);
  return next === 'RETAIN' ? previous : next;
}

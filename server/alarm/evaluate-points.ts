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
  | 'onlyBreachesOld' // All that is known breaches, and has for M periods.
  | 'onlyBreachesNew'; // All that is known breaches, but not for long.

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
  const { datapointsToAlarm, evaluationPeriods, treatMissingData } = rule;
  const used = points.filter((point) => point !== 'missing').slice(-evaluationPeriods);
  const breachingCount = used.filter((point) => point === 'breaching').length;
  const decide = (next: PointsDecision['next'], line: DecisionLine): PointsDecision => {
    return { next, line, usedCount: used.length, breachingCount };
  };
  if (breachingCount >= datapointsToAlarm) return decide('ALARM', 'enoughBreach');
  const holeCount = evaluationPeriods - used.length;
  if (holeCount === 0) return decide('OK', 'tooFewBreach');
  if (treatMissingData === 'notBreaching') return decide('OK', 'missingIsGood');
  if (treatMissingData === 'breaching') {
    const isReached = breachingCount + holeCount >= datapointsToAlarm;
    return isReached ? decide('ALARM', 'missingBreaches') : decide('OK', 'tooFewBreach');
  }
  if (used.length > breachingCount) return decide('OK', 'tooFewBreach');
  if (used.length === 0) {
    return decide(treatMissingData === 'ignore' ? 'RETAIN' : 'INSUFFICIENT_DATA', 'noData');
  }
  const isOld = points.length - points.indexOf('breaching') >= datapointsToAlarm;
  if (treatMissingData === 'ignore' || !isOld) return decide('RETAIN', 'onlyBreachesNew');
  return decide('ALARM', 'onlyBreachesOld');
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

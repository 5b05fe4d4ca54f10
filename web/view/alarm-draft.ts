/** An alarm as a form holds it, and as it would stand in the config. */
import type { AlarmStatus } from '../../shared/contract.ts';
import type { AlarmText } from '../api/ask-alarms.ts';

/** What the form holds: text, as people type it. */
export interface AlarmDraft {
  readonly name: string;
  readonly metric: string;
  readonly filter: string;
  readonly groupBy: string;
  readonly comparison: string;
  readonly threshold: string;
  readonly period: string;
  readonly evaluationPeriods: string;
  readonly datapointsToAlarm: string;
  readonly severity: string;
  readonly owner: string;
  readonly runbook: string;
}

/** What a new alarm begins with. */
export const EMPTY_DRAFT: AlarmDraft = {
  name: '',
  metric: 'contractedCost',
  filter: '',
  groupBy: 'tenant',
  comparison: '>',
  threshold: '10',
  period: '1h',
  evaluationPeriods: '1',
  datapointsToAlarm: '1',
  severity: 'warning',
  owner: '',
  runbook: '',
};

/** The draft as it would stand in the config. */
export function draftText(draft: AlarmDraft): AlarmText {
  const { groupBy, evaluationPeriods, datapointsToAlarm, ...rest } = draft;
  const names = groupBy.split(',').map((one) => one.trim());
  return {
    ...rest,
    groupBy: names.filter((one) => one !== ''),
    evaluationPeriods: Number(evaluationPeriods),
    datapointsToAlarm: Number(datapointsToAlarm),
  };
}

/** An alarm that is there, as a draft. */
export function draftOf(alarm: AlarmStatus): AlarmDraft {
  const [datapoints = '1', periods = '1'] = alarm.datapoints.split(' of ');
  const isDay = alarm.periodSeconds === 86_400;
  const isHour = alarm.periodSeconds === 3600;
  const period = isDay ? '1d' : isHour ? '1h' : `${alarm.periodSeconds / 60}m`;
  return {
    name: alarm.name,
    metric: alarm.metric ?? EMPTY_DRAFT.metric,
    filter: alarm.filter,
    groupBy: Object.keys(alarm.group).join(', '),
    comparison: alarm.comparison,
    threshold: alarm.thresholdText,
    period,
    evaluationPeriods: periods,
    datapointsToAlarm: datapoints,
    severity: alarm.severity ?? 'warning',
    owner: alarm.owner,
    runbook: alarm.runbook,
  };
}

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
  /** Times of every day between which nobody is told; '' for none. */
  readonly quietFrom: string;
  readonly quietTo: string;
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
  quietFrom: '',
  quietTo: '',
};

/** The draft as it would stand in the config; quiet hours are those of the zone. */
export function draftText(draft: AlarmDraft, timeZone: string): AlarmText {
  const { groupBy, evaluationPeriods, datapointsToAlarm, quietFrom, quietTo, ...rest } = draft;
  const names = groupBy.split(',').map((one) => one.trim());
  const isQuiet = quietFrom !== '' && quietTo !== '';
  return {
    ...rest,
    groupBy: names.filter((one) => one !== ''),
    evaluationPeriods: Number(evaluationPeriods),
    datapointsToAlarm: Number(datapointsToAlarm),
    ...(isQuiet ? { mute: [{ from: quietFrom, to: quietTo, timeZone }] } : {}),
  };
}

/** An alarm that is there, as a draft; as it is written it knows more than its state does. */
export function draftOf(alarm: AlarmStatus, text: AlarmText | null): AlarmDraft {
  const [datapoints = '1', periods = '1'] = alarm.datapoints.split(' of ');
  const isDay = alarm.periodSeconds === 86_400;
  const isHour = alarm.periodSeconds === 3600;
  const period = isDay ? '1d' : isHour ? '1h' : `${alarm.periodSeconds / 60}m`;
  const written = (key: string, otherwise: string): string => {
    const value = text?.[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise;
  };
  return {
    name: alarm.name,
    metric: written('metric', alarm.metric ?? EMPTY_DRAFT.metric),
    filter: alarm.filter,
    groupBy: Object.keys(alarm.group).join(', '),
    comparison: alarm.comparison,
    threshold: written('threshold', alarm.thresholdText),
    period,
    evaluationPeriods: periods,
    datapointsToAlarm: datapoints,
    severity: alarm.severity ?? 'warning',
    owner: alarm.owner,
    runbook: alarm.runbook,
    ...quietOf(text),
  };
}

/** Quiet hours as the form knows them: one span of every day. Others stay as they are written. */
function quietOf(text: AlarmText | null): Pick<AlarmDraft, 'quietFrom' | 'quietTo'> {
  const mute = text?.['mute'];
  const [only, ...others]: readonly unknown[] = Array.isArray(mute) ? mute : [];
  if (others.length > 0 || typeof only !== 'object' || only === null || 'days' in only) {
    return { quietFrom: '', quietTo: '' };
  }
  const timeOf = (key: string): string => String(Reflect.get(only, key) ?? '');
  return { quietFrom: timeOf('from'), quietTo: timeOf('to') };
}

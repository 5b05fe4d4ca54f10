/** The last periods of alarms: one question for each rule, however many groups it has. */
import type { AlarmStatus, QueryReply } from '../../shared/contract.ts';
import { STEPS, stepMs, type Step } from '../../shared/window.ts';
import { askMetrics } from '../api/ask.ts';
import { nowMs } from './store.ts';
import { useLoad, type Load } from './use-load.ts';

const PERIODS = 60;

export interface AlarmSeries {
  readonly reply: Load<QueryReply>;
  /** Starts of the periods, ascending, epoch ms. */
  readonly startsMs: readonly number[];
}

/** @param alarm any group of the rule; null asks nothing */
export function useAlarmSeries(alarm: AlarmStatus | null): AlarmSeries {
  const periodMs = (alarm?.periodSeconds ?? 300) * 1000;
  const step = stepOf(periodMs);
  const endMs = Math.floor(nowMs.value / periodMs) * periodMs;
  const window = { startMs: endMs - PERIODS * periodMs, endMs };
  const canAsk = alarm !== null && alarm.metric !== null && step !== null;
  const key = canAsk ? `${alarm.kind} ${alarm.name} ${endMs}` : null;
  const reply = useLoad(key, 0, (signal) => {
    const groupBy = Object.keys(alarm?.group ?? {}).join(',');
    const metrics = alarm?.metric ? [alarm.metric] : [];
    const filter = alarm?.filter ?? '';
    const place = { window, step: step ?? '5m', timeZone: 'UTC' };
    return askMetrics({ metrics, filter, groupBy, ...place }, signal);
  });
  const startsMs = Array.from({ length: PERIODS }, (_, at) => window.startMs + at * periodMs);
  return { reply, startsMs };
}

function stepOf(periodMs: number): Step | null {
  return STEPS.find((step) => stepMs(step) === periodMs) ?? null;
}

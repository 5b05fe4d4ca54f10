/** What alarms against their own past are held to, period by period. */
import type { AlarmStatus } from '../../shared/contract.ts';
import type { AlarmBarsReply } from '../../shared/notify-contract.ts';
import { askAlarmBars } from '../api/ask-alarms.ts';
import { may } from './session.ts';
import { nowMs } from './store.ts';
import { useLoad } from './use-load.ts';

/** Whether an alarm of ours has a bar that moves from hour to hour. */
export function hasBaseline({ kind, metric, condition }: AlarmStatus): boolean {
  return kind === 'outcrop' && metric === null && condition === null;
}

/** Series of one group of a rule; null where there is none. */
export type BarsOf = (
  group: Readonly<Record<string, string>>,
) => AlarmBarsReply['groups'][number] | null;

/** @param alarm any group of the rule; one without a baseline asks nothing */
export function useAlarmBars(alarm: AlarmStatus | null): BarsOf {
  const periodMs = (alarm?.periodSeconds ?? 300) * 1000;
  const endMs = Math.floor(nowMs.value / periodMs) * periodMs;
  const name = alarm?.name ?? '';
  const key = alarm && hasBaseline(alarm) && may('whole') ? `bars ${name} ${endMs}` : null;
  const { data } = useLoad(key, 0, (signal) => askAlarmBars(name, signal));
  return (group) => {
    const found = data?.groups.find((one) => {
      return Object.entries(group).every(([dimension, value]) => one.group[dimension] === value);
    });
    return found ?? null;
  };
}

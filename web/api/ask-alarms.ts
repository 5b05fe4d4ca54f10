/** What the page of alarms asks and changes, each as one call. */
import { API } from '../../shared/contract.ts';
import type { AnomaliesReply } from '../../shared/anomaly-contract.ts';
import type { BudgetsReply } from '../../shared/budget-contract.ts';
import type {
  AlarmRulesReply,
  AlarmBarsReply,
  AlarmTestReply,
  ChannelsReply,
  ChannelTestReply,
  DeliveriesReply,
  JournalReply,
  ReplayReply,
  SilencesReply,
} from '../../shared/notify-contract.ts';
import { isoTime, type Window } from '../../shared/window.ts';
import { call, send } from './call.ts';

/** An alarm as people write it; the server's parser says what is wrong with it. */
export type AlarmText = Readonly<Record<string, unknown>>;

export function askBudgets(signal: AbortSignal): Promise<BudgetsReply> {
  return call<BudgetsReply>(API.budgets, [], signal);
}

/** The last seven days. */
export function askAnomalies(signal: AbortSignal): Promise<AnomaliesReply> {
  return call<AnomaliesReply>(API.anomalies, [['from', 'now-7d']], signal);
}

export function askDeliveries(onlyFailed: boolean, signal: AbortSignal): Promise<DeliveriesReply> {
  return call<DeliveriesReply>(API.deliveries, [['failed', onlyFailed ? '1' : '']], signal);
}

export function askChannels(signal: AbortSignal): Promise<ChannelsReply> {
  return call<ChannelsReply>(API.channels, [], signal);
}

export function askSilences(signal: AbortSignal): Promise<SilencesReply> {
  return call<SilencesReply>(API.silences, [], signal);
}

export function askJournal(signal: AbortSignal): Promise<JournalReply> {
  return call<JournalReply>(API.journal, [['limit', '20']], signal);
}

export function askAlarmRules(signal: AbortSignal): Promise<AlarmRulesReply> {
  return call<AlarmRulesReply>(API.alarmRules, [], signal);
}

/** The last periods of an alarm with a baseline. */
export function askAlarmBars(name: string, signal: AbortSignal): Promise<AlarmBarsReply> {
  return call<AlarmBarsReply>(API.alarmBars, [['name', name]], signal);
}

/** When an alarm that is being written would have stood. */
export function askAlarmTest(
  alarm: AlarmText,
  window: Window,
  signal: AbortSignal,
): Promise<AlarmTestReply> {
  const parameters: [string, string][] = [
    ['alarm', JSON.stringify(alarm)],
    ['from', isoTime(window.startMs)],
    ['to', isoTime(window.endMs)],
  ];
  return call<AlarmTestReply>(API.testAlarm, parameters, signal);
}

export interface HushAsk {
  readonly alarm: string;
  readonly group: Readonly<Record<string, string>>;
  readonly for: string;
  readonly by: string;
}

/** Leaves people in peace: for a while, or as somebody looks after what stands. */
export function sendHush(
  kind: 'silence' | 'acknowledge',
  ask: HushAsk,
  signal: AbortSignal,
): Promise<SilencesReply> {
  const path = kind === 'silence' ? API.silences : API.acknowledge;
  return send<SilencesReply>(path, ask, signal);
}

export function sendEnd(id: string, by: string, signal: AbortSignal): Promise<SilencesReply> {
  return send<SilencesReply>(API.endSilence, { id, by }, signal);
}

/** Sends again what was given up. @param id one message; null for all */
export function sendReplay(
  id: string | null,
  by: string,
  signal: AbortSignal,
): Promise<ReplayReply> {
  return send<ReplayReply>(API.replay, id === null ? { all: true, by } : { id, by }, signal);
}

export function sendTest(name: string, by: string, signal: AbortSignal): Promise<ChannelTestReply> {
  return send<ChannelTestReply>(API.testChannel, { name, by }, signal);
}

export function sendAlarm(
  change: { readonly alarm: AlarmText; readonly kind: 'create' | 'update'; readonly by: string },
  signal: AbortSignal,
): Promise<AlarmRulesReply> {
  return send<AlarmRulesReply>(API.alarms, change, signal);
}

export function sendDelete(
  name: string,
  by: string,
  signal: AbortSignal,
): Promise<AlarmRulesReply> {
  return send<AlarmRulesReply>(API.deleteAlarm, { name, by }, signal);
}

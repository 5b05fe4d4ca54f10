/** The questions that the page asks, each as one call. */
import {
  API,
  type AlarmsReply,
  type ExplainReply,
  type InvocationsReply,
  type QueryReply,
  type StatusReply,
  type ValuesReply,
} from '../../shared/contract.ts';
import type { ComparisonReply } from '../../shared/comparison-contract.ts';
import type { DoctorReply } from '../../shared/doctor.ts';
import type { SettingsReply } from '../../shared/settings.ts';
import type { TopInvocationsReply, TopOrder } from '../../shared/top-invocations.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { formatNameList } from '../../shared/name-list.ts';
import { isoTime, type Step, type Window } from '../../shared/window.ts';
import { call } from './call.ts';

export interface MetricsQuestion {
  readonly metrics: readonly MetricKey[];
  readonly filter: string;
  readonly groupBy: string;
  readonly window: Window;
  readonly step: Step;
  readonly timeZone: string;
  /** Only so many groups: the highest by the first metric. */
  readonly top?: number;
}

/** Several metrics over one window, grouping and step in one request. */
export function askMetrics(question: MetricsQuestion, signal: AbortSignal): Promise<QueryReply> {
  const { metrics, filter, groupBy, window, step, timeZone, top } = question;
  const parameters: [string, string][] = [
    ...metrics.map((metric): [string, string] => ['metric', metric]),
    ['filter', filter],
    ['groupBy', groupBy],
    ['from', isoTime(window.startMs)],
    ['to', isoTime(window.endMs)],
    ['step', step],
    ['tz', timeZone],
    ['top', top === undefined ? '' : String(top)],
  ];
  return call<QueryReply>(API.query, parameters, signal);
}

/** What is known, how fresh it is, and what is missing. */
export function askStatus(signal: AbortSignal): Promise<StatusReply> {
  return call<StatusReply>(API.status, [], signal);
}

/** Thresholds, their states, and the changes of state. */
export function askAlarms(signal: AbortSignal): Promise<AlarmsReply> {
  return call<AlarmsReply>(API.alarms, [], signal);
}

/** Known values of a dimension that begin with a prefix. */
export function askValues(
  dimension: string,
  prefix: string,
  signal: AbortSignal,
): Promise<ValuesReply> {
  return call<ValuesReply>(
    API.values,
    [
      ['dimension', dimension],
      ['prefix', prefix],
    ],
    signal,
  );
}

export interface InvocationsQuestion {
  readonly filter: string;
  readonly window: Window | null;
  readonly limit: number;
  readonly before: string;
}

/** One page of single invocations, newest first. */
export function askInvocations(
  question: InvocationsQuestion,
  signal: AbortSignal,
): Promise<InvocationsReply> {
  const { filter, window, limit, before } = question;
  const parameters: [string, string][] = [
    ['filter', filter],
    ['from', window ? isoTime(window.startMs) : ''],
    ['to', window ? isoTime(window.endMs) : ''],
    ['limit', String(limit)],
    ['before', before],
  ];
  return call<InvocationsReply>(API.invocations, parameters, signal);
}

/** The calls of a window that stand out, the highest first. */
export function askTopInvocations(
  question: { readonly by: TopOrder; readonly filter: string; readonly window: Window },
  signal: AbortSignal,
): Promise<TopInvocationsReply> {
  const { by, filter, window } = question;
  const parameters: [string, string][] = [
    ['by', by],
    ['filter', filter],
    ['from', isoTime(window.startMs)],
    ['to', isoTime(window.endMs)],
  ];
  return call<TopInvocationsReply>(API.topInvocations, parameters, signal);
}

/** Why one invocation costs what it costs, and who pays it. */
export function askExplain(
  requestId: string,
  window: Window,
  signal: AbortSignal,
): Promise<ExplainReply> {
  const parameters: [string, string][] = [
    ['requestId', requestId],
    ['from', isoTime(window.startMs)],
    ['to', isoTime(window.endMs)],
  ];
  return call<ExplainReply>(API.explain, parameters, signal);
}

/** What keeps accounts from being read. @param isFresh looks now, which takes some seconds. */
export function askDoctor(isFresh: boolean, signal: AbortSignal): Promise<DoctorReply> {
  return call<DoctorReply>(API.doctor, [['fresh', isFresh ? '1' : '']], signal);
}

/** The config as everyone may see it. */
export function askSettings(signal: AbortSignal): Promise<SettingsReply> {
  return call<SettingsReply>(API.settings, [], signal);
}

/**
 * What the usage of a window would cost by other choices.
 *
 * @param set choices with a space between them, such as `tier=batch discount=10`.
 */
export function askWhatIf(
  asked: Omit<MetricsQuestion, 'metrics' | 'step' | 'top'>,
  set: string,
  signal: AbortSignal,
): Promise<ComparisonReply> {
  const { filter, groupBy, window, timeZone } = asked;
  const choices = set.split(/\s+/).filter((choice) => choice !== '');
  const parameters: [string, string][] = [
    ...choices.map((choice): [string, string] => ['set', choice]),
    ['filter', filter],
    ['groupBy', formatNameList([groupBy])],
    ['from', isoTime(window.startMs)],
    ['to', isoTime(window.endMs)],
    ['tz', timeZone],
  ];
  return call<ComparisonReply>(API.whatIf, parameters, signal);
}

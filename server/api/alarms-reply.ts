/** The reply about alarms: ours with their states, CloudWatch's beside them, and what changed. */
import type { AlarmEvent, AlarmStatus, AlarmsReply } from '../../shared/contract.ts';
import { METRICS } from '../../shared/metrics.ts';
import { DAY_MS, isoTime } from '../../shared/window.ts';
import type { CompositeRule } from '../alarm/composite-rule.ts';
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import type { Silence } from '../alarm/mute.ts';
import { alarmsInForce } from '../job/alarms-in-force.ts';
import { hushNow } from '../job/hush.ts';
import { inventoryAt } from '../job/ingest.ts';
import { alarmEvents } from '../job/nightly-report.ts';
import type { StoredAlarmState } from '../store/store.ts';
import type { ApiParts } from './api-parts.ts';
import { cloudWatchStatus } from './cloud-watch-status.ts';

/** All alarms; those in ALARM first. */
export function alarmsReply(parts: ApiParts): AlarmsReply {
  const states = parts.store.alarmStates();
  const hushes = parts.store.silences();
  const ofConfig = new Set(parts.alarms.map(({ name }) => name));
  const rules = alarmsInForce(parts.alarms, parts.store);
  const ours = rules.flatMap((rule) => {
    const origin = ofConfig.has(rule.name) ? ('config' as const) : ('page' as const);
    return ourAlarms(rule, states).map((one) => {
      const state = states.find(
        ({ alarm, group }) => alarm === rule.name && isSame(group, one.group),
      );
      return { ...one, origin, hush: hushOf(rule, state, hushes, parts.nowMs()) };
    });
  });
  const inventory = inventoryAt(parts.store, parts.nowMs());
  const theirs = parts.store.cloudWatchAlarms().map((one) => cloudWatchStatus(one, inventory));
  const over = (parts.composites ?? []).map((rule) => overStatus(rule, states));
  const alarms = [...ours, ...over, ...theirs].sort((a, b) => rankOf(a) - rankOf(b));
  const window = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
  const events = [...alarmEvents(parts.store, window).filter(isNews), ...cloudWatchEvents(parts)];
  return { alarms, events: events.sort((a, b) => (a.at < b.at ? -1 : 1)) };
}

const EVENTS_DAYS = 62;

/** What CloudWatch's own alarms did, kept longer than it keeps it. */
function cloudWatchEvents({ store, nowMs }: ApiParts): readonly AlarmEvent[] {
  return store.notes.alarmChanges(nowMs() - EVENTS_DAYS * DAY_MS).map((change) => ({
    at: isoTime(change.atMs),
    name: change.name,
    group: { account: change.account, region: change.region },
    from: change.from,
    to: change.to,
    reason: 'By CloudWatch.',
  }));
}

/** That an alarm has become OK when it was first looked at is no news to anybody. */
function isNews({ from, to }: AlarmEvent): boolean {
  return from !== 'INSUFFICIENT_DATA' || to !== 'OK';
}

type Group = Readonly<Record<string, string>>;

function isSame(a: Group, b: Group): boolean {
  return Object.entries(a).every(([dimension, value]) => b[dimension] === value);
}

/** Who asked to be left in peace about an alarm now; null for nobody. */
function hushOf(
  { name }: AlarmRule,
  stored: StoredAlarmState | undefined,
  silences: readonly Silence[],
  nowMs: number,
): AlarmStatus['hush'] {
  const openedAtMs = stored?.state.openedAtMs ?? null;
  const subject = { name, group: stored?.group ?? {}, openedAtMs };
  const found = hushNow(subject, silences, nowMs);
  if (!found) return null;
  const kind = found.openedAtMs === null ? 'silence' : 'acknowledged';
  return { id: found.id, kind, by: found.by, to: isoTime(found.endMs), comment: found.comment };
}

function rankOf(alarm: AlarmStatus): number {
  return ['ALARM', 'INSUFFICIENT_DATA', 'OK'].indexOf(alarm.state);
}

function ourAlarms(rule: AlarmRule, states: readonly StoredAlarmState[]): readonly AlarmStatus[] {
  const base = {
    name: rule.name,
    kind: 'outcrop' as const,
    // A bar that moves from hour to hour is no line on a chart.
    metric: rule.baseline ? null : rule.metric,
    metricLabel: METRICS[rule.metric].label,
    filter: rule.filter,
    comparison: rule.comparison,
    threshold: Number(rule.threshold.text),
    thresholdText: thresholdText(rule),
    condition: null,
    periodSeconds: rule.periodMs / 1000,
    datapoints: `${rule.datapointsToAlarm} of ${rule.evaluationPeriods}`,
    severity: rule.severity,
    owner: rule.owner,
    runbook: rule.runbook,
    origin: 'config' as const,
    hush: null,
  };
  const own = states.filter((one) => one.alarm === rule.name);
  if (own.length === 0) {
    const waiting = { state: 'INSUFFICIENT_DATA' as const, since: null, lastValue: null };
    return [{ ...base, ...waiting, group: {}, reason: 'Not evaluated yet.' }];
  }
  return own.map(({ group, state }) => ({
    ...base,
    group,
    state: state.state,
    since: isoTime(state.sinceMs),
    reason: state.reason,
    lastValue: state.lastValue,
  }));
}

/** A composite has no metric: its bar is its condition. */
function overStatus(
  { name, when, severity, owner, runbook }: CompositeRule,
  states: readonly StoredAlarmState[],
): AlarmStatus {
  const state = states.find((one) => one.alarm === name)?.state ?? null;
  return {
    name,
    kind: 'outcrop',
    metric: null,
    metricLabel: 'Alarms',
    filter: '',
    group: {},
    comparison: '>=',
    threshold: 1,
    thresholdText: when,
    condition: when,
    periodSeconds: 60,
    state: state?.state ?? 'INSUFFICIENT_DATA',
    since: state ? isoTime(state.sinceMs) : null,
    reason: state?.reason ?? 'Not evaluated yet.',
    lastValue: state?.lastValue ?? null,
    datapoints: '1 of 1',
    severity,
    owner,
    runbook,
    origin: 'config',
    hush: null,
  };
}

/** Exact, or in words where it depends on the hour of the week. */
function thresholdText({ baseline, threshold }: AlarmRule): string {
  if (!baseline) return threshold.text;
  const unit = baseline.kind === 'band' ? 'spreads' : '%';
  return `${threshold.text} ${unit} from the usual of ${baseline.weeks} weeks`;
}

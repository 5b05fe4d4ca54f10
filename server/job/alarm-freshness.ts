/** How far a rule may look: up to where the sources that it draws on have been read. */
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import { parseFilter, passesFilter } from '../../shared/filter.ts';
import type { Metric } from '../../shared/metric.ts';
import { METRICS } from '../../shared/metrics.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { BILL_KIND, isStale, logSources, readToOf } from '../query/status.ts';
import type { SourcePlace } from '../source/source.ts';
import type { SourceState } from '../store/store.ts';
import { METRICS_KIND } from './read-metrics.ts';

/** A source's state, and the account and Region that it tells of; null for all. */
export interface PlacedState {
  readonly state: SourceState;
  readonly place: SourcePlace | null;
}

/**
 * The end of what a rule may be judged on.
 *
 * Sources of other accounts and Regions than the rule's filter names have no say. One that has
 * failed for half an hour is not waited for, but where the rule stands in ALARM: what is missing
 * may make it worse, and must never make it good.
 *
 * @returns epoch ms; null when nothing has been read that the rule could be judged on.
 */
export function ruleCompleteTo(
  rule: Pick<AlarmRule, 'filter' | 'metric'>,
  isInAlarm: boolean,
  sources: readonly PlacedState[],
  nowMs: number,
): number | null {
  const { sources: feeds }: Metric = METRICS[rule.metric];
  // What we note of ourselves is there at the end of each minute, and tells of all that is late.
  if (feeds.includes('outcrop')) return Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  // A bill has days, a day or two after the calls; nothing else makes them sooner or later.
  if (feeds.includes('bill')) {
    return readToOf(sources.flatMap(({ state }) => (state.kind === BILL_KIND ? [state] : [])));
  }
  const feeding = feedingOf(feeds, sources);
  const own = feeding.filter(({ place }) => place === null || isWithin(rule.filter, place));
  const fresh = own.filter(({ state }) => !isStale(state, nowMs));
  const waitedFor = isInAlarm || fresh.length === 0 ? own : fresh;
  return readToOf(waitedFor.map(({ state }) => state));
}

/** What has to be whole: the logs, CloudWatch's counts, or both where they are compared. */
function feedingOf(
  feeds: Metric['sources'],
  sources: readonly PlacedState[],
): readonly PlacedState[] {
  const counted = sources.filter(({ state }) => state.kind === METRICS_KIND);
  const isLogged = feeds.includes('logs') || counted.length === 0;
  if (!isLogged) return counted;
  return feeds.includes('cloudWatch') ? [...logsOf(sources), ...counted] : logsOf(sources);
}

/** Whether calls of a place can pass a filter, as far as account and Region decide it. */
function isWithin(filterText: string, { account, region }: SourcePlace): boolean {
  const filter = parseFilter(filterText);
  if (!filter.ok) return true;
  const terms = filter.value.terms.filter(({ dimension }) => /^(account|region)$/.test(dimension));
  return passesFilter({ ...filter.value, terms }, (name) =>
    name === 'account' ? account : region,
  );
}

function logsOf(sources: readonly PlacedState[]): readonly PlacedState[] {
  const logs = new Set(logSources(sources.map(({ state }) => state)));
  return sources.filter(({ state }) => logs.has(state));
}

/** Tells channels when nothing can be stored, and when stored days are not what they were. */
import { DAMAGE_MEND } from '../../shared/check-contract.ts';
import { OWN_NAMESPACE } from '../../shared/metric.ts';
import { localDate, MINUTE_MS } from '../../shared/window.ts';
import { ownNotices, type OwnChange } from '../alarm/own-notice.ts';
import type { Channel } from '../notify/channel.ts';
import { outboxEntryOf } from '../notify/outbox.ts';
import type { Store } from '../store/store.ts';

export interface WatchStoreContext {
  readonly store: Pick<Store, 'trouble' | 'dayChecks' | 'ownAlarms' | 'saveMetricPoints'>;
  readonly channels: readonly Channel[];
  readonly pageUrl: string;
  readonly nowMs: number;
}

/** One thing that may be wrong with the store, as it stands now. */
interface Finding extends Pick<OwnChange, 'name' | 'metric' | 'runbook' | 'reason' | 'value'> {
  readonly metricName: string;
}

/** Writes the points of this minute, and owes a message for each finding that came or went. */
export function watchStore({ store, channels, pageUrl, nowMs }: WatchStoreContext): void {
  const findings = [troubleOf(store), differingOf(store)];
  const startMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  store.saveMetricPoints(findings.map((one) => pointOf(one, startMs)));
  const known = new Map(store.ownAlarms.all().map((one) => [one.name, one]));
  for (const { metricName: _metric, ...finding } of findings) {
    const before = known.get(finding.name);
    const isFiring = finding.value > 0;
    const openedAtMs = before?.openedAtMs ?? null;
    if (isFiring === (openedAtMs !== null)) continue;
    const sequence = (before?.sequence ?? 0) + 1;
    const alarm = { name: finding.name, sequence, openedAtMs: isFiring ? nowMs : null };
    const change: OwnChange = {
      ...finding,
      group: {},
      isFiring,
      sequence,
      openedAtMs: openedAtMs ?? nowMs,
      view: 'sources',
    };
    const notices = ownNotices(change, channels, { pageUrl, nowMs });
    store.ownAlarms.save(
      alarm,
      notices.map((notice) => outboxEntryOf(notice, nowMs)),
    );
  }
}

function troubleOf(store: WatchStoreContext['store']): Finding {
  const trouble = store.trouble();
  return {
    name: 'Nothing is stored',
    metric: 'storeTroubles',
    metricName: 'StoreTroubles',
    value: trouble ? 1 : 0,
    reason: trouble?.message ?? 'Calls are stored again.',
    runbook: trouble?.hint ?? '',
  };
}

function differingOf({ dayChecks }: WatchStoreContext['store']): Finding {
  const days = dayChecks.differing();
  const damage = dayChecks.file()?.damage ?? [];
  const value = Math.max(days.length, damage.length > 0 ? 1 : 0);
  const named = days.slice(0, 3).map(({ dayMs }) => localDate(dayMs, 'UTC'));
  const more = days.length > named.length ? ` and ${days.length - named.length} more` : '';
  const which = days.length > 0 ? `${named.join(', ')}${more}: stored calls or sums` : 'The file';
  return {
    name: 'Stored day differs',
    metric: 'differingDays',
    metricName: 'DifferingDays',
    value,
    reason:
      value > 0 ? `${which} differ from what was written.` : 'All checked days agree once more.',
    runbook: value > 0 ? DAMAGE_MEND : '',
  };
}

function pointOf({ metricName, value }: Finding, startMs: number) {
  const series = { namespace: OWN_NAMESPACE, metricName, modelId: '', labels: [], model: '' };
  const statistic = 'Maximum' as const;
  const place = { account: '', region: '' };
  return { ...place, ...series, statistic, periodSeconds: 60, startMs, value };
}

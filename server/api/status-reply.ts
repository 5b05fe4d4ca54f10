/** The reply about freshness and about what is not known. */
import type { SourceStatus, StatusReply } from '../../shared/contract.ts';
import { DAY_MS, isoTime } from '../../shared/window.ts';
import { pastRules } from '../query/past-rules.ts';
import { forecastSize } from '../query/forecast-size.ts';
import {
  completeToOf,
  findGaps,
  isBackfilling,
  isStale,
  logCoverage,
  unpricedModels,
} from '../query/status.ts';
import type { SourceState } from '../store/store.ts';
import type { ApiParts } from './api-parts.ts';
import { checksReply } from './checks-reply.ts';
import { completenessReply } from './completeness-reply.ts';

const LOOK_BACK_DAYS = 31;
const FORECAST_DAYS = 90;

/** How every source stands, and what the figures leave out. */
export function statusReply(parts: ApiParts): StatusReply {
  const { store, book, version } = parts;
  const nowMs = parts.nowMs();
  const states = store.sourceStates();
  const isPartial = isBackfilling(states);
  const window = { startMs: nowMs - LOOK_BACK_DAYS * DAY_MS, endMs: nowMs };
  return {
    version,
    now: isoTime(nowMs),
    completeTo: isoOrNull(completeToOf(states)),
    dataFrom: isoOrNull(store.extent()?.startMs ?? null),
    invocations: store.invocationCount(),
    quarantined: store.quarantineCounts(),
    sources: states.map((state) => sourceStatus(state, nowMs)),
    logCoverage: isPartial ? null : logCoverage(nowMs, store, book),
    gaps: isPartial ? [] : findGaps(window, store, book),
    completeness: completenessReply(parts),
    unpricedModels: unpricedModels(window, store, book),
    tagKeys: store.tagKeys(),
    pastRules: pastRules(parts.rules.version, store.reattribution()),
    overLimit: store.overLimit(),
    checks: checksReply(store, nowMs),
    storage: storageReply(parts),
  };
}

function storageReply({ store, retentionDays, nowMs }: ApiParts): StatusReply['storage'] {
  const use = store.storageUse();
  const extent = store.extent();
  const heldDays = extent ? Math.max(0, (nowMs() - extent.startMs) / DAY_MS) : 0;
  const { rows, minutes, hours, days } = use.bytesPerDay;
  return {
    bytes: use.bytes,
    bytesPerDay: rows + minutes + hours + days,
    forecastDays: FORECAST_DAYS,
    forecastBytes: forecastSize(use, retentionDays, { heldDays, days: FORECAST_DAYS }),
  };
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : isoTime(atMs);
}

function stateOf(state: SourceState, nowMs: number): SourceStatus['state'] {
  const { completeToMs, progress } = state;
  if (isStale(state, nowMs)) return 'stale';
  if (state.error) return 'failing';
  if (progress.done < progress.total) return 'backfilling';
  // Tags of callers are read when somebody calls: there is no time up to which they are.
  return completeToMs === null && state.kind !== 'principalTags' ? 'waiting' : 'ok';
}

/** How one source stands, for people. */
export function sourceStatus(state: SourceState, nowMs: number): SourceStatus {
  const { completeToMs, progress, error } = state;
  return {
    id: state.sourceId,
    kind: state.kind,
    state: stateOf(state, nowMs),
    completeTo: isoOrNull(completeToMs),
    lagSeconds: completeToMs === null ? null : Math.round((nowMs - completeToMs) / 1000),
    progressDone: progress.done,
    progressTotal: progress.total,
    error,
  };
}

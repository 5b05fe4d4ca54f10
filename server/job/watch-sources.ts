/** Notes each minute how far log sources are behind, so that charts and alarms can ask for it. */
import { MINUTE_MS } from '../../shared/window.ts';
import { OWN_NAMESPACE } from '../../shared/metric.ts';
import { logSources } from '../query/status.ts';
import type { SourcePlace } from '../source/source.ts';
import type { SourceState, Store } from '../store/store.ts';

/** The points of a minute are written more than once, so that no minute is left out. */
export const WATCH_EVERY_MS = MINUTE_MS / 2;

/** How the log sources of one account and Region stand. */
interface PlaceState {
  readonly place: SourcePlace;
  /** The longest of all sources; null while none has finished a pass. */
  lagMs: number | null;
  failing: number;
}

/** Writes the points of this minute; sources without account and Region have none. */
export function watchSources(
  store: Pick<Store, 'sourceStates' | 'saveMetricPoints'>,
  placeOf: ReadonlyMap<string, SourcePlace>,
  nowMs: number,
): void {
  const places = new Map<string, PlaceState>();
  for (const state of logSources(store.sourceStates())) {
    const place = placeOf.get(state.sourceId);
    if (place) add(places, place, { state, nowMs });
  }
  const startMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const points = [...places.values()].flatMap(({ place, lagMs, failing }) => {
    const lag = lagMs === null ? [] : [pointOf(place, startMs, 'SourceLag', lagMs)];
    return [...lag, pointOf(place, startMs, 'FailingSources', failing)];
  });
  if (points.length > 0) store.saveMetricPoints(points);
}

function add(
  places: Map<string, PlaceState>,
  place: SourcePlace,
  { state, nowMs }: { readonly state: SourceState; readonly nowMs: number },
): void {
  const key = JSON.stringify([place.account, place.region]);
  const known = places.get(key) ?? { place, lagMs: null, failing: 0 };
  places.set(key, known);
  if (state.error !== null) known.failing += 1;
  if (state.completeToMs === null) return;
  known.lagMs = Math.max(known.lagMs ?? 0, nowMs - state.completeToMs);
}

function pointOf(
  { account, region }: SourcePlace,
  startMs: number,
  metricName: string,
  value: number,
) {
  const series = { namespace: OWN_NAMESPACE, metricName, modelId: '', labels: [], model: '' };
  const statistic = 'Maximum' as const;
  return { account, region, ...series, statistic, periodSeconds: 60, startMs, value };
}

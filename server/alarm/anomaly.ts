/** Stretches of time in which spend departs from its season, and by how many dollars. */
import { DAY_MS, HOUR_MS, type Window } from '../../shared/window.ts';
import { barOf, medianOf, periodsLike, usualOf, type Baseline, type Usual } from './baseline.ts';

/** Spend of one tenant by hour. */
export interface HourlySpend {
  /** Atto-dollars by start of the hour; an hour without spend may be left out. */
  readonly hours: ReadonlyMap<number, bigint>;
  /** Before this nothing is known: what is left out there is no zero. */
  readonly knownFromMs: number;
}

export interface AnomalySettings {
  /** Stretches with a smaller impact are not told. */
  readonly minimumAttoUsd: bigint;
  /** Zone in which the hours of the week are counted. */
  readonly timeZone: string;
}

/** One stretch in which more was spent than is usual. */
export interface SpendAnomaly extends Window {
  readonly spentAttoUsd: bigint;
  /** What the hours usually come to, from medians. */
  readonly usualAttoUsd: bigint;
  /** Spent beyond what is usual. */
  readonly impactAttoUsd: bigint;
}

/** An hour departs that is past four spreads and a third above the usual. */
const SPREADS = 4;
const RISE_PERCENT = 30;
const WEEKS = 4;
/** Stretches that lie no further apart are one: it grows, and does not become many. */
const GAP_MS = 3 * HOUR_MS;
const ATTO_PER_MICRO = 10n ** 12n;

/**
 * Finds what departs from the same hours of earlier weeks.
 *
 * Only rises are anomalies. The bar is a median and a robust spread, so that an anomaly of one week
 * does not hide that of the next; with fewer than two weeks of history nothing is found.
 *
 * @param window whole hours in which to look.
 * @returns the oldest first. Never throws.
 */
export function findAnomalies(
  spend: HourlySpend,
  window: Window,
  settings: AnomalySettings,
): readonly SpendAnomaly[] {
  const found: SpendAnomaly[] = [];
  for (let startMs = window.startMs; startMs < window.endMs; startMs += HOUR_MS) {
    const hour = departureAt(spend, startMs, settings.timeZone);
    if (!hour) continue;
    const last = found.at(-1);
    if (last && startMs - last.endMs <= GAP_MS) {
      found[found.length - 1] = joined(last, hour);
    } else found.push(hour);
  }
  return found.filter((one) => one.impactAttoUsd >= settings.minimumAttoUsd && isRare(spend, one));
}

/** Of stretches as long in the four weeks before, so many may have come near to it. */
const COMMON_PART = 0.05;

/**
 * Whether hardly any equally long stretch of the weeks before departed half as much: a tenant
 * whose videos come at odd hours departs from its hours all the time.
 */
function isRare({ hours, knownFromMs }: HourlySpend, anomaly: SpendAnomaly): boolean {
  const { startMs, endMs, impactAttoUsd } = anomaly;
  const weekMs = 7 * DAY_MS;
  const knownMs = Math.ceil(knownFromMs / HOUR_MS) * HOUR_MS;
  const firstMs = Math.max(startMs - WEEKS * weekMs, knownMs);
  const spendAt = (atMs: number): number => Number(hours.get(atMs) ?? 0n);
  const seasons = new Map<number, number[]>();
  for (let atMs = firstMs; atMs < startMs; atMs += HOUR_MS) {
    const season = atMs % weekMs;
    seasons.set(season, [...(seasons.get(season) ?? []), spendAt(atMs)]);
  }
  const usual = new Map([...seasons].map(([season, values]) => [season, medianOf(values)]));
  const excessAt = (atMs: number): number => spendAt(atMs) - (usual.get(atMs % weekMs) ?? 0);
  const near = Number(impactAttoUsd) / 2;
  let excess = 0;
  let nearCount = 0;
  for (let atMs = firstMs; atMs < startMs; atMs += HOUR_MS) {
    const leftMs = atMs - (endMs - startMs);
    excess += excessAt(atMs) - (leftMs >= firstMs ? excessAt(leftMs) : 0);
    if (excess >= near) nearCount += 1;
  }
  return nearCount * HOUR_MS <= (startMs - firstMs) * COMMON_PART;
}

function departureAt(spend: HourlySpend, startMs: number, timeZone: string): SpendAnomaly | null {
  const spentAttoUsd = spend.hours.get(startMs) ?? 0n;
  if (spentAttoUsd === 0n) return null;
  const band: Baseline = { kind: 'band', weeks: WEEKS, minimumChange: 0, timeZone };
  const usual = usualAt(spend, startMs, band);
  if (!usual) return null;
  const rise = barOf({ ...band, kind: 'change' }, usual, '>', RISE_PERCENT);
  const bar = Math.max(barOf(band, usual, '>', SPREADS), rise);
  if (Number(spentAttoUsd) <= bar) return null;
  const usualAttoUsd = BigInt(Math.round(usual.median / Number(ATTO_PER_MICRO))) * ATTO_PER_MICRO;
  const impactAttoUsd = spentAttoUsd - usualAttoUsd;
  return { startMs, endMs: startMs + HOUR_MS, spentAttoUsd, usualAttoUsd, impactAttoUsd };
}

/** Statistics of atto-dollars as plain numbers: sixteen digits are enough for a bar. */
function usualAt(spend: HourlySpend, startMs: number, baseline: Baseline): Usual | null {
  const valueAt = (atMs: number): number | null => {
    return atMs < spend.knownFromMs ? null : Number(spend.hours.get(atMs) ?? 0n);
  };
  return usualOf(periodsLike(startMs, HOUR_MS, baseline).map((week) => week.map(valueAt)));
}

function joined(a: SpendAnomaly, b: SpendAnomaly): SpendAnomaly {
  return {
    startMs: a.startMs,
    endMs: b.endMs,
    spentAttoUsd: a.spentAttoUsd + b.spentAttoUsd,
    usualAttoUsd: a.usualAttoUsd + b.usualAttoUsd,
    impactAttoUsd: a.impactAttoUsd + b.impactAttoUsd,
  };
}

/** The same hours of earlier weeks: what the parts of a stretch are compared with. */
export function weeksBefore({ startMs, endMs }: Window): readonly Window[] {
  return Array.from({ length: WEEKS }, (_, week) => {
    const shiftMs = (week + 1) * 7 * DAY_MS;
    return { startMs: startMs - shiftMs, endMs: endMs - shiftMs };
  });
}

/** The days by which cost is shared out: their bounds, their steps, who used what on them. */
import {
  DAY_MS,
  dayWindow,
  HOUR_MS,
  localDate,
  stepBoundaries,
  stepMs,
  type Step,
  type Window,
} from '../../shared/window.ts';

/** What each tenant costs itself, by name. */
export type Weights = ReadonlyMap<string, bigint>;

/** Something that a tenant cost by itself, at a time. */
export interface OwnCost {
  readonly startMs: number;
  readonly tenant: string;
  readonly attoUsd: bigint;
}

/** The whole days of a zone that a window touches. */
export function daysAround({ startMs, endMs }: Window, timeZone: string): Window {
  const first = dayWindow(localDate(startMs, timeZone), timeZone);
  const last = dayWindow(localDate(Math.max(startMs, endMs - 1), timeZone), timeZone);
  return {
    startMs: first.ok ? first.value.startMs : startMs,
    endMs: last.ok ? last.value.endMs : endMs,
  };
}

/** The whole months of a zone that a window touches. */
export function monthsAround(window: Window, timeZone: string): Window {
  const days = daysAround(window, timeZone);
  const month = localDate(days.startMs, timeZone).slice(0, 7);
  const [year, number] = localDate(days.endMs - 1, timeZone)
    .split('-')
    .map(Number);
  const next = new Date(Date.UTC(year ?? 0, number ?? 1, 1)).toISOString().slice(0, 10);
  const first = dayWindow(`${month}-01`, timeZone);
  const after = dayWindow(next, timeZone);
  return {
    startMs: first.ok ? first.value.startMs : days.startMs,
    endMs: after.ok ? after.value.startMs : days.endMs,
  };
}

/**
 * The step to ask in, so that none of them holds parts of two days.
 *
 * Days of a zone may begin at half an hour or a quarter; steps are those of UTC.
 */
export function stepWithinDays(step: Step, window: Window, timeZone: string): Step {
  const lengthMs = stepMs(step);
  if (lengthMs === null || lengthMs === DAY_MS) return '1d';
  if (lengthMs !== HOUR_MS) return step;
  const days = stepBoundaries(daysAround(window, timeZone), '1d', timeZone) ?? [];
  return days.every((atMs) => atMs % HOUR_MS === 0) ? step : '15m';
}

/** The start of the step that a time lies in, as the question has it. */
export function stepStart(atMs: number, step: Step, { startMs }: Window): number {
  const lengthMs = stepMs(step);
  if (lengthMs === null) return startMs;
  if (lengthMs === DAY_MS) return atMs; // Asked by days already.
  return Math.max(startMs, Math.floor(atMs / lengthMs) * lengthMs);
}

/** Who used what on each day, and who is known of the month around it. */
export class DayWeights {
  readonly #timeZone: string;
  readonly #dates = new Map<number, string>();
  readonly #byDate = new Map<string, Map<string, bigint>>();
  readonly #byMonth = new Map<string, Set<string>>();

  /** @param own every tenant's own costs, of whole months. */
  constructor(own: readonly OwnCost[], timeZone: string) {
    this.#timeZone = timeZone;
    for (const { startMs, tenant, attoUsd } of own) {
      const date = this.dateOf(startMs);
      const day = this.#byDate.get(date) ?? new Map<string, bigint>();
      day.set(tenant, (day.get(tenant) ?? 0n) + attoUsd);
      this.#byDate.set(date, day);
      const month = this.#byMonth.get(date.slice(0, 7)) ?? new Set();
      this.#byMonth.set(date.slice(0, 7), month.add(tenant));
    }
  }

  /** The day of the zone that a time lies in. */
  dateOf(atMs: number): string {
    const known = this.#dates.get(atMs) ?? localDate(atMs, this.#timeZone);
    this.#dates.set(atMs, known);
    return known;
  }

  of(date: string): Weights {
    return this.#byDate.get(date) ?? new Map();
  }

  /** Tenants that cost something in the month of a day. */
  known(date: string): Iterable<string> {
    return this.#byMonth.get(date.slice(0, 7)) ?? [];
  }
}

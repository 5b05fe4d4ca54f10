/** What a period will have cost at its end: spent so far, and its weekdays as they have been. */
import { DAY_MS, HOUR_MS, localDate, offsetMs, type Window } from './window.ts';

/** Spend of one slot of time: a day of the zone, or an hour of a budget by the day. */
export interface SpendSlot extends Window {
  readonly attoUsd: bigint;
}

export interface ForecastRequest {
  readonly period: Window;
  /** Slots that cover the period and what is known before it, ascending and without a gap. */
  readonly slots: readonly SpendSlot[];
  /** Up to where spend is whole: what is younger is provisional, and teaches nothing. */
  readonly toMs: number;
  readonly timeZone: string;
}

/** What is learnt from reaches so far back: four of each weekday. */
export const LEARNT_MS = 28 * DAY_MS;
/** A forecast needs three whole days. */
const KNOWN_MS_MIN = 3 * DAY_MS;

/**
 * The spend that a period is expected to come to, slot by slot.
 *
 * The method: spend so far, and for each slot that is still to come the mean of the same weekday
 * (of the same hour of the weekday, for slots of an hour) over the four weeks before; where the
 * weekday is not known yet, the mean of all slots that are. The slot at hand counts by the part
 * that is left of it. What lies before the first spend is not known, rather than zero.
 *
 * @returns slots of the period with what was and what is expected to be spent, or null when fewer
 *   than three whole days are known. Never throws.
 */
export function forecastSlots(request: ForecastRequest): readonly SpendSlot[] | null {
  const { period, slots, toMs, timeZone } = request;
  const known = knownSlots(slots, toMs);
  if (lengthOf(known) < KNOWN_MS_MIN) return null;
  const seasons = new Map<string, SpendSlot[]>();
  for (const slot of known) {
    const season = seasonOf(slot, timeZone);
    seasons.set(season, [...(seasons.get(season) ?? []), slot]);
  }
  return slots
    .filter(({ startMs }) => startMs >= period.startMs && startMs < period.endMs)
    .map((slot) => {
      if (slot.endMs <= toMs) return slot;
      const like = seasons.get(seasonOf(slot, timeZone)) ?? known;
      const leftMs = slot.endMs - Math.max(slot.startMs, toMs);
      return { ...slot, attoUsd: slot.attoUsd + spendFor(leftMs, like) };
    });
}

function knownSlots(slots: readonly SpendSlot[], toMs: number): readonly SpendSlot[] {
  const first = slots.findIndex(({ attoUsd }) => attoUsd > 0n);
  if (first < 0) return [];
  return slots
    .slice(first)
    .filter(({ startMs, endMs }) => endMs <= toMs && startMs >= toMs - LEARNT_MS);
}

function lengthOf(slots: readonly Window[]): number {
  return slots.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** Spend by the pace of some slots; they may be of 23 or 25 hours. */
function spendFor(leftMs: number, like: readonly SpendSlot[]): bigint {
  const attoUsd = like.reduce((sum, slot) => sum + slot.attoUsd, 0n);
  return (attoUsd * BigInt(leftMs)) / BigInt(lengthOf(like));
}

function seasonOf({ startMs, endMs }: Window, timeZone: string): string {
  const wall = new Date(startMs + offsetMs(startMs, timeZone));
  return endMs - startMs <= HOUR_MS
    ? `${wall.getUTCDay()} ${wall.getUTCHours()}`
    : String(wall.getUTCDay());
}

/** All that slots come to. */
export function spendOf(slots: readonly SpendSlot[]): bigint {
  return slots.reduce((sum, { attoUsd }) => sum + attoUsd, 0n);
}

/** The date in the zone on which slots, added up, reach an amount; null when they do not. */
export function crossingDate(
  slots: readonly SpendSlot[],
  amountAttoUsd: bigint,
  timeZone: string,
): string | null {
  let sum = 0n;
  for (const { startMs, attoUsd } of slots) {
    sum += attoUsd;
    if (sum >= amountAttoUsd) return localDate(startMs, timeZone);
  }
  return null;
}

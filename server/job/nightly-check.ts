/** The nightly check: closed days are compared with what they were, some each night, in turn. */
import { DAY_MS, HOUR_MS, MINUTE_MS, localDate, offsetMs } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import type { DayCheckLedger } from '../store/day-checks.ts';
import type { Store } from '../store/store.ts';
import type { Checked, CheckStored } from './check-stored.ts';

export interface NightlyCheckParts {
  readonly store: Pick<Store, 'dayChecks' | 'storageUse'>;
  readonly config: Pick<Config, 'nightlyCheck' | 'timeZone'>;
  readonly check: CheckStored;
  readonly nowMs: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Days are closed so long after their end, when few calls still come. */
export const CLOSED_MS = 2 * DAY_MS;
export const CHECK_EVERY_MS = MINUTE_MS;
/** A check that was begun goes on so long, if the server was away meanwhile. */
const NIGHT_MS = 4 * HOUR_MS;
/** Where it is never up at night, the check is made up for by day. */
const MISSED_MS = DAY_MS + NIGHT_MS;
/** Whoever has just started the server waits for its page. */
const UP_MS_MIN = HOUR_MS;
const UP_AT_NIGHT_MS_MIN = 5 * MINUTE_MS;
/** Looking through a file cannot be broken off, and takes a second for each gigabyte. */
const LOOKED_AT_BYTES_MAX = 4e9;

/** Makes the pass that is asked each minute whether it is night, and what is left to check. */
export function nightlyCheck(parts: NightlyCheckParts): (signal: AbortSignal) => Promise<void> {
  const startedAtMs = parts.nowMs();
  return async (signal) => {
    const nowMs = parts.nowMs();
    const nightMs = nightOf(nowMs, parts.config);
    const { minutes } = parts.config.nightlyCheck;
    const { dayChecks } = parts.store;
    const workMsMax = minutes * MINUTE_MS - dayChecks.workedMs(nightMs);
    if (workMsMax <= 0 || !isTime({ nowMs, nightMs, startedAtMs }, dayChecks)) return;
    const days = dayChecks.due(nowMs - CLOSED_MS, nightMs);
    const looksAtFile = isFileDue(parts.store, nightMs);
    if (days.length === 0 && !looksAtFile) return;
    await parts.check({ days, looksAtFile, workMsMax }, (one) => keep(one, parts), signal);
  };
}

/** When the last night began, by the clock of the config's zone. */
function nightOf(nowMs: number, { timeZone, nightlyCheck: { atMinutes } }: NightConfig): number {
  const localMs = nowMs + offsetMs(nowMs, timeZone);
  const atMs = atMinutes * MINUTE_MS;
  return nowMs - ((((localMs - atMs) % DAY_MS) + DAY_MS) % DAY_MS);
}

type NightConfig = NightlyCheckParts['config'];

function isTime(
  times: { readonly nowMs: number; readonly nightMs: number; readonly startedAtMs: number },
  ledger: DayCheckLedger,
): boolean {
  const { nowMs, nightMs, startedAtMs } = times;
  const upMs = nowMs - startedAtMs;
  if (nowMs - nightMs < NIGHT_MS) return upMs >= UP_AT_NIGHT_MS_MIN;
  const { lastAtMs } = ledger.sums(nowMs - CLOSED_MS);
  const isMissed = lastAtMs === null || nowMs - lastAtMs > MISSED_MS || lastAtMs >= nightMs;
  return isMissed && upMs >= UP_MS_MIN;
}

function isFileDue(store: NightlyCheckParts['store'], nightMs: number): boolean {
  const last = store.dayChecks.file();
  if (last && last.checkedAtMs >= nightMs) return false;
  return store.storageUse().bytes <= LOOKED_AT_BYTES_MAX;
}

/** Written as it comes, so that whoever starts after a kill goes on from there. */
function keep(checked: Checked, { store, nowMs, log }: NightlyCheckParts): void {
  const checkedAtMs = nowMs();
  if (checked.kind === 'file') {
    store.dayChecks.saveFile({ checkedAtMs, damage: checked.damage });
    if (checked.damage.length > 0) log('check of file failed', { damage: checked.damage });
    return;
  }
  const { found } = checked;
  store.dayChecks.saveDay({ ...found, checkedAtMs });
  if (found.differenceCount === 0 && found.damage === null) return;
  const day = localDate(found.dayMs, 'UTC');
  log('check of day failed', { day, differences: found.differenceCount, damage: found.damage });
}

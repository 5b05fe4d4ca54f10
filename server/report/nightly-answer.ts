/** The day in one sentence: what it cost, how that compares, and who is behind the change. */
import type { NightlyReportData, NightlyRow } from './nightly-data.ts';
import { nightlyDay } from './nightly-day.ts';
import { isWhollyUnpriced } from './figures.ts';
import {
  changePermille,
  formatCounted,
  formatDate,
  formatInstant,
  formatPermille,
  formatUsd,
  formatUsdChange,
} from './format.ts';

const MOVERS_MAX = 3;
/** A change below this needs nobody to explain it. */
const QUIET_PERMILLE = 10n;
/** Below this share one name explains nothing. */
const EXPLAINS_PERCENT_MIN = 20n;

/**
 * The headline of a report, also fit for the subject of a mail.
 *
 * @returns one sentence of plain text with outside names in it: escape it. Amounts to the cent;
 *   `At least` when calls are unpriced or have no log, `so far` and no comparison while the day is
 *   not read to its end.
 * @throws Error on a date that is none.
 */
export function nightlyAnswer(data: NightlyReportData): string {
  const date = formatDate(data.date);
  const { total } = data;
  if (nightlyDay(data).isPreliminary) return `${spend(data)} so far on ${date}${readTo(data)}.`;
  if (total.invocations === 0) return `No call was logged on ${date}.`;
  if (isWhollyUnpriced(total)) {
    return `No rate covers the ${formatCounted(total.invocations, 'call')} of ${date}.`;
  }
  return `${spend(data)} on ${date}${comparison(data)}.`;
}

/**
 * Who moved the cost most since the day before, both ways.
 *
 * @returns at most three changes such as `globex +$4.11`, largest first; empty while the day is
 *   preliminary or nothing moved by a cent.
 */
export function nightlyMovers(
  data: NightlyReportData,
): readonly { readonly name: string; readonly change: string }[] {
  if (data.previousDay === null || nightlyDay(data).isPreliminary) return [];
  return tenantChanges(data)
    .map(({ name, attoUsd }) => ({ name, change: formatUsdChange(attoUsd) }))
    .filter(({ change }) => !/^\+?[<>]/.test(change))
    .slice(0, MOVERS_MAX);
}

function spend(data: NightlyReportData): string {
  const { total } = data;
  const amount = formatUsd(total.costAttoUsd);
  const isWhole = total.unpricedInvocations === 0 && data.gaps.length === 0;
  return isWhole ? amount : `At least ${amount}`;
}

function readTo(data: NightlyReportData): string {
  const { readToMs } = nightlyDay(data);
  if (readToMs === null) return '; no source has told how far its logs are read';
  const readTo = formatInstant(readToMs, data.timeZone);
  const clock = readTo.startsWith(data.date) ? readTo.slice(11) : readTo;
  return `; logs are read up to ${clock} ${data.timeZone}`;
}

function comparison(data: NightlyReportData): string {
  if (data.previousDay === null) return '';
  const before = data.previousDay.costAttoUsd;
  const change = changePermille(data.total.costAttoUsd, before);
  if (change === null) return before === 0n ? ', after a day without cost' : '';
  const size = change < 0n ? -change : change;
  if (size < QUIET_PERMILLE) return ', about the same as the day before';
  const side = change < 0n ? 'under' : 'over';
  return `, ${percent(size)} ${side} the day before${explanation(data)}`;
}

/** Whole percents from ten on: the headline is for reading, the table for digits. */
function percent(permille: bigint): string {
  return permille < 100n ? formatPermille(permille) : `${(permille + 5n) / 10n}\u00a0%`;
}

function explanation(data: NightlyReportData): string {
  const change = data.total.costAttoUsd - (data.previousDay?.costAttoUsd ?? 0n);
  const sameWay = tenantChanges(data).find(({ attoUsd }) => attoUsd > 0n === change > 0n);
  if (!sameWay) return '';
  const noun = change > 0n ? 'rise' : 'fall';
  const share = (sameWay.attoUsd * 100n) / change;
  if (share < EXPLAINS_PERCENT_MIN) return `; the ${noun} is spread over many tenants`;
  if (share <= 100n) return `; ${sameWay.name} explains ${share}\u00a0% of the ${noun}`;
  return `; ${sameWay.name} alone changed by ${formatUsdChange(sameWay.attoUsd)}`;
}

/** Changes by tenant, largest first whichever way; a tenant of unknown yesterday is left out. */
function tenantChanges(
  data: NightlyReportData,
): readonly { readonly name: string; readonly attoUsd: bigint }[] {
  const rows = data.sections.find(({ dimension }) => dimension === 'tenant')?.rows ?? [];
  const changes = rows.flatMap((row: NightlyRow) => {
    if (row.previousCostAttoUsd === null) return [];
    const attoUsd = row.figures.costAttoUsd - row.previousCostAttoUsd;
    return attoUsd === 0n ? [] : [{ name: row.name, attoUsd }];
  });
  const size = (value: bigint): bigint => (value < 0n ? -value : value);
  return changes.sort((a, b) => {
    const difference = size(b.attoUsd) - size(a.attoUsd);
    return difference === 0n ? (a.name < b.name ? -1 : 1) : difference > 0n ? 1 : -1;
  });
}

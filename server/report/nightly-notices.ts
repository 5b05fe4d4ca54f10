/** What a reader must know before trusting the total: everything that it does not hold. */
import type { LogGap } from '../../shared/contract.ts';
import {
  changePermille,
  formatCounted,
  formatInstant,
  formatPermille,
  formatUsd,
} from './format.ts';
import type { NightlyReportData } from './nightly-data.ts';
import { nightlyDay } from './nightly-day.ts';

export interface Notice {
  /** `warn` asks somebody to act or to wait; `info` is how things are. */
  readonly tone: 'warn' | 'info';
  readonly title: string;
  /** Plain text with outside names in it: escape it. */
  readonly text: string;
}

const NAMES_MAX = 5;

/**
 * Notices in the order in which they shake the total; none when the day is whole.
 *
 * @throws Error on a date that is none.
 */
export function nightlyNotices(data: NightlyReportData): readonly Notice[] {
  const notices = [preliminary(data), unpriced(data), gaps(data), quarantined(data)];
  return [...notices, unattributed(data), inexact(data)].filter((notice) => notice !== null);
}

function preliminary(data: NightlyReportData): Notice | null {
  const day = nightlyDay(data);
  if (!day.isPreliminary) return null;
  const until =
    day.readToMs === null
      ? 'No source has told yet how far its logs are read'
      : `Logs are read up to ${formatInstant(day.readToMs, data.timeZone)}, not to midnight`;
  const text = `${until}. Calls will still be added; a later report of this day replaces this one.`;
  return { tone: 'warn', title: 'Preliminary', text };
}

function unpriced(data: NightlyReportData): Notice | null {
  const count = data.total.unpricedInvocations;
  if (count === 0) return null;
  const models = data.unpriced.map(
    ({ model, invocations }) => `${model} (${formatCounted(invocations, 'call')})`,
  );
  const of = models.length === 0 ? '' : `: ${listed(models)}`;
  const what = `${formatCounted(count, 'call')} used something that no rate covers${of}.`;
  const mend = 'What it cost is missing from every figure here; add the rate to the price book.';
  return { tone: 'warn', title: 'Unpriced', text: `${what} ${mend}` };
}

function gaps(data: NightlyReportData): Notice | null {
  if (data.gaps.length === 0) return null;
  const missing = data.gaps.reduce((sum, gap) => sum + gap.missingInvocations, 0);
  const where = listed(data.gaps.map((gap) => gapText(gap, data.timeZone)));
  const calls = formatCounted(missing, 'call');
  const what = `CloudWatch counted ${calls} that no log tells of: ${where}.`;
  return { tone: 'warn', title: 'Gaps in the logs', text: `${what} What they cost is not known.` };
}

function gapText(gap: LogGap, timeZone: string): string {
  const from = formatInstant(Date.parse(gap.from), timeZone);
  const to = formatInstant(Date.parse(gap.to), timeZone);
  const until = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
  return `account ${gap.account} in ${gap.region}, ${from} to ${until}`;
}

function quarantined(data: NightlyReportData): Notice | null {
  if (data.quarantined === 0) return null;
  const records = formatCounted(data.quarantined, 'log record');
  const text = `${records} could not be read and are in no figure; the status page tells why.`;
  return { tone: 'warn', title: 'Unreadable', text };
}

function unattributed(data: NightlyReportData): Notice | null {
  const { costAttoUsd, invocations } = data.unattributed;
  if (invocations === 0) return null;
  const total = data.total.costAttoUsd;
  const share = changePermille(total + costAttoUsd, total);
  const of = share === null ? '' : `, ${formatPermille(share)} of the cost`;
  const what = `${formatUsd(costAttoUsd)} in ${formatCounted(invocations, 'call')}${of}`;
  const text = `${what}: no attribution rule gave it to a tenant. It is part of the total.`;
  return { tone: 'info', title: 'Unattributed', text };
}

function inexact({ total }: NightlyReportData): Notice | null {
  const { costAttoUsd, inexactCostAttoUsd } = total;
  if (inexactCostAttoUsd === 0n) return null;
  const share = changePermille(costAttoUsd + inexactCostAttoUsd, costAttoUsd);
  const of = share === null ? '' : `, ${formatPermille(share)} of the cost,`;
  const what = `${formatUsd(inexactCostAttoUsd)}${of} is by rates that no source lists so`;
  const text = `${what}: fallbacks or estimates. \`outcrop prices check\` names them.`;
  return { tone: 'info', title: 'Inexact rates', text };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX);
  const more = names.length - shown.length;
  return more === 0 ? shown.join('; ') : `${shown.join('; ')}; and ${more} more`;
}

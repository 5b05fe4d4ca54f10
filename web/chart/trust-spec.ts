/** How far the figures can be trusted, in one line. */
import type { StatusReply } from '../../shared/contract.ts';
import { formatPlural, formatRatio } from '../format/number.ts';
import { formatNear } from '../format/time.ts';

export interface Trust {
  readonly text: string;
  readonly look: 'ok' | 'warn' | 'bad';
}

const COVERAGE_OK_MIN = 0.99;

/** Words the badge: how far the logs are read, how many calls they hold, and their gaps. */
export function trustOf(status: StatusReply, timeZone: string): Trust {
  const failing = status.sources.filter((source) => source.state === 'failing').length;
  const parts = [completeText(status, timeZone)];
  if (status.logCoverage !== null) parts.push(`${formatRatio(status.logCoverage)} of calls logged`);
  if (status.gaps.length > 0) parts.push(formatPlural(status.gaps.length, 'gap'));
  if (failing > 0) parts.push(`${formatPlural(failing, 'source')} failing`);
  return { text: parts.join(' \u00b7 '), look: lookOf(status, failing) };
}

function completeText({ completeTo, now, sources }: StatusReply, timeZone: string): string {
  if (sources.length === 0) return 'no source configured';
  if (completeTo === null) return 'nothing read to its end yet';
  const at = formatNear(Date.parse(completeTo), Date.parse(now), timeZone);
  return `complete to ${at} ${timeZone}`;
}

function lookOf(status: StatusReply, failing: number): Trust['look'] {
  if (failing > 0) return 'bad';
  const isWhole = status.completeTo !== null && status.gaps.length === 0;
  return isWhole && (status.logCoverage ?? 1) >= COVERAGE_OK_MIN ? 'ok' : 'warn';
}

/** How far the first reading has come; null when no source reads old logs. */
export function backfillOf({ sources }: StatusReply): {
  readonly share: number;
  readonly text: string;
} | null {
  const busy = sources.filter((source) => source.state === 'backfilling');
  if (busy.length === 0) return null;
  const done = busy.reduce((sum, source) => sum + source.progressDone, 0);
  const total = busy.reduce((sum, source) => sum + source.progressTotal, 0);
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const what = busy.length === 1 ? (busy[0]?.id ?? '') : `${busy.length} sources`;
  return { share, text: `Reading logs: ${Math.floor(share * 100)}\u00a0% of ${what}` };
}

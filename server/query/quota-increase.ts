/** The text of a request for a higher quota, with the figures that AWS asks for. */
import type { QuotaKind } from '../../shared/quota-kinds.ts';
import type { QuotaIncrease, QuotaRow } from '../../shared/quotas.ts';
import { MINUTE_MS } from '../../shared/window.ts';

/** What the calls of a quota did on the whole. */
export interface QuotaTotals {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly quotaTokens: number;
  readonly minutes: number;
  /** In the busiest minutes, each its own. */
  readonly peakRequests: number | null;
  readonly peakQuotaTokens: number | null;
}

/** Above this share of a quota a busy minute may be throttled. */
const COMFORT = 0.8;
const WEEKS_AHEAD = 13;
const UNIT: Record<QuotaKind, string> = {
  requestsPerMinute: 'requests per minute',
  tokensPerMinute: 'tokens per minute',
  tokensPerDay: 'tokens per day',
};

type Known = Omit<QuotaRow, 'increase'>;

/**
 * Works out what to ask for: the peak at 80 % of the quota, after a quarter of growth as it was.
 *
 * @returns null while no quota is known; a null `asked` when the use does not call for more.
 */
export function quotaIncrease(
  row: Known,
  totals: QuotaTotals,
  window: { readonly from: string; readonly to: string },
): QuotaIncrease | null {
  const { quota, peak } = row;
  if (!quota || !peak) return null;
  const needed = neededValue(row, quota.value, peak.value);
  const asked = needed > quota.value ? roundUp(needed) : null;
  return { asked, text: textOf({ row, quota, peak, totals, window, asked }) };
}

/** Where calls were refused, the use would have been at least the quota. */
function neededValue(row: Known, quota: number, peak: number): number {
  const isFull = row.throttles > 0 && peak >= COMFORT * quota;
  const base = isFull ? Math.max(peak, quota) : peak;
  const growth = row.trend.kind === 'growing' ? row.trend.perWeek * WEEKS_AHEAD : 0;
  return (base * (1 + growth)) / COMFORT;
}

/** Up to two digits: nobody asks for 1,283,417. */
function roundUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit) * unit;
}

interface Parts {
  readonly row: Known;
  readonly quota: NonNullable<Known['quota']>;
  readonly peak: NonNullable<Known['peak']>;
  readonly totals: QuotaTotals;
  readonly window: { readonly from: string; readonly to: string };
  readonly asked: number | null;
}

function textOf(parts: Parts): string {
  const { row, quota, peak, totals, window, asked } = parts;
  const unit = UNIT[row.kind];
  const span = `${window.from} to ${window.to}`;
  return [
    `Quota: ${quota.name}${quota.code === null ? '' : ` (${quota.code})`}`,
    `Account: ${row.account}`,
    `Region: ${row.region}`,
    `Model: ${row.model} (${ROUTING_WORDS[row.routing]})`,
    `Current value: ${figure(quota.value)} ${unit}`,
    asked === null
      ? 'Requested value: none; the use does not call for more.'
      : `Requested value: ${figure(asked)} ${unit}`,
    '',
    `Use from ${span}:`,
    `- Peak: ${figure(peak.value)} ${unit} at ${peak.at}, ${percent(row.usedShare)} of the quota.`,
    ...peaks(totals),
    averages(totals),
    ...perRequest(totals, row),
    `- Throttled calls: ${figure(row.throttles)} of ${figure(row.invocations)}, retries included.`,
    `- Trend: ${trendWords(row)}`,
    ...(asked === null ? [] : ['', `Reason: ${reasonOf(row)}`]),
  ].join('\n');
}

const ROUTING_WORDS: Record<Known['routing'], string> = {
  regional: 'on demand in the Region',
  geo: 'cross-Region inference profile of a geography',
  global: 'global cross-Region inference profile',
};

function peaks({ peakRequests, peakQuotaTokens }: QuotaTotals): readonly string[] {
  if (peakRequests === null || peakQuotaTokens === null) return [];
  const both = `${figure(peakRequests)} requests and ${figure(peakQuotaTokens)} quota tokens`;
  return [`- Busiest minutes: ${both} per minute.`];
}

function averages({ requests, quotaTokens, minutes }: QuotaTotals): string {
  const [calls, tokens] = [figure(requests / minutes), figure(quotaTokens / minutes)];
  return `- Average: ${calls} requests and ${tokens} quota tokens per minute over the whole time.`;
}

function perRequest(totals: QuotaTotals, { burnDown }: Known): readonly string[] {
  const { requests, inputTokens, outputTokens } = totals;
  if (requests === 0) return [];
  const [input, output] = [figure(inputTokens / requests), figure(outputTokens / requests)];
  const means = `${input} input and ${output} output`;
  const doubt = burnDown.isAssumed ? ' (assumed)' : '';
  const rate = `one output token counted ${burnDown.rate} times${doubt}`;
  return [`- Average tokens per request: ${means}; ${rate}.`];
}

function trendWords({ trend }: Known): string {
  if (trend.kind === 'notEnoughHistory') return `${trend.weeks} whole weeks are too few to tell.`;
  const over = `over ${trend.weeks} weeks`;
  if (trend.kind === 'notGrowing') return `not growing ${over}.`;
  return `growing by ${percent(trend.perWeek)} a week ${over}.`;
}

function reasonOf(row: Known): string {
  const { trend, throttles } = row;
  const refused = throttles > 0 ? 'Calls are refused at the current value. ' : '';
  const room = `The requested value keeps the peak at ${percent(COMFORT)} of the quota`;
  const when = trend.kind === 'growing' ? ` after ${WEEKS_AHEAD} more weeks of this growth` : '';
  return `${refused}${room}${when}.`;
}

/** Whole where it is large, so that no machine's locale changes the text. */
function figure(value: number): string {
  const rounded = value >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
  const [whole = '', part] = String(rounded).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

function percent(share: number | null): string {
  return share === null ? 'an unknown share' : `${figure(share * 100)} %`;
}

/** Minutes of a window, for averages. */
export function minutesOf(startMs: number, endMs: number): number {
  return Math.max(1, (endMs - startMs) / MINUTE_MS);
}

/** Use against quotas as API, command line and page tell it. */
import type { Filter } from '../../shared/filter.ts';
import { QUOTA_KINDS, type QuotaKind } from '../../shared/quota-kinds.ts';
import type { QuotaRow, QuotasReply, QuotaValue } from '../../shared/quotas.ts';
import { DAY_MS, isoTime, MINUTE_MS, type Window } from '../../shared/window.ts';
import { burnDownOf } from '../meter/burn-down.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { QuotaLook } from '../store/quota-ledger.ts';
import { appliedQuotas, quotaAt, type AppliedQuota, type AppliedQuotas } from './applied-quotas.ts';
import type { Peak } from './minute-peaks.ts';
import { minutesOf, quotaIncrease } from './quota-increase.ts';
import { quotaTrend } from './quota-trend.ts';
import { filterOf, quotaUse, SCOPE_DIMENSIONS, type ScopeUse } from './quota-use.ts';
import { runQuery, type QueryStore } from './run-query.ts';
import type { UnmatchedQuota } from './applied-quotas.ts';

export interface QuotasQuestion {
  readonly filter: Filter;
  readonly window: Window;
  /** Peaks are sought from here on, within the window. */
  readonly peaksFromMs: number;
  readonly dataFromMs: number;
  readonly completeToMs: number;
}

/** Who used a quota is asked for the most used ones only. */
const ROWS_WITH_TENANTS_MAX = 100;
const KNOWN = new Set<string>([...SCOPE_DIMENSIONS, 'provider']);

/** @throws TooMuchToReadError | QueryError */
export function quotasReply(
  asked: QuotasQuestion,
  store: QueryStore,
  book: PriceBook,
): QuotasReply {
  const terms = asked.filter.terms.filter(({ dimension }) => KNOWN.has(dimension));
  const applied = appliedQuotas(store.quotas.versions());
  const uses = quotaUse({ ...asked, filter: { terms } }, store, book);
  const found = uses.flatMap((use) => rowsOf(use, applied)).sort(byUse);
  const span = { from: isoTime(asked.window.startMs), to: isoTime(asked.window.endMs) };
  const rows = found.map((one, index): QuotaRow => {
    const isShown = index < ROWS_WITH_TENANTS_MAX;
    const row = { ...one.row, tenants: isShown ? tenantsOf(one, store, book) : [] };
    return { ...row, increase: quotaIncrease(row, totalsOf(one.use, asked.window), span) };
  });
  const used = new Set(rows.map((row) => `${row.account} ${row.region} ${row.quota?.name}`));
  const unused = applied.quotas.filter((one) => {
    return (
      one.values.at(-1)?.toMs === null && !used.has(`${one.account} ${one.region} ${one.name}`)
    );
  });
  return {
    ...span,
    peaksFrom: isoTime(asked.peaksFromMs),
    rows,
    unusedQuotas: unused.length,
    unmatched: applied.unmatched.flatMap(toUnmatched),
    looks: store.quotas.looks().map(toLook),
    ignored: asked.filter.terms.flatMap(({ dimension }) =>
      KNOWN.has(dimension) ? [] : [dimension],
    ),
  };
}

interface Found {
  readonly use: ScopeUse;
  readonly kind: QuotaKind;
  readonly peak: Peak | null;
  readonly row: Omit<QuotaRow, 'tenants' | 'increase'>;
}

/** A row for each known quota; where none is known, one of tokens that says so. */
function rowsOf(use: ScopeUse, { find }: AppliedQuotas): readonly Found[] {
  const known = QUOTA_KINDS.flatMap((kind) => {
    const quota = find(use.scope, kind);
    return quota && quotaAt(quota, Infinity) !== null ? [rowOf(use, kind, quota)] : [];
  });
  return known.length > 0 ? known : [rowOf(use, 'tokensPerMinute', null)];
}

function rowOf(use: ScopeUse, kind: QuotaKind, quota: AppliedQuota | null): Found {
  const peak = peakOf(use, kind);
  const { invocations, throttles, clientErrors, serverErrors } = use;
  const row = {
    ...use.scope,
    kind,
    ...sharesOf(quota, peak),
    peak: peak && { value: peak.value, at: isoTime(peak.atMs) },
    burnDown: burnDownOf(use.scope.model, peak?.atMs ?? Infinity),
    invocations,
    throttles,
    clientErrors,
    serverErrors,
    trend: trendOf(use, kind, { quota, peak }),
  };
  return { use, kind, peak, row };
}

/** The peak against the quota as it was then, and what is left of that of now. */
function sharesOf(
  quota: AppliedQuota | null,
  peak: Peak | null,
): Pick<QuotaRow, 'quota' | 'usedShare' | 'headroom'> {
  const now = quota && quotaAt(quota, Infinity);
  if (!quota || now === null) return { quota: null, usedShare: null, headroom: null };
  const then = peak && quotaAt(quota, peak.atMs);
  return {
    quota: valueOf(quota, now),
    usedShare: peak && then ? peak.value / then : null,
    headroom: peak && now - peak.value,
  };
}

function trendOf(
  { weeks }: ScopeUse,
  kind: QuotaKind,
  { quota, peak }: { readonly quota: AppliedQuota | null; readonly peak: Peak | null },
): QuotaRow['trend'] {
  const sums = kind === 'requestsPerMinute' ? weeks.requests : weeks.quotaTokens;
  const now = quota && quotaAt(quota, Infinity);
  return quotaTrend(sums, peak && now ? { peak: peak.value, quota: now } : null);
}

function peakOf(use: ScopeUse, kind: QuotaKind): Peak | null {
  if (kind === 'tokensPerDay') return use.peakDay;
  if (!use.peak) return null;
  return kind === 'requestsPerMinute' ? use.peak.requests : use.peak.quotaTokens;
}

function valueOf(quota: AppliedQuota, value: number): QuotaValue {
  const { origin, code, name, isAdjustable, values } = quota;
  const since = isoTime(values.at(-1)?.fromMs ?? 0);
  return { value, code: origin === 'config' ? null : code, name, origin, isAdjustable, since };
}

/** Who took part in the peak. */
function tenantsOf(
  { use, kind, peak }: Found,
  store: QueryStore,
  book: PriceBook,
): QuotaRow['tenants'] {
  if (!peak || peak.value === 0) return [];
  const lengthMs = kind === 'tokensPerDay' ? DAY_MS : MINUTE_MS;
  const metric = kind === 'requestsPerMinute' ? 'peakRequestsPerMinute' : 'quotaTokens';
  const { rows } = runQuery(
    {
      metrics: [metric],
      filter: filterOf(use.scope),
      groupBy: ['tenant'],
      window: { startMs: peak.atMs, endMs: peak.atMs + lengthMs },
      step: 'all',
      timeZone: 'UTC',
    },
    store,
    book,
  );
  const parts = rows.map(({ group: [tenant = ''], values }) => {
    return { tenant, used: Number(values.get(metric) ?? 0) };
  });
  const all = parts.reduce((sum, { used }) => sum + used, 0);
  return parts.flatMap((part) => (part.used > 0 ? [{ ...part, share: part.used / all }] : []));
}

function totalsOf(use: ScopeUse, { startMs, endMs }: Window) {
  const { requests, inputTokens, outputTokens, quotaTokens, peak } = use;
  const minutes = minutesOf(startMs, endMs);
  const peaks = {
    peakRequests: peak?.requests.value ?? null,
    peakQuotaTokens: peak?.quotaTokens.value ?? null,
  };
  return { requests, inputTokens, outputTokens, quotaTokens, minutes, ...peaks };
}

/** The most used first; what has no known quota last, by its peak. */
function byUse({ row: a }: Found, { row: b }: Found): number {
  const byShare = (b.usedShare ?? -1) - (a.usedShare ?? -1);
  return byShare || (b.peak?.value ?? 0) - (a.peak?.value ?? 0);
}

function toUnmatched(quota: UnmatchedQuota): QuotasReply['unmatched'] {
  const { account, region, code, name, value, reason } = quota;
  return reason === 'notInference' ? [] : [{ account, region, code, name, value, reason }];
}

function toLook({ atMs, ...look }: QuotaLook): QuotasReply['looks'][number] {
  return { ...look, at: isoTime(atMs) };
}

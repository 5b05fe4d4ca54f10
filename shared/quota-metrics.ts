/** Metrics of how near calls come to the quotas of AWS, which hold by the minute. */
import { LOGS, type Metric } from './metric.ts';

const MINUTE = 'a minute that the edge of a step cuts counts for what lies inside';

export const QUOTA_METRICS = {
  quotaTokens: {
    label: 'Quota tokens',
    unit: 'tokens',
    formula: { kind: 'quotaTokens' },
    sources: LOGS,
    help: 'Fresh input, cache writes and output times its burn-down rate: what token quotas count.',
  },
  peakRequestsPerMinute: {
    label: 'Peak requests per minute',
    unit: 'count',
    formula: { kind: 'minutePeak', of: 'requests' },
    sources: LOGS,
    help: `Most calls, throttles apart, in one minute of a step; ${MINUTE}.`,
  },
  peakQuotaTokensPerMinute: {
    label: 'Peak quota tokens per minute',
    unit: 'tokens',
    formula: { kind: 'minutePeak', of: 'quotaTokens' },
    sources: LOGS,
    help: `Most quota tokens in one minute of a step; ${MINUTE}.`,
  },
  quotaUsedShare: {
    label: 'Used share of quotas',
    unit: 'ratio',
    formula: { kind: 'minutePeak', of: 'quotaShare' },
    sources: LOGS,
    help: 'Greatest share of a known quota by the minute that was used in one minute of a step.',
  },
} as const satisfies Record<string, Metric>;

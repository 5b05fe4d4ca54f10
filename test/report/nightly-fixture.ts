/** One made-up day, whose parts add up, for the tests of the nightly report. */
import type {
  DayFigures,
  NightlyHour,
  NightlyReportData,
  NightlyRow,
  NightlySection,
} from '../../server/report/nightly-data.ts';
import { parseAttoUsd } from '../../shared/money.ts';

/** Atto-dollars of a decimal that the test wrote. */
export function usd(decimal: string): bigint {
  const attoUsd = parseAttoUsd(decimal);
  if (attoUsd === null) throw new Error(`not a decimal: ${decimal}`);
  return attoUsd;
}

export const NOTHING: DayFigures = {
  costAttoUsd: 0n,
  contractedCostAttoUsd: 0n,
  inexactCostAttoUsd: 0n,
  invocations: 0,
  errors: 0,
  throttles: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  images: 0,
  videoMs: 0,
  latencyP50Ms: null,
  latencyP99Ms: null,
  unpricedInvocations: 0,
};

export function row(
  name: string,
  cost: string,
  more: Partial<DayFigures> & { readonly before?: string | null } = {},
): NightlyRow {
  const { before = null, ...figures } = more;
  return {
    name,
    figures: {
      ...NOTHING,
      costAttoUsd: usd(cost),
      contractedCostAttoUsd: usd(cost),
      ...figures,
    },
    previousCostAttoUsd: before === null ? null : usd(before),
  };
}

/** The sum of rows, with percentiles of its own, as the query engine would give it. */
export function totalOf(rows: readonly NightlyRow[]): DayFigures {
  const sum = (of: (figures: DayFigures) => number): number =>
    rows.reduce((before, { figures }) => before + of(figures), 0);
  return {
    costAttoUsd: rows.reduce((before, { figures }) => before + figures.costAttoUsd, 0n),
    contractedCostAttoUsd: rows.reduce((so, { figures }) => so + figures.contractedCostAttoUsd, 0n),
    inexactCostAttoUsd: rows.reduce((so, { figures }) => so + figures.inexactCostAttoUsd, 0n),
    invocations: sum((figures) => figures.invocations),
    errors: sum((figures) => figures.errors),
    throttles: sum((figures) => figures.throttles),
    inputTokens: sum((figures) => figures.inputTokens),
    outputTokens: sum((figures) => figures.outputTokens),
    cacheReadTokens: sum((figures) => figures.cacheReadTokens),
    cacheWriteTokens: sum((figures) => figures.cacheWriteTokens),
    images: sum((figures) => figures.images),
    videoMs: sum((figures) => figures.videoMs),
    latencyP50Ms: 1180,
    latencyP99Ms: 8412,
    unpricedInvocations: sum((figures) => figures.unpricedInvocations),
  };
}

const TENANTS: readonly NightlyRow[] = [
  row('globex', '21.403300125', {
    before: '17.29',
    invocations: 9120,
    errors: 12,
    throttles: 204,
    inputTokens: 3_120_400,
    outputTokens: 801_200,
    cacheReadTokens: 9_400_000,
    cacheWriteTokens: 210_000,
    latencyP50Ms: 1310,
    latencyP99Ms: 11_240,
  }),
  row('acme', '15.118804', {
    before: '14.02',
    invocations: 15_240,
    errors: 31,
    throttles: 3,
    inputTokens: 6_020_111,
    outputTokens: 610_233,
    latencyP50Ms: 940,
    latencyP99Ms: 4210,
  }),
  row('initech', '7.2250049', {
    before: '7.61',
    invocations: 2004,
    errors: 2,
    inputTokens: 410_900,
    outputTokens: 92_000,
    images: 88,
    videoMs: 12_500,
    latencyP50Ms: 2210,
    latencyP99Ms: 9004,
  }),
  row('Unattributed', '3.9000009', {
    before: '3.95',
    invocations: 700,
    inputTokens: 190_000,
    outputTokens: 40_010,
    latencyP50Ms: 1010,
    latencyP99Ms: 3900,
  }),
  row('umbrella', '0.4759', {
    before: '0',
    invocations: 90,
    inputTokens: 40_000,
    outputTokens: 9000,
    latencyP50Ms: 870,
    latencyP99Ms: 2100,
  }),
  row('hooli', '0.0021', {
    before: '0.0022',
    invocations: 4,
    inputTokens: 900,
    outputTokens: 20,
    latencyP50Ms: 310,
    latencyP99Ms: 480,
  }),
];

const TOTAL = totalOf(TENANTS);

/** Cuts the total into named parts of so many hundredths; the last takes what is left. */
function cut(names: readonly (readonly [name: string, percent: number])[]): readonly NightlyRow[] {
  const share = (value: number, percent: number): number => Math.floor((value * percent) / 100);
  return names.map(([name, percent]) => ({
    name,
    figures: {
      ...NOTHING,
      costAttoUsd: (TOTAL.costAttoUsd * BigInt(percent)) / 100n,
      contractedCostAttoUsd: (TOTAL.contractedCostAttoUsd * BigInt(percent)) / 100n,
      invocations: share(TOTAL.invocations, percent),
      inputTokens: share(TOTAL.inputTokens, percent),
      outputTokens: share(TOTAL.outputTokens, percent),
      errors: share(TOTAL.errors, percent),
      throttles: share(TOTAL.throttles, percent),
      latencyP50Ms: 1000,
      latencyP99Ms: 5000 + percent,
    },
    previousCostAttoUsd: (usd('42.8722') * BigInt(percent)) / 100n,
  }));
}

const SECTIONS: readonly NightlySection[] = [
  { dimension: 'tenant', label: 'Tenant', rows: TENANTS },
  {
    dimension: 'model',
    label: 'Model',
    rows: cut([
      ['anthropic.claude-sonnet-4-5-20250929', 61],
      ['anthropic.claude-haiku-4-5-20251001', 22],
      ['amazon.nova-pro', 11],
      ['amazon.titan-embed-text-v2', 2],
    ]),
  },
  {
    dimension: 'tag.feature',
    label: 'Tag feature',
    rows: cut([
      ['chat', 48],
      ['(none)', 20],
      ['summaries', 32],
    ]),
  },
];

const SPEND_PERCENT = [1, 1, 1, 1, 1, 2, 3, 4, 6, 8, 8, 7, 6, 7, 9, 8, 7, 6, 4, 3, 2, 2, 2, 1];

const HOURS: readonly NightlyHour[] = SPEND_PERCENT.map((percent, hour) => ({
  start: `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`,
  costAttoUsd: (TOTAL.costAttoUsd * BigInt(percent)) / 100n,
  invocations: Math.floor((TOTAL.invocations * percent) / 100),
  throttles: hour === 14 ? 160 : hour === 15 ? 47 : 0,
  errors: hour % 3 === 0 ? 5 : 0,
  latencyP99Ms: 4000 + percent * 500,
  unpricedInvocations: 0,
}));

/** A whole and settled day, but for what nobody attributed. */
export const DAY: NightlyReportData = {
  date: '2026-11-20',
  filter: '',
  timeZone: 'UTC',
  generatedFrom: {
    priceBookVersion: '2026-11-01.3',
    rulesVersion: 'r41',
    completeTo: '2026-11-21T00:12:00Z',
  },
  total: TOTAL,
  previousDay: { ...TOTAL, costAttoUsd: usd('42.8722'), invocations: 25_400 },
  sameWeekdayBefore: { ...TOTAL, costAttoUsd: usd('51.2'), invocations: 28_100 },
  revision: null,
  monthForecastAttoUsd: null,
  budgets: [],
  movers: null,
  monthToDate: { costAttoUsd: usd('902.4417'), invocations: 512_094 },
  sections: SECTIONS,
  hourly: HOURS,
  cache: {
    total: {
      hitRatio: null,
      savedAttoUsd: 0n,
      writeExtraAttoUsd: 0n,
      netAttoUsd: 0n,
      unpricedTokens: 0,
    },
    models: [],
  },
  unpriced: [],
  unattributed: { costAttoUsd: usd('3.9000009'), invocations: 700 },
  quarantined: 0,
  gaps: [],
  usage: [],
  anomalies: [],
  alarms: [],
};

/** The same day while all that can be missing is missing. */
export const TROUBLED_DAY: NightlyReportData = {
  ...DAY,
  timeZone: 'Europe/Berlin',
  filter: '',
  generatedFrom: { ...DAY.generatedFrom, completeTo: '2026-11-20T18:40:00Z' },
  hourly: HOURS.slice(0, 19).map((hour) => ({
    ...hour,
    start: new Date(Date.parse(hour.start) - 3_600_000).toISOString(),
  })),
  total: { ...TOTAL, unpricedInvocations: 15 },
  unpriced: [
    { model: 'meta.llama4-maverick-17b-instruct', invocations: 12 },
    { model: 'stability.sd3-5-large', invocations: 3 },
  ],
  quarantined: 3,
  gaps: [
    {
      account: '123456789012',
      region: 'eu-central-1',
      from: '2026-11-20T10:00:00Z',
      to: '2026-11-20T12:00:00Z',
      missingInvocations: 420,
    },
  ],
  usage: [],
  anomalies: [],
  alarms: [
    {
      at: '2026-11-20T14:06:00Z',
      name: 'Throttles per tenant',
      group: { tenant: 'globex' },
      from: 'OK',
      to: 'ALARM',
      reason: '3 of 3 periods above 20 throttles in 5 minutes; last 41.',
    },
    {
      at: '2026-11-20T15:51:00Z',
      name: 'Throttles per tenant',
      group: { tenant: 'globex' },
      from: 'ALARM',
      to: 'OK',
      reason: '0 of 3 periods above 20 throttles in 5 minutes; last 0.',
    },
  ],
};

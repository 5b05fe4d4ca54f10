/** Usage types and rows for the tests of prices: a usual one, and what differs from it. */
import type { UsageType } from '../../server/meter/usage.ts';
import { BOOK_START_MS } from '../../server/price/price-book.ts';
import { parseRate, type PricedPer, type PriceRow } from '../../server/price/price-row.ts';
import { parseDetail } from '../../server/price/usage-class.ts';

export const SONNET = 'anthropic.claude-sonnet-4-5-20250929';
export const OCTOBER_MS = Date.UTC(2026, 9, 1);

const USUAL: UsageType = {
  model: SONNET,
  region: 'us-east-1',
  dimension: 'input_tokens',
  api: 'runtime',
  routing: 'regional',
  tier: 'standard',
  latency: 'standard',
  context: 'standard',
  variant: 'base',
  cacheTtl: null,
  detail: '',
};

/** Input tokens of Claude Sonnet 4.5, called in us-east-1, but for what is given. */
export function usage(different: Partial<UsageType> = {}): UsageType {
  return { ...USUAL, ...different };
}

type RowPart = Partial<Omit<PriceRow, 'match' | 'per'>> & {
  readonly usd: string;
  readonly per?: PricedPer;
  readonly detail?: string;
};

/** A row that fits the usual usage at the price, but for what is given. */
export function row({ detail = '', per = 1_000_000, ...different }: RowPart): PriceRow {
  const dimension = different.dimension ?? 'input_tokens';
  const { cacheTtl: _unused, detail: _detail, ...axes } = USUAL;
  return {
    ...axes,
    id: `${different.usd}/${different.effectiveFromMs ?? ''}/${different.region ?? ''}`,
    source: { key: 'test', label: 'A list made for tests', date: '2026-01-01' },
    api: 'any',
    cacheTtl: null,
    match: parseDetail(detail),
    per,
    picoUsdPerMillion: parseRate(different.usd, per, dimension) ?? -1n,
    effectiveFromMs: BOOK_START_MS,
    effectiveToMs: null,
    note: '',
    ...different,
  };
}

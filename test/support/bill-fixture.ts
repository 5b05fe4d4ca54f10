/** Two days of calls and the bill of them, in every form that AWS exports, with known faults. */
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createPriceBook } from '../../server/price/price-book.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS } from '../../shared/window.ts';
import { row } from '../price/usage-samples.ts';
import { call, storeOf } from '../query/ask.ts';
import { INPUT_TYPE } from './metered.ts';

const SONNET = 'anthropic.claude-sonnet-4-6';
const NOVA = 'amazon.nova-micro';
const OUT = { dimension: 'output_tokens' } as const;
const READ = { dimension: 'cache_read_tokens' } as const;
const WRITE = { dimension: 'cache_write_tokens', cacheTtl: '1h' } as const;

/** The cache read of Sonnet is 0.4 on the bill. */
export const BILL_BOOK = createPriceBook([
  row({ usd: '3', model: SONNET }),
  row({ usd: '15', model: SONNET, ...OUT }),
  row({ usd: '0.3', model: SONNET, ...READ }),
  row({ usd: '6', model: SONNET, ...WRITE }),
  row({ usd: '1', model: NOVA }),
  row({ usd: '10', model: NOVA, ...OUT }),
]);

/** Calls of 1 and 2 November: acme and globex use Sonnet, initech Nova Micro. */
export function calledStore(): Store {
  const line = (model: string, quantity: number, more = {}) => ({
    type: { ...INPUT_TYPE, model, ...more },
    quantity,
  });
  const sonnet = (part: number) => [
    line(SONNET, part * 1_000_000),
    line(SONNET, part * 500_000, OUT),
    line(SONNET, part * 3_000_000, READ),
    line(SONNET, part * 100_000, WRITE),
  ];
  return storeOf([
    call(1, 0, { model: SONNET, attribution: { tenant: 'acme' }, usage: sonnet(1) }),
    call(2, 1_000, { model: SONNET, attribution: { tenant: 'globex' }, usage: sonnet(2) }),
    call(3, 2_000, {
      attribution: { tenant: 'initech' },
      usage: [line(NOVA, 5_000_000), line(NOVA, 700_000, OUT)],
    }),
    call(4, DAY_MS, { attribution: { tenant: 'initech' }, usage: [line(NOVA, 1_000_000)] }),
    call(5, 2 * DAY_MS, { attribution: { tenant: 'initech' }, usage: [line(NOVA, 1_000)] }),
  ]);
}

interface BilledRow {
  readonly day?: string;
  readonly usage: string;
  readonly amount: string;
  readonly cost: string;
  readonly list?: string;
  readonly type?: string;
  readonly service?: 'claude' | 'nova' | 's3';
}

const CLAUDE = { service: 'claude', unit: 'Units' } as const;

/** Claude in both spellings and as Marketplace units, the cache, credits, and one wrong price. */
export const BILLED: readonly BilledRow[] = [
  { ...CLAUDE, usage: 'USE1-MP:USE1_InputTokenCount-Units', amount: '2', cost: '6' },
  { usage: 'USE1-Claude4.6Sonnet-input-tokens', amount: '1000', cost: '2.9999999999999996' },
  { ...CLAUDE, usage: 'USE1-MP:USE1_OutputTokenCount-Units', amount: '1.4', cost: '21' },
  { ...CLAUDE, usage: 'USE1-MP:USE1_CacheReadInputTokenCount-Units', amount: '9', cost: '3.6' },
  {
    ...CLAUDE,
    usage: 'USE1-MP:USE1_CacheWrite1hInputTokenCount-Units',
    amount: '0.3',
    cost: '1.8',
  },
  { usage: 'USE1-NovaMicro-input-tokens', amount: '5000', cost: '4', list: '5' },
  { usage: 'USE1-NovaMicro-output-tokens', amount: '700', cost: '5.6', list: '7' },
  { usage: 'USE1-NovaLite-input-tokens', amount: '10', cost: '0.0006' },
  { usage: 'USE1-NovaMicro-input-tokens', type: 'Credit', amount: '0', cost: '-1.25' },
  { usage: 'USE1-NovaMicro-input-tokens', type: 'Tax', amount: '0', cost: '0.5' },
  { usage: 'TimedStorage-ByteHrs', service: 's3', amount: '1', cost: '99' },
  { day: '2026-11-02', usage: 'USE1-NovaMicro-input-tokens', amount: '1000', cost: '1' },
  { day: '2026-11-03', usage: 'TimedStorage-ByteHrs', service: 's3', amount: '1', cost: '99' },
];

const PRODUCT = {
  claude: 'Claude Sonnet 4.6 (Amazon Bedrock Edition)',
  nova: 'Amazon Bedrock',
  s3: 'Amazon Simple Storage Service',
} as const;

type Cells = ReadonlyMap<string, string>;

/** Rows of a Cost and Usage Report 2.0. */
export function curCells(rows: readonly BilledRow[] = BILLED): readonly Cells[] {
  return rows.map(({ day = '2026-11-01', type = 'Usage', service = 'nova', ...one }) => {
    return new Map([
      ['line_item_usage_start_date', `${day}T05:00:00.000Z`],
      ['line_item_usage_account_id', '111122223333'],
      ['product_region_code', 'us-east-1'],
      ['line_item_line_item_type', type],
      ['line_item_usage_type', one.usage],
      ['product', JSON.stringify({ product_name: PRODUCT[service] })],
      ['line_item_product_code', service === 's3' ? 'AmazonS3' : 'AmazonBedrock'],
      ['line_item_usage_amount', one.amount],
      ['pricing_unit', service === 'claude' ? 'Units' : '1K tokens'],
      ['line_item_unblended_cost', one.cost],
      ['pricing_public_on_demand_cost', one.list ?? ''],
      ['bill_payer_account_id', '999900001111'],
    ]);
  });
}

const CATEGORIES = new Map([
  ['Credit', 'Credit'],
  ['Tax', 'Tax'],
]);

/** The same rows as a FOCUS export of AWS has them. */
export function focusCells(rows: readonly BilledRow[] = BILLED): readonly Cells[] {
  return rows.map(({ day = '2026-11-01', type = 'Usage', service = 'nova', ...one }) => {
    return new Map([
      ['ChargePeriodStart', `${day}T05:00:00Z`],
      ['SubAccountId', '111122223333'],
      ['RegionId', 'us-east-1'],
      ['ChargeCategory', CATEGORIES.get(type) ?? 'Usage'],
      ['x_UsageType', one.usage],
      ['ServiceName', PRODUCT[service]],
      ['PricingQuantity', one.amount],
      ['PricingUnit', service === 'claude' ? 'Units' : '1K tokens'],
      ['BilledCost', one.cost],
      ['ListCost', one.list ?? one.cost],
    ]);
  });
}

export function csvOf(rows: readonly Cells[]): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const header = [...(rows[0]?.keys() ?? [])].join(',');
  const lines = rows.map((one) => [...one.values()].map((v) => (v && quoted(v)) || v).join(','));
  return [header, ...lines, ''].join('\n');
}

export function csvGzOf(rows: readonly Cells[]): Buffer {
  return gzipSync(csvOf(rows));
}

const DOUBLES = /amount|cost|Quantity|Cost$/;

/** Amounts and money as doubles, as AWS's own Parquet has them. */
export function parquetOf(rows: readonly Cells[]): Buffer {
  const columnData = [...(rows[0]?.keys() ?? [])].map((name) => {
    const texts = rows.map((one) => one.get(name) ?? '');
    const isDouble = DOUBLES.test(name);
    const numbers = texts.map((text) => (text === '' ? null : Number(text)));
    return isDouble
      ? { name, data: numbers, type: 'DOUBLE' as const, nullable: true }
      : { name, data: texts, type: 'STRING' as const };
  });
  return Buffer.from(parquetWriteBuffer({ columnData }));
}

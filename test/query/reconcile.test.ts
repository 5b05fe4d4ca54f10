/** Every difference between bill and estimate lands in its own class, and the parts add up. */
import { describe, expect, test } from 'vitest';
import { pricedLines } from '../../server/query/priced-lines.ts';
import { BillSums, type BilledUsage, type BillLine } from '../../server/price/bill-line.ts';
import { billFormat, readBillRow } from '../../server/price/read-bill.ts';
import { reconcile } from '../../server/query/reconcile.ts';
import { createPriceBook } from '../../server/price/price-book.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { DAY_MS } from '../../shared/window.ts';
import { call, storeOf } from '../query/ask.ts';
import { row } from '../price/usage-samples.ts';
import { INPUT_TYPE, T0_MS } from '../support/metered.ts';

const SONNET = 'anthropic.claude-sonnet-4-6';
const NOVA = 'amazon.nova-micro';
const OUT = { dimension: 'output_tokens' } as const;
const READ = { dimension: 'cache_read_tokens' } as const;

const BOOK = createPriceBook([
  row({ usd: '3', model: SONNET }),
  row({ usd: '15', model: SONNET, ...OUT }),
  row({ usd: '0.3', model: SONNET, ...READ }),
  row({ usd: '1', model: NOVA }),
  row({ usd: '10', model: NOVA, ...OUT }),
]);

/** Two days of Sonnet, with and without the cache, and of Nova Micro. */
function estimate() {
  const line = (model: string, quantity: number, more = {}) => ({
    type: { ...INPUT_TYPE, model, ...more },
    quantity,
  });
  const store = storeOf([
    call(1, 0, {
      model: SONNET,
      usage: [line(SONNET, 2_000_000), line(SONNET, 1_000_000, OUT), line(SONNET, 9_000_000, READ)],
    }),
    call(2, 0, { model: NOVA, usage: [line(NOVA, 5_000_000), line(NOVA, 700_000, OUT)] }),
    call(3, DAY_MS, { model: NOVA, usage: [line(NOVA, 1_000)] }),
    call(4, 2 * DAY_MS, { model: NOVA, usage: [line(NOVA, 1_000)] }),
  ]);
  const window = { startMs: T0_MS, endMs: T0_MS + 3 * DAY_MS };
  const groupBy = ['account', 'region'] as const;
  const asked = { filter: EMPTY_FILTER, groupBy, window, step: '1d', timeZone: 'UTC' } as const;
  return pricedLines(asked, store, BOOK);
}

interface CurChanges {
  readonly usage: string;
  readonly amount: string;
  readonly cost: string;
  readonly product?: string;
  readonly unit?: string;
  readonly type?: string;
  readonly day?: string;
  readonly list?: string;
}

const CLAUDE = '{"product_name":"Claude Sonnet 4.6 (Amazon Bedrock Edition)"}';

/** One row of a Cost and Usage Report 2.0. */
function cur(changes: CurChanges): BillLine {
  const cells = new Map([
    ['line_item_usage_start_date', `${changes.day ?? '2026-11-01'}T05:00:00.000Z`],
    ['line_item_usage_account_id', '111122223333'],
    ['product_region_code', 'us-east-1'],
    ['line_item_line_item_type', changes.type ?? 'Usage'],
    ['line_item_usage_type', changes.usage],
    ['product', changes.product ?? '{"product_name":"Amazon Bedrock"}'],
    ['line_item_product_code', 'AmazonBedrock'],
    ['line_item_usage_amount', changes.amount],
    ['pricing_unit', changes.unit ?? '1K tokens'],
    ['line_item_unblended_cost', changes.cost],
    ...(changes.list ? ([['pricing_public_on_demand_cost', changes.list]] as const) : []),
  ]);
  const line = readBillRow((column) => cells.get(column) ?? null, 'cur2');
  if (!line.ok) throw new Error(line.problem);
  return line.value;
}

const BILL: readonly BillLine[] = [
  // Marketplace, both spellings of one usage type, whose quantities are parts of one.
  cur({
    usage: 'USE1-MP:USE1_InputTokenCount-Units',
    product: CLAUDE,
    unit: 'Units',
    amount: '1.5',
    cost: '4.5',
  }),
  cur({ usage: 'USE1-Claude4.6Sonnet-input-tokens', amount: '500', cost: '1.4999999999999998' }),
  // Less output than was logged.
  cur({
    usage: 'USE1-MP:USE1_OutputTokenCount-Units',
    product: CLAUDE,
    unit: 'Units',
    amount: '0.9',
    cost: '13.5',
  }),
  // The cache, at a price that the book has wrong.
  cur({
    usage: 'USE1-MP:USE1_CacheReadInputTokenCount-Units',
    product: CLAUDE,
    unit: 'Units',
    amount: '9',
    cost: '3.6',
  }),
  // Nova in E-notation, charged under a contract.
  cur({ usage: 'USE1-NovaMicro-input-tokens', amount: '5.0E3', cost: '4.0E0', list: '5' }),
  // What was never logged, and what nobody can read.
  cur({ usage: 'USE1-NovaLite-input-tokens', amount: '10', cost: '0.0006' }),
  cur({ usage: 'USE1-Something-new', amount: '1', cost: '2' }),
  cur({ usage: 'USE1-NovaMicro-input-tokens', type: 'Credit', amount: '0', cost: '-1.25' }),
  cur({ usage: 'USE1-NovaMicro-input-tokens', type: 'Tax', amount: '0', cost: '0.5' }),
  cur({ usage: 'USE1-NovaMicro-input-tokens', type: 'EdpDiscount', amount: '0', cost: '-0.75' }),
];

function summed(bill: readonly BillLine[]): readonly BilledUsage[] {
  const sums = new BillSums();
  for (const line of bill) sums.add(line);
  return sums.lines;
}

const found = () => reconcile(estimate(), summed(BILL), { isBilled: (day) => day <= '2026-11-02' });

describe('reconcile', () => {
  test('puts each difference into its own class', () => {
    const told = found().rows.map((one) => [one.day, one.model, one.usage, one.state, one.differs]);
    expect(told).toEqual([
      ['2026-11-01', '', 'USE1-Something-new', 'unmatched', 'unread'],
      ['2026-11-01', 'amazon.nova-lite', 'input_tokens', 'unmatched', 'notLogged'],
      ['2026-11-01', NOVA, 'input_tokens', 'reconciled', 'none'],
      ['2026-11-01', NOVA, 'output_tokens', 'estimated', 'notBilled'],
      ['2026-11-01', SONNET, 'cache_read_tokens', 'unmatched', 'rate'],
      ['2026-11-01', SONNET, 'input_tokens', 'reconciled', 'rounding'],
      ['2026-11-01', SONNET, 'output_tokens', 'unmatched', 'quantity'],
      ['2026-11-02', NOVA, 'input_tokens', 'estimated', 'notBilled'],
      ['2026-11-03', NOVA, 'input_tokens', 'pending', 'none'],
    ]);
  });

  test('splits a difference into quantity and rate that sum to it', () => {
    for (const { quantityAttoUsd, rateAttoUsd, billedAttoUsd, estimatedAttoUsd } of found().rows) {
      if (quantityAttoUsd === null || rateAttoUsd === null) continue;
      const difference = (billedAttoUsd ?? 0n) - (estimatedAttoUsd ?? 0n);
      expect(quantityAttoUsd + rateAttoUsd).toBe(difference);
    }
    const of = (usage: string) =>
      found().rows.find((one) => one.model === SONNET && one.usage === usage);
    expect(of('output_tokens')?.quantityAttoUsd).toBe(parseAttoUsd('-1.5'));
    expect(of('output_tokens')?.rateAttoUsd).toBe(0n);
    expect(of('cache_read_tokens')?.rateAttoUsd).toBe(parseAttoUsd('0.9'));
  });

  test('tells what is taken off apart: the contract, discounts, credits, tax', () => {
    const { takenOff, billedListAttoUsd, billedAttoUsd } = found();
    expect(takenOff).toEqual([
      { kind: 'contract', attoUsd: parseAttoUsd('-1') },
      { kind: 'discount', attoUsd: parseAttoUsd('-0.75') },
      { kind: 'credit', attoUsd: parseAttoUsd('-1.25') },
      { kind: 'tax', attoUsd: parseAttoUsd('0.5') },
    ]);
    expect(billedAttoUsd - billedListAttoUsd).toBe(parseAttoUsd('-1'));
  });

  test('finds nothing to say where the bill is the estimate', () => {
    const lines = estimate();
    const bill = lines.map((one): BillLine => {
      const cost = one.quantity * (one.rate?.picoUsdPerMillion ?? 0n);
      const { model, ...usage } = one.type;
      const day = new Date(one.startMs).toISOString().slice(0, 10);
      const place = { day, account: '111122223333', region: 'us-east-1', kind: 'usage' } as const;
      const axes = { ...usage, api: 'any', match: '', cacheTtl: null } as const;
      const money = { quantity: one.quantity, costAttoUsd: cost, listAttoUsd: null };
      return { ...place, usageType: '', model, usage: axes, ...money };
    });
    const { rows } = reconcile(lines, summed(bill), { isBilled: () => true });
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['reconciled']));
  });
});

describe('readBillRow', () => {
  test('leaves the lines of other services, and those without day or cost', () => {
    const cells = new Map([
      ['ChargePeriodStart', '2026-11-01T00:00:00Z'],
      ['ServiceName', 'Amazon Simple Storage Service'],
    ]);
    const read = (column: string) => cells.get(column) ?? null;
    expect(readBillRow(read, 'focus')).toEqual({ ok: false, problem: 'otherService' });
    cells.set('ServiceName', 'Amazon Bedrock');
    expect(readBillRow(read, 'focus')).toEqual({ ok: false, problem: 'noCost' });
    cells.delete('ChargePeriodStart');
    expect(readBillRow(read, 'focus')).toEqual({ ok: false, problem: 'noDay' });
  });

  test('tells exports apart by their columns', () => {
    expect(billFormat(['ChargePeriodStart', 'PricingQuantity'])).toBe('focus');
    expect(billFormat(['line_item_usage_start_date', 'line_item_usage_amount'])).toBe('cur2');
    expect(billFormat(['lineItem/UsageType'])).toBeNull();
  });
});

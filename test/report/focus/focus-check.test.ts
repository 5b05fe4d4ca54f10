/** What we write as FOCUS keeps its rules, and each rule catches the fault it is for. */
import { describe, expect, test } from 'vitest';
import { focusLines } from '../../../server/job/focus-export.ts';
import { checkFocus } from '../../../server/report/focus/focus-check.ts';
import { FOCUS_VERSIONS, type FocusVersion } from '../../../server/report/focus/focus-columns.ts';
import { focusRequired, focusTable } from '../../../server/report/focus/focus-table.ts';
import { readCsv } from '../../../server/report/read-csv.ts';
import { readParquet } from '../../../server/report/read-parquet.ts';
import { tableParquet } from '../../../server/report/table-parquet.ts';
import { tableCsv } from '../../../server/report/table-csv.ts';
import type { Cell } from '../../../server/report/table.ts';
import { DAY_MS } from '../../../shared/window.ts';
import { call, HAND_BOOK, storeOf } from '../../query/ask.ts';
import { capacityHour } from '../../query/capacity-hour.ts';
import { T0_MS } from '../../support/metered.ts';

function table(version: FocusVersion = '1.4', step: '1h' | '1d' = '1h') {
  const hostile = { attribution: { tenant: '=cmd|calc' } };
  const store = storeOf([call(1, 0), call(2, DAY_MS, hostile), call(3, 5, { model: 'acme.x' })]);
  store.replaceCharges({ startMs: T0_MS, endMs: T0_MS + DAY_MS }, capacityHour());
  const window = { startMs: T0_MS, endMs: T0_MS + 3 * DAY_MS };
  const settings = { version, payerAccount: null, tagKeys: ['feature'] };
  return focusTable(focusLines({ window, step, settings }, store, HAND_BOOK), settings);
}

/** The faults of a data set with some cells of its first priced row changed. */
function faultsOf(change: Readonly<Record<string, Cell>>, drop: readonly string[] = []) {
  const { columns, rows } = table();
  const kept = columns.filter(({ name }) => !drop.includes(name));
  const skuAt = columns.findIndex(({ name }) => name === 'SkuPriceId');
  const all = [...rows];
  const priced = all.findIndex((row) => row[skuAt] !== null);
  const cells = all.map((row, at) =>
    kept.map(({ name }) => {
      const value = row[columns.findIndex((one) => one.name === name)] ?? null;
      return at === priced && name in change ? (change[name] ?? null) : value;
    }),
  );
  const names = kept.map(({ name }) => name);
  return checkFocus(names, cells, '1.4').faults.map(({ rule, column }) => `${rule} ${column}`);
}

describe('checkFocus', () => {
  test.each(FOCUS_VERSIONS.flatMap((v) => [[v, '1h'] as const, [v, '1d'] as const]))(
    'finds nothing wrong with what we write as %s by %s',
    (version, step) => {
      const { columns, rows } = table(version, step);
      const names = columns.map(({ name }) => name);
      const verdict = checkFocus(names, rows, version);
      expect(verdict.faults).toEqual([]);
      expect(verdict.rows).toBeGreaterThan(5);
    },
  );

  test('finds nothing wrong with the CSV, whose formulas are defused, nor with the Parquet', async () => {
    const csv = [...tableCsv(table())].join('');
    expect(csv).not.toMatch(/(^|[",])=cmd/m);
    const [header = [], ...rows] = [...readCsv([csv])];
    expect(
      checkFocus(
        header.map((cell) => cell ?? ''),
        rows,
        '1.4',
      ).faults,
    ).toEqual([]);

    const bytes = Buffer.concat([...tableParquet(table(), focusRequired('1.4'))]);
    const parquet = readParquet(new Uint8Array(bytes).buffer);
    const read: (readonly Cell[])[] = [];
    for await (const row of parquet.rows) read.push(row);
    expect(checkFocus(parquet.columns, read, '1.4').faults).toEqual([]);
    expect(read).toEqual([...table().rows]);
  });

  test.each<[string, Record<string, Cell>, string]>([
    ['a cost that is a hair off', { ListCost: '0.000210000000000001' }, 'product ListCost'],
    ['a cost without a price', { ListUnitPrice: null }, 'product ListCost'],
    ['a contracted cost that is off', { ContractedCost: '1' }, 'product ContractedCost'],
    ['a missing cost', { BilledCost: null }, 'nullability BilledCost'],
    ['a cost with separators', { EffectiveCost: '1,000.00' }, 'type EffectiveCost'],
    ['a price below zero', { ListUnitPrice: '-1' }, 'type ListUnitPrice'],
    [
      'a time with an offset',
      { ChargePeriodStart: '2026-11-01T00:00:00+01:00' },
      'type ChargePeriodStart',
    ],
    ['a day that is none', { ChargePeriodEnd: '2026-11-31T00:00:00Z' }, 'type ChargePeriodEnd'],
    [
      'a period that ends before it begins',
      { ChargePeriodEnd: '2026-10-31T00:00:00Z' },
      'period ChargePeriodEnd',
    ],
    [
      'a charge of another month',
      { ChargePeriodStart: '2026-10-31T00:00:00Z' },
      'within ChargePeriodStart',
    ],
    [
      'a billing period from mid-month',
      { BillingPeriodStart: '2026-10-15T00:00:00Z' },
      'month BillingPeriodStart',
    ],
    ['a category that is none', { ChargeCategory: 'usage' }, 'allowed ChargeCategory'],
    ['a class that is none', { ChargeClass: 'correction' }, 'allowed ChargeClass'],
    ['a currency in words', { BillingCurrency: 'dollars' }, 'type BillingCurrency'],
    ['a quantity without its unit', { PricingUnit: null }, 'togetherWith PricingUnit'],
    ['usage without a quantity', { PricingQuantity: null }, 'usageHas PricingQuantity'],
    ['a unit in small letters', { ConsumedUnit: 'tokens' }, 'type ConsumedUnit'],
    ['a unit without its quantity', { ConsumedQuantity: null }, 'usageHas ConsumedQuantity'],
    [
      'a purchase that is consumed',
      { ChargeCategory: 'Purchase' },
      'notPurchased ConsumedQuantity',
    ],
    [
      'a subcategory of another category',
      { ServiceSubcategory: 'Serverless Compute' },
      'subcategory ServiceSubcategory',
    ],
    [
      'a subcategory that is none',
      { ServiceSubcategory: 'Magic' },
      'subcategory ServiceSubcategory',
    ],
    ['tags that are no JSON', { Tags: '{team: a}' }, 'type Tags'],
    ['tags that are nested', { Tags: '{"team":{"a":1}}' }, 'type Tags'],
    [
      'a price detail of nobody',
      { SkuPriceDetails: '{"model":"a"}' },
      'priceDetailKeys SkuPriceDetails',
    ],
    ['a unit price without its id', { SkuPriceId: null }, 'dependsOn ListUnitPrice'],
    ['a price id without its SKU', { SkuId: null }, 'dependsOn SkuPriceId'],
    ['a Region without its name', { RegionName: null }, 'togetherWith RegionName'],
    ['a name of no account', { SubAccountId: null }, 'dependsOn SubAccountName'],
    [
      'an allocation to nobody',
      { AllocatedMethodId: 'm', AllocatedResourceId: null },
      'togetherWith AllocatedResourceId',
    ],
    [
      'an allocation by no method',
      { AllocatedMethodId: null, AllocatedResourceId: 'r' },
      'togetherWith AllocatedMethodId',
    ],
    [
      'an allocation without elements',
      { AllocatedMethodDetails: '{}' },
      'methodDetails AllocatedMethodDetails',
    ],
    ['an empty name', { BillingAccountId: '' }, 'type BillingAccountId'],
  ])('catches %s', (_name, change, fault) => {
    expect(faultsOf(change)).toContain(fault);
  });

  test.each(['BilledCost', 'ChargeClass', 'SkuPriceId', 'AllocatedTags', 'Tags', 'ListUnitPrice'])(
    'misses the column %s',
    (name) => {
      expect(faultsOf({}, [name])).toContain(`presence ${name}`);
    },
  );

  test('refuses a column of nobody, of another version, and one that is there twice', () => {
    const names = ['Colour', 'ProviderName', 'x_colour', 'BilledCost', 'BilledCost'];
    const faults = checkFocus(names, [], '1.4').faults.map(({ rule, column }) => [rule, column]);
    expect(faults).toEqual(
      expect.arrayContaining([
        ['name', 'Colour'],
        ['name', 'ProviderName'],
        ['name', 'x_colour'],
        ['unique', 'BilledCost'],
      ]),
    );
  });

  test('counts the rows of a fault and names the first', () => {
    const names = ['ChargeClass'];
    const rows = [[null], ['no'], ['Correction'], ['no']];
    const fault = checkFocus(names, rows, '1.4').faults.find(({ rule }) => rule === 'allowed');
    expect(fault).toMatchObject({ row: 2, rows: 2 });
  });
});

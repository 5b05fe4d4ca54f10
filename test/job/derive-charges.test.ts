/** Charges that no call carries: from the inventory into every question, and sums that tie out. */
import { describe, expect, test } from 'vitest';
import { deriveCharges } from '../../server/job/derive-charges.ts';
import type { CapacitySettings } from '../../server/meter/capacity.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime } from '../../shared/window.ts';
import { ask, call } from '../query/ask.ts';
import { INPUT_TYPE, INVOCATION, T0_MS, batch } from '../support/metered.ts';
import { inventoryPass, resourceFact } from '../support/resources.ts';

const PLACE = 'arn:aws:bedrock:us-east-1:111122223333';
const UNITS = `${PLACE}:provisioned-model/abc123def456`;
const LLAMA = 'meta.llama3-1-70b-instruct';
const BOOK = bundledPriceBook();
const NO_SETTINGS: CapacitySettings = { share: [], reserved: [], training: [] };
const DAY = { startMs: T0_MS, endMs: T0_MS + DAY_MS };

const provisioned = resourceFact({
  kind: 'provisionedModel',
  arn: UNITS,
  modelArns: [`arn:aws:bedrock:us-east-1::foundation-model/${LLAMA}-v1:0`],
  status: 'InService',
  createdAtMs: T0_MS + 30 * MINUTE_MS,
  units: 2,
});

/** A call through the bought units, that counts so many tokens. */
function through(number: number, afterMs: number, tenant: string, quantity: number) {
  const type = { ...INPUT_TYPE, model: LLAMA, variant: 'provisioned' } as const;
  const modelReference = { ...INVOCATION.modelReference, profile: UNITS };
  return call(number, afterMs, {
    model: LLAMA,
    invocation: { modelReference },
    attribution: { tenant },
    usage: [{ type, quantity }],
  });
}

const CALLS = [
  through(1, 40 * MINUTE_MS, 'acme', 3_000),
  through(2, 41 * MINUTE_MS, 'globex', 1_000),
  through(3, 2 * HOUR_MS, 'globex', 5),
];

/** Units that were bought at 00:30 and gave notice at 03:00: begun at 00:30, 01:30 and 02:30. */
function storeWith(rows: readonly MeteredInvocation[] = CALLS, facts = [provisioned]): Store {
  const store = openSqliteStore({ path: ':memory:', promotedTags: ['feature'] });
  store.ingest(batch(rows));
  store.saveInventory(inventoryPass(facts, T0_MS + HOUR_MS));
  store.saveInventory(inventoryPass([], T0_MS + 3 * HOUR_MS));
  return store;
}

const costs = (store: Store, groupBy: readonly string[], more = {}) => {
  const question = { metrics: ['cost'], groupBy, ...more };
  return ask(store, question, BOOK).rows.map(({ group, values }) => {
    const cost = values.get('cost');
    return [...group, typeof cost === 'bigint' ? formatAttoUsd(cost) : cost];
  });
};

describe('deriveCharges', () => {
  test('ends bought units when EventBridge says so, not when a look misses them', () => {
    const store = storeWith([]);
    store.saveBedrockEvents([
      {
        id: 'e1',
        kind: 'provisionedModel',
        account: '111122223333',
        region: 'us-east-1',
        atMs: T0_MS + 80 * MINUTE_MS,
        arn: 'abc123def456',
        name: '',
        status: 'DeleteProvisionedModelThroughput',
        model: '',
        units: null,
      },
    ]);
    deriveCharges(DAY, { store, settings: NO_SETTINGS });
    // Begun at 00:30 and gone at 01:20: one hour of 2 units, where the look at 03:00 would tell 3.
    expect(costs(store, ['tenant'])).toEqual([['(idle)', '48']]);
  });

  test('shares bought units by tokens, and shows the hour that nobody used as idle', () => {
    const store = storeWith();
    // 00: acme and globex by 3 to 1; 01: nobody; 02: globex alone. An hour of 2 units is 48 USD.
    expect(deriveCharges(DAY, { store, settings: NO_SETTINGS })).toBe(4);
    expect(costs(store, ['tenant'])).toEqual([
      ['globex', '60'],
      ['(idle)', '48'],
      ['acme', '36'],
    ]);
    const metrics = ['cost', 'directCost', 'allocatedCost', 'idleCost', 'chargeCost'];
    const [row] = ask(store, { metrics }, BOOK).rows;
    expect([...(row?.values.values() ?? [])].map((one) => formatAttoUsd(BigInt(one ?? 0)))).toEqual(
      ['144', '0', '96', '48', '144'],
    );
  });

  test.each([
    [
      ['operation'],
      [
        ['ProvisionedThroughput', '144'],
        ['Converse', '0'],
      ],
    ],
    [['profile', 'model'], [[UNITS, LLAMA, '144']]],
    [['account', 'region'], [['111122223333', 'us-east-1', '144']]],
    [['tag.feature'], [['(none)', '144']]],
    [['errorCode'], [['(none)', '144']]],
  ])('answers by %j, and adds up to the whole', (groupBy, expected) => {
    const store = storeWith();
    deriveCharges(DAY, { store, settings: NO_SETTINGS });
    expect(costs(store, groupBy)).toEqual(expected);
  });

  test('counts a charge where its hour begins, so that windows cut anywhere add up', () => {
    const store = storeWith();
    deriveCharges(DAY, { store, settings: NO_SETTINGS });
    const cut = isoTime(T0_MS + HOUR_MS + 7_777);
    expect(costs(store, [], { to: cut })).toEqual([['96']]);
    expect(costs(store, [], { from: cut })).toEqual([['48']]);
    const bySteps = costs(store, [], { step: '15m' }).map(([cost]) => cost);
    expect(bySteps.filter((cost) => cost !== '0')).toEqual(['48', '48', '48']);
  });

  test('changes nothing when it is run again, and follows calls that come late', () => {
    const store = storeWith();
    deriveCharges(DAY, { store, settings: NO_SETTINGS });
    const before = costs(store, ['tenant']);
    expect(deriveCharges(DAY, { store, settings: NO_SETTINGS })).toBe(4);
    expect(costs(store, ['tenant'])).toEqual(before);
    store.ingest(batch([through(9, HOUR_MS + 1, 'initech', 1)]));
    deriveCharges(DAY, { store, settings: NO_SETTINGS });
    expect(costs(store, ['tenant'])).toEqual([
      ['globex', '60'],
      ['initech', '48'],
      ['acme', '36'],
    ]);
  });

  test('is no call in any count, ratio or list', () => {
    const store = storeWith();
    const metrics = ['invocations', 'errorRatio', 'unpricedInvocations', 'acceptedInvocations'];
    const before = ask(store, { metrics }, BOOK);
    deriveCharges(DAY, { store, settings: NO_SETTINGS });
    expect(ask(store, { metrics }, BOOK)).toEqual(before);
    expect(costs(store, [], { filter: 'status=success' })).toEqual([['0']]);
  });

  test('counts what has no rate, and knows no cost of it', () => {
    const unknown = {
      ...provisioned,
      modelArns: ['arn:aws:bedrock:us-east-1::foundation-model/x.y'],
    };
    const store = storeWith([], [unknown]);
    deriveCharges(DAY, { store, settings: NO_SETTINGS });
    const answer = ask(store, { metrics: ['cost', 'unpricedCharges'] }, BOOK);
    expect(answer.rows.map(({ values }) => [...values.values()])).toEqual([[null, 3]]);
    expect(answer).toMatchObject({ unpricedCharges: 3, unpricedInvocations: 0 });
  });

  test('gives all of a resource to the tenant that a rule names', () => {
    const weights = new Map([['initech', 1]]);
    const rule = {
      match: `${PLACE}:*`,
      method: 'fixed',
      weights,
      unitTokensPerMinute: null,
    } as const;
    const store = storeWith();
    deriveCharges(DAY, { store, settings: { ...NO_SETTINGS, share: [rule] } });
    expect(costs(store, ['tenant'])[0]).toEqual(['initech', '144']);
    const [row] = ask(store, { metrics: ['directCost', 'allocatedCost'] }, BOOK).rows;
    expect([...(row?.values.values() ?? [])]).toEqual([144n * 10n ** 18n, 0n]);
  });

  test('bills an imported model by windows with calls, and its storage by the month', () => {
    const arn = `${PLACE}:imported-model/xyz123abc456`;
    const imported = resourceFact({
      kind: 'importedModel',
      arn,
      modelArns: [],
      units: 2,
      createdAtMs: T0_MS,
    });
    const type = { ...INPUT_TYPE, model: arn, variant: 'imported' } as const;
    const modelReference = { ...INVOCATION.modelReference, model: null, profile: arn };
    const rows = [0, 1, 6].map((minute) =>
      call(minute, minute * MINUTE_MS, {
        model: arn,
        invocation: { modelReference },
        usage: [{ type, quantity: 7 }],
      }),
    );
    const store = storeWith(rows, [imported]);
    deriveCharges({ startMs: T0_MS, endMs: T0_MS + HOUR_MS }, { store, settings: NO_SETTINGS });
    const byOperation = ask(store, { metrics: ['unpricedCharges'], groupBy: ['operation'] }, BOOK);
    expect(
      byOperation.rows.map(({ group }) => group[0] ?? '').toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['Converse', 'ImportedModel', 'ModelStorage']);
  });

  test('shares reserved tokens a minute, with what nobody used as idle', () => {
    const model = 'anthropic.claude-sonnet-4-5-20250929';
    const reserved = {
      name: 'sonnet',
      account: '111122223333',
      region: 'us-east-1',
      model,
      routing: 'geo',
      inputKtpm: 1,
      outputKtpm: 0,
      commitment: '1_month',
      fromMs: T0_MS,
      toMs: T0_MS + HOUR_MS,
    } as const;
    const type = { ...INPUT_TYPE, model, tier: 'reserved', routing: 'geo' } as const;
    const row = call(1, 5, {
      model,
      invocation: { serviceTier: 'reserved' },
      usage: [{ type, quantity: 15_000 }],
    });
    const store = storeWith([{ ...row, routing: 'geo' }], []);
    deriveCharges(DAY, { store, settings: { ...NO_SETTINGS, reserved: [reserved] } });
    // 1,000 tokens a minute are 60,000 an hour; a quarter was used of 0.198 USD.
    const filter = 'operation=ReservedCapacity';
    expect(costs(store, ['tenant', 'tier'], { filter })).toEqual([
      ['(idle)', 'reserved', '0.1485'],
      ['acme', 'reserved', '0.0495'],
    ]);
  });
});

/** Capacity and models by the hour, each worked out by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CapacityResource, CapacityVersion } from '../../server/meter/capacity.ts';
import { capacityCharges, type ChargeFacts } from '../../server/meter/capacity-charges.ts';
import { bundledPriceBook } from '../../server/price/bundled-book.ts';
import { costAttoUsd, findRate } from '../../server/price/price-book.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { HOUR_MS, isoTime } from '../../shared/window.ts';

const at = (time: string): number => Date.parse(`2026-11-${time}:00Z`);
const LLAMA = 'meta.llama3-1-70b-instruct';

const VERSION: CapacityVersion = {
  fromMs: at('03T10:40'),
  toMs: null,
  isBilled: true,
  units: 2,
  unitsVersion: null,
  commitment: 'none',
  commitmentEndsAtMs: null,
};

const resource = (
  kind: CapacityResource['kind'],
  versions: readonly Partial<CapacityVersion>[],
  more: Partial<CapacityResource> = {},
): CapacityResource => ({
  kind,
  account: '111122223333',
  region: 'us-east-1',
  arn: `arn:aws:bedrock:us-east-1:111122223333:${kind}/x`,
  model: LLAMA,
  versions: versions.map((one) => ({ ...VERSION, ...one })),
  completedAtMs: null,
  ...more,
});

const NOTHING: ChargeFacts = {
  resources: [],
  reserved: [],
  training: [],
  activeWindows: () => 0,
};

const charged = (facts: Partial<ChargeFacts>, from = '03T00:00', to = '04T00:00') =>
  capacityCharges({ startMs: at(from), endMs: at(to) }, { ...NOTHING, ...facts });

/** Hour, dimension, quantity and class of each charge. */
const told = (...args: Parameters<typeof charged>) =>
  charged(...args).map(({ hourMs, type, quantity }) => {
    return [isoTime(hourMs).slice(8, 16), type.dimension, quantity, type.detail];
  });

const usdOf = (...args: Parameters<typeof charged>): string => {
  const costs = charged(...args).map(({ type, quantity, hourMs }) => {
    const rate = findRate(bundledPriceBook(), type, hourMs);
    return rate ? costAttoUsd(BigInt(quantity), rate) : 0n;
  });
  return formatAttoUsd(costs.reduce((sum, cost) => sum + cost, 0n));
};

describe('provisioned throughput', () => {
  test('is billed for each hour that was begun, where that hour begins', () => {
    const resources = [resource('provisionedModel', [{ toMs: at('03T12:50') }])];
    expect(told({ resources })).toEqual([
      ['03T10:00', 'model_unit_hours', 2_000_000, 'commitment=none'],
      ['03T11:00', 'model_unit_hours', 2_000_000, 'commitment=none'],
      ['03T12:00', 'model_unit_hours', 2_000_000, 'commitment=none'],
    ]);
    expect(usdOf({ resources })).toBe('144'); // 3 hours x 2 units x 24 USD.
  });

  test('ends with its last begun hour when it is deleted on the minute', () => {
    const resources = [resource('provisionedModel', [{ toMs: at('03T12:40') }])];
    expect(told({ resources }).map(([hour]) => hour)).toEqual(['03T10:00', '03T11:00']);
  });

  test('has the price without commitment from the hour after the commitment ends', () => {
    const version = {
      fromMs: at('03T10:00'),
      commitment: '6_month',
      commitmentEndsAtMs: at('03T12:00'),
      toMs: at('03T13:00'),
    } as const;
    const resources = [resource('provisionedModel', [version])];
    expect(told({ resources }).map(([hour, , , detail]) => [hour, detail])).toEqual([
      ['03T10:00', 'commitment=6_month'],
      ['03T11:00', 'commitment=6_month'],
      ['03T12:00', 'commitment=none'],
    ]);
    expect(usdOf({ resources })).toBe('100.32'); // 2 units: 2 x 13.08 + 24 each.
  });

  test('is owed to the end of its commitment though it is gone', () => {
    const version = {
      fromMs: at('03T10:00'),
      commitment: '1_month',
      commitmentEndsAtMs: at('03T13:00'),
      toMs: at('03T11:00'),
    } as const;
    const resources = [resource('provisionedModel', [version])];
    expect(told({ resources })).toHaveLength(3);
  });

  test('follows its units, and is not billed while it is made', () => {
    const resources = [
      resource('provisionedModel', [
        { fromMs: at('03T09:00'), toMs: at('03T10:40'), isBilled: false },
        { fromMs: at('03T10:40'), toMs: at('03T11:30'), units: 1 },
        { fromMs: at('03T11:30'), toMs: at('03T12:00'), units: 3 },
      ]),
    ];
    expect(told({ resources }).map(([hour, , quantity]) => [hour, quantity])).toEqual([
      ['03T10:00', 1_000_000],
      ['03T11:00', 3_000_000],
    ]);
  });

  test('is unmetered and not free where AWS tells no units', () => {
    const resources = [resource('provisionedModel', [{ units: null, toMs: at('03T11:00') }])];
    expect(told({ resources })).toEqual([['03T10:00', 'unmetered_calls', 1, 'commitment=none']]);
  });
});

describe('stored models', () => {
  const november = ['01T00:00', '30T23:00'] as const;

  test('add up to one month over all hours of a month', () => {
    const resources = [resource('customModel', [{ fromMs: 0 }])];
    const charges = charged({ resources }, november[0], november[1]);
    const last = charged({ resources }, '30T23:00', '30T23:01');
    const sum = [...charges, ...last].reduce((before, one) => before + one.quantity, 0);
    expect(sum).toBe(1_000_000);
  });

  test('count each hour in which the model was there, and none after it was deleted', () => {
    const model = { fromMs: at('01T00:30'), toMs: at('02T00:00') };
    const resources = [resource('customModel', [model], { model: 'amazon.nova-pro' })];
    const charges = charged({ resources }, '01T00:00', '03T00:00');
    expect(charges).toHaveLength(24);
    expect(charges.reduce((sum, one) => sum + one.quantity, 0)).toBe(33_333); // 24 / 720.
    expect(usdOf({ resources }, '01T00:00', '03T00:00')).toBe('0.06499935'); // x 1.95 USD.
  });

  test('of an imported model count its custom model units', () => {
    const resources = [resource('importedModel', [{ fromMs: 0, units: 4 }])];
    expect(told({ resources }, '01T00:00', '01T01:00')).toEqual([
      ['01T00:00', 'custom_model_unit_storage_months', 4 * 1_388, ''],
    ]);
  });
});

describe('imported models', () => {
  const resources = [resource('importedModel', [{ fromMs: 0 }])];

  test('are billed five minutes for each window with a call', () => {
    const activeWindows = (_: string, hourMs: number) => (hourMs === at('03T10:00') ? 3 : 0);
    const minutes = told({ resources, activeWindows }).filter(([, dimension]) => {
      return dimension === 'custom_model_unit_minutes';
    });
    // 3 windows x 5 minutes x 2 units.
    expect(minutes).toEqual([['03T10:00', 'custom_model_unit_minutes', 30_000_000, '']]);
  });
});

describe('custom model units', () => {
  test('cost by their version: 3 windows x 5 minutes x 2 units x 0.1433 USD', () => {
    const resources = [resource('importedModel', [{ fromMs: 0, unitsVersion: '2.0' }])];
    const activeWindows = (_: string, hourMs: number) => (hourMs === at('03T10:00') ? 3 : 0);
    const minutes = told({ resources, activeWindows }).filter(([, dimension]) => {
      return dimension === 'custom_model_unit_minutes';
    });
    expect(minutes).toEqual([
      ['03T10:00', 'custom_model_unit_minutes', 30_000_000, 'version=v2.0'],
    ]);
    const stored = usdOf({ resources }, '03T10:00', '03T11:00');
    const both = usdOf({ resources, activeWindows }, '03T10:00', '03T11:00');
    expect(Number(both) - Number(stored)).toBeCloseTo(4.299, 9);
  });
});

describe('training', () => {
  const job = resource('customizationJob', [{}], { completedAtMs: at('03T10:00') });
  const training = [
    { job: '*customizationJob/x', dimension: 'training_tokens', quantity: 2_000_000 } as const,
  ];

  test('counts what the config tells of it into the hour in which the job was done', () => {
    const model = 'meta.llama3-1-8b-instruct';
    const facts = { resources: [{ ...job, model }], training };
    expect(told(facts)).toEqual([['03T10:00', 'training_tokens', 2_000_000, '']]);
    expect(usdOf(facts)).toBe('2.98');
  });

  test('is unmetered and not free where nobody tells', () => {
    expect(told({ resources: [job] })).toEqual([['03T10:00', 'unmetered_calls', 1, '']]);
  });

  test('of a job that did not come to its end is nothing', () => {
    expect(told({ resources: [{ ...job, completedAtMs: null }] })).toEqual([]);
  });
});

describe('reserved capacity', () => {
  const bought = {
    name: 'sonnet',
    account: '111122223333',
    region: 'us-east-1',
    model: 'anthropic.claude-sonnet-4-5-20250929',
    routing: 'geo',
    inputKtpm: 100,
    outputKtpm: 0,
    commitment: '1_month',
    fromMs: at('03T10:15'),
    toMs: at('03T12:00'),
  } as const;

  test('is billed by the part of the hour in which it was there', () => {
    expect(told({ reserved: [bought] })).toEqual([
      ['03T10:00', 'reserved_input_1k_tpm_hours', 75_000_000, 'commitment=1_month'],
      ['03T11:00', 'reserved_input_1k_tpm_hours', 100_000_000, 'commitment=1_month'],
    ]);
    expect(usdOf({ reserved: [bought] })).toBe('34.65'); // 1.75 hours x 100 x 0.198 USD.
  });
});

describe('any charges', () => {
  test('of parts of a window are those of the whole', () => {
    const minute = fc.integer({ min: 0, max: 3 * 24 * 60 });
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 1, max: 71 }), (one, other, cut) => {
        const [fromMs, toMs] = [Math.min(one, other), Math.max(one, other) + 1].map((minutes) => {
          return at('01T00:00') + minutes * 60_000;
        });
        const span = { fromMs: fromMs ?? 0, toMs: toMs ?? 0 };
        const facts: ChargeFacts = {
          ...NOTHING,
          resources: [resource('provisionedModel', [span]), resource('customModel', [span])],
        };
        const startMs = at('01T00:00');
        const [cutMs, endMs] = [startMs + cut * HOUR_MS, startMs + 72 * HOUR_MS];
        const parts = [
          ...capacityCharges({ startMs, endMs: cutMs }, facts),
          ...capacityCharges({ startMs: cutMs, endMs }, facts),
        ];
        expect(parts).toEqual(capacityCharges({ startMs, endMs }, facts));
      }),
      { seed: 5, numRuns: 60, endOnFailure: true },
    );
  });
});

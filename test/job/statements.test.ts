/** Statements tie out: lines to their total, totals to the contracted cost of the page. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  monthStatements,
  statementFiles,
  type StatementsAsked,
} from '../../server/job/statements.ts';
import type { ReportContext } from '../../server/job/report-context.ts';
import { shareWords } from '../../server/report/statement/statement-data.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS } from '../../shared/window.ts';
import { ask, call, HAND_BOOK, storeOf } from '../query/ask.ts';
import { capacityHour } from '../query/capacity-hour.ts';
import { traffic } from '../query/traffic.ts';
import { T0_MS } from '../support/metered.ts';

const ASKED: StatementsAsked = {
  month: '2026-11',
  window: { startMs: T0_MS, endMs: T0_MS + 30 * DAY_MS },
  tenant: null,
  adjustments: [],
  capacity: { share: [], reserved: [], training: [] },
  sharedCost: [],
};

function contextOf(store: Store): ReportContext {
  const book = {
    ...HAND_BOOK,
    discounts: [
      {
        model: '*',
        account: '*',
        tenant: 'acme',
        offMillionths: 333_333n,
        effectiveFromMs: null,
        effectiveToMs: null,
      },
    ],
  };
  return { store, book, timeZone: 'UTC', priceBookVersion: 'b1', rulesVersion: 'r1' };
}

const sum = (amounts: readonly (bigint | null)[]): bigint =>
  amounts.reduce<bigint>((before, amount) => before + (amount ?? 0n), 0n);

describe('monthStatements', () => {
  test('tie out with the contracted cost of each tenant, and their cents with the total (I11)', () => {
    fc.assert(
      fc.property(traffic, (rows) => {
        const store = storeOf(rows);
        const context = contextOf(store);
        const statements = monthStatements(ASKED, context);
        const question = { metrics: ['contractedCost'], groupBy: ['tenant'] };
        const answer = ask(store, question, context.book).rows.map(({ group, values }) => [
          group[0],
          BigInt(values.get('contractedCost') ?? 0),
        ]);
        const told = statements.map((one) => [one.tenant, one.totalAttoUsd]);
        // Who used nothing that is billed gets no statement.
        expect(told).toEqual(expect.arrayContaining(answer.filter(([, cost]) => cost !== 0n)));
        for (const { lines, totalCents, totalAttoUsd } of statements) {
          expect(sum(lines.map((line) => line.costAttoUsd))).toBe(totalAttoUsd);
          expect(sum(lines.map((line) => line.costCents))).toBe(totalCents);
        }
      }),
      { numRuns: 20, seed: 11 },
    );
  });

  test('tells shared cost apart, leaves idle to nobody, and adds what was agreed', () => {
    const store = storeOf([call(1, 0)]);
    store.replaceCharges({ startMs: T0_MS, endMs: T0_MS + DAY_MS }, capacityHour());
    const credit = {
      tenant: 'acme',
      month: '2026-11',
      label: 'Agreed credit',
      amountAttoUsd: -50_000_000_000_000_000n,
    };
    const other = { ...credit, month: '2026-10' };
    const statements = monthStatements(
      { ...ASKED, adjustments: [credit, other] },
      contextOf(store),
    );
    expect(statements.map(({ tenant }) => tenant)).toEqual(['(idle)', 'acme', 'globex']);
    const acme = statements[1];
    expect(
      acme?.lines.map(({ kind, usage, quantity, quality }) => [kind, usage, quantity, quality]),
    ).toEqual([
      ['own', 'Input Tokens', '0.00001', 'exact'],
      ['own', 'Output Tokens', '0.00002', 'exact'],
      ['shared', 'Model Unit Hours, provisioned', '0.5', 'unpriced'],
    ]);
    expect(acme?.adjustments).toMatchObject([{ label: 'Agreed credit', amountCents: -5n }]);
    expect(acme?.totalCents).toBe(-5n);
    expect(acme?.unpricedLines).toBe(1);
  });

  test('share out by rules what several use, and still tie out in sum', () => {
    const method = fc.constantFrom('usage' as const, 'evenly' as const, 'fixed' as const);
    fc.assert(
      fc.property(traffic, method, (rows, how) => {
        const store = storeOf(rows);
        const context = contextOf(store);
        const acme = {
          terms: [{ dimension: 'tenant' as const, negated: false, values: ['acme'] }],
        };
        const among = new Map(
          how === 'usage'
            ? []
            : ([
                ['globex', 2],
                ['new', 1],
              ] as const),
        );
        const sharedCost = [{ name: 'platform', from: acme, method: how, among }];
        const statements = monthStatements({ ...ASKED, sharedCost }, context);
        const answer = ask(store, { metrics: ['contractedCost', 'cost'] }, context.book).rows[0];
        const total = sum(statements.map(({ totalAttoUsd }) => totalAttoUsd));
        expect(total).toBe(BigInt(answer?.values.get('contractedCost') ?? 0));
        const list = sum(statements.map(({ listAttoUsd }) => listAttoUsd));
        expect(list).toBe(BigInt(answer?.values.get('cost') ?? 0));
        for (const { lines, shares, totalCents, ...one } of statements) {
          const costs = [
            ...lines.map((line) => line.costAttoUsd),
            ...shares.map((s) => s.amountAttoUsd),
          ];
          expect(sum(costs)).toBe(one.totalAttoUsd);
          const cents = [
            ...lines.map((line) => line.costCents),
            ...shares.map((s) => s.amountCents),
          ];
          expect(sum(cents)).toBe(totalCents);
          expect(one.ownAttoUsd + one.sharedAttoUsd).toBe(one.totalAttoUsd);
        }
      }),
      { numRuns: 20, seed: 12 },
    );
  });

  test('name the rule of a share, its method and the other side', () => {
    const store = storeOf([call(1, 0), call(2, 0, { attribution: { tenant: 'platform' } })]);
    const from = {
      terms: [{ dimension: 'tenant' as const, negated: false, values: ['platform'] }],
    };
    const rule = { name: 'Platform team', from, method: 'usage' as const, among: new Map() };
    const statements = monthStatements({ ...ASKED, sharedCost: [rule] }, contextOf(store));
    const told = statements.map(({ tenant, shares, totalAttoUsd }) => [
      tenant,
      shares.map(shareWords),
      totalAttoUsd,
    ]);
    expect(told).toEqual([
      ['acme', ['Platform team: of platform, by usage of each day'], expect.any(BigInt)],
      ['platform', ['Platform team: to acme, by usage of each day'], 0n],
    ]);
    const files = statementFiles(statements, '2026-11', ['html', 'csv', 'json']);
    for (const { name, pieces } of files.filter((one) => !one.name.includes('platform'))) {
      expect(name + [...pieces].join('')).toContain('Platform team');
    }
    const html = [...(files[0]?.pieces ?? [])].join('');
    expect(html).toContain('Total so far for November 2026: contracted cost in US dollars');
  });

  test('is preliminary until the sources have told all of the month', () => {
    const store = storeOf([call(1, 0)]);
    expect(monthStatements(ASKED, contextOf(store))[0]?.isPreliminary).toBe(true);
  });
});

describe('statementFiles', () => {
  const files = () => {
    const hostile = { attribution: { tenant: '../=cmd<script>' } };
    const store = storeOf([call(1, 0), call(2, 0, hostile)]);
    const statements = monthStatements(ASKED, contextOf(store));
    return statementFiles(statements, '2026-11', ['html', 'csv', 'json', 'xlsx', 'parquet']).map(
      ({ name, pieces }) => {
        const all = [...pieces].map((piece) => Buffer.from(piece));
        return { name, bytes: Buffer.concat(all) };
      },
    );
  };

  test('P6: makes names of tenants harmless in file names, HTML and CSV', () => {
    const made = files();
    expect(made.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^statement-2026-11--cmd-script--[0-9a-f]{8}\.html$/),
      'statement-2026-11-acme.html',
      'statements-2026-11.csv',
      expect.stringMatching(/^statement-2026-11--cmd-script--[0-9a-f]{8}\.json$/),
      'statement-2026-11-acme.json',
      'statements-2026-11.xlsx',
      'statements-2026-11.parquet',
    ]);
    const [html, , csv] = made.map(({ bytes }) => bytes.toString());
    expect(html).not.toContain('<script>');
    expect(csv).not.toMatch(/(^|,)=cmd/m);
  });

  test('gives the same bytes for the same data, book and rules', () => {
    expect(files()).toEqual(files());
  });
});

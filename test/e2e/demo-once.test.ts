/** Three days of demo read to their end: sums tie out, incidents are found, twice the same. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LogGap, MetricValue, QueryReply } from '../../shared/contract.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { DEMO_MS_MAX, outcrop, outcropJson, query, temporaryFolder } from './outcrop.ts';

const folder = temporaryFolder();
const first = path.join(folder, 'first.db');
const second = path.join(folder, 'second.db');
const HISTORY = ['demo', '--once', '--days', '3', '--seed', '7', '--end', '2026-11-20'] as const;

interface Summary {
  readonly records: number;
  readonly invocations: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly unpriced: number;
  readonly total: { readonly cost: string; readonly invocations: number };
  readonly alarms: readonly {
    readonly alarm: string;
    readonly group: Readonly<Record<string, string>>;
    readonly notice: string;
    readonly at: string;
  }[];
  readonly gaps: readonly LogGap[];
  readonly unpricedModels: readonly { readonly model: string; readonly invocations: number }[];
}

const DIMENSIONS = [
  'tenant',
  'model',
  'provider',
  'account',
  'region',
  'operation',
  'principal',
  'profile',
  'routing',
  'tier',
  'status',
  'tag.feature',
  'tenant,model,region',
];

let summary: Summary;

beforeAll(async () => {
  const run = (database: string) => outcropJson<Summary>([...HISTORY, '--db', database]);
  [summary] = await Promise.all([run(first), run(second)]);
}, DEMO_MS_MAX);

describe('outcrop demo --once', () => {
  test('accounts for every record', () => {
    const { records, invocations, duplicates, quarantined } = summary;
    expect(records).toBeGreaterThan(20_000);
    expect(invocations + duplicates + quarantined).toBe(records);
    expect(summary.total.invocations).toBe(invocations);
  });

  test.each<[string, readonly string[]]>([
    ['money by the hour', ['cost', 'invocations', '--group-by', 'tenant,model', '--step', '1h']],
    ['percentiles', ['latencyP50', 'latencyP90', 'latencyP99', '--group-by', 'region,model']],
    ['usage by tag', ['inputTokens', 'cacheReadTokens', 'images', '--group-by', 'tag.feature']],
    ['a filter', ['cost', 'throttles', '--filter', 'tenant=acme status!=success', '--step', '1d']],
    ['counts of CloudWatch', ['cloudWatchInvocations', 'logCoverage', '--group-by', 'region']],
    ['single rows', ['invocations', '--group-by', 'errorCode,principal']],
  ])('answers alike to the byte when it is run again: %s', async (_name, args) => {
    const ask = (database: string) => outcrop(['query', ...args, '--db', database, '--json']);
    const [one, two] = await Promise.all([ask(first), ask(second)]);
    expect(one).toMatchObject({ code: 0, errors: '' });
    expect(repliedRows(one.out)).toBeGreaterThan(0);
    expect(two).toEqual(one);
  });

  test.each(DIMENSIONS)('adds up to the total, to the last digit, by %s', async (dimensions) => {
    const reply = await query(first, 'cost', 'invocations', '--group-by', dimensions);
    expect(sumsOf(reply)).toEqual(totalOf(summary));
  });

  test.each(['1h', '1d'])(
    'adds up to the total, to the last digit, by steps of %s',
    async (step) => {
      const reply = await query(first, 'cost', 'invocations', '--step', step);
      expect(sumsOf(reply)).toEqual(totalOf(summary));
      expect(reply.rows).toHaveLength(step === '1d' ? 3 : 72);
    },
  );

  test('adds up to the total by a filter and its opposite', async () => {
    const parts = ['tenant=acme,globex', 'tenant!=acme,globex'].map((filter) => {
      return query(first, 'cost', 'invocations', '--filter', filter);
    });
    const rows = (await Promise.all(parts)).flatMap((reply) => reply.rows);
    expect(sumsOf({ rows })).toEqual(totalOf(summary));
  });
});

function repliedRows(text: string): number {
  const reply = JSON.parse(text) as QueryReply; // What query --json prints.
  return reply.rows.length;
}

function sumsOf({ rows }: Pick<QueryReply, 'rows'>) {
  return {
    attoUsd: sumAtto(rows.map((row) => row.values.cost)),
    invocations: rows.reduce((sum, row) => sum + Number(row.values.invocations), 0),
  };
}

function totalOf({ total }: Summary) {
  return { attoUsd: parseAttoUsd(total.cost), invocations: total.invocations };
}

/** A group whose usage has no rate at all has null for its cost. */
function sumAtto(costs: readonly (MetricValue | undefined)[]): bigint {
  return costs.reduce<bigint>((sum, cost) => {
    if (cost === null) return sum;
    const attoUsd = typeof cost === 'string' ? parseAttoUsd(cost) : null;
    if (attoUsd === null) throw new Error(`${String(cost)} is no decimal.`);
    return sum + attoUsd;
  }, 0n);
}

describe('the incidents of the demo', () => {
  test('fire one alarm for the throttle storm, and resolve it once', () => {
    const storm = summary.alarms.filter(({ alarm }) => alarm === 'Throttle storm');
    const oldestFirst = storm.toSorted((a, b) => a.at.localeCompare(b.at));
    expect(oldestFirst).toMatchObject([
      { group: { tenant: 'acme' }, notice: 'firing' },
      { group: { tenant: 'acme' }, notice: 'resolved' },
    ]);
    // The storm lasts from 36 to 34 hours before the end.
    expect(oldestFirst[0]?.at).toMatch(/^2026-11-19T12:/);
    expect(oldestFirst[1]?.at).toMatch(/^2026-11-19T14:/);
  });

  test('leave the model without a rate out of the money, by name', async () => {
    const [unpriced, ...others] = summary.unpricedModels;
    expect(others).toEqual([]);
    expect(unpriced?.invocations).toBe(summary.unpriced);
    const model = ['--group-by', 'model', '--filter', `model=${unpriced?.model}`];
    const { rows } = await query(first, 'cost', 'unpricedInvocations', ...model);
    const values = { cost: null, unpricedInvocations: summary.unpriced };
    expect(rows.map((row) => row.values)).toEqual([values]);
  });

  test('show the hours without logs', () => {
    expect(summary.gaps).toMatchObject([
      { region: 'eu-central-1', from: '2026-11-18T12:00:00Z', to: '2026-11-18T15:00:00Z' },
    ]);
    expect(summary.gaps[0]?.missingInvocations).toBeGreaterThan(50);
  });
});

interface Nightly {
  readonly cost: string;
  readonly invocations: number;
  readonly files: readonly string[];
}

describe('outcrop report nightly', () => {
  const day = ['--from', '2026-11-20', '--to', '2026-11-21'] as const;
  let report: Nightly;
  let files: ReadonlyMap<string, string>;
  beforeAll(async () => {
    const args = ['--date', '2026-11-20', '--out', path.join(folder, 'reports'), '--db', first];
    report = await outcropJson<Nightly>(['report', 'nightly', ...args]);
    files = new Map(report.files.map((file) => [path.extname(file), readFileSync(file, 'utf8')]));
  });

  test('names the same total as the question for that day', async () => {
    const { rows } = await query(first, 'cost', 'invocations', ...day);
    const { cost, invocations } = report;
    expect(rows.map(({ values }) => values)).toEqual([{ cost, invocations }]);
  });

  test('has rows that add up to the total for every dimension', () => {
    const [header = '', ...lines] = (files.get('.csv') ?? '').trim().split(/\r?\n/);
    expect(header).toMatch(/^date,dimension,name,cost_usd,invocations,/);
    const rows = lines.map((line) => line.split(','));
    const dimensions = new Set(rows.map((row) => row[1]));
    expect([...dimensions]).toEqual(expect.arrayContaining(['total', 'tenant', 'model']));
    expect([...dimensions].some((name) => name?.startsWith('tag.'))).toBe(true);
    for (const dimension of dimensions) {
      const own = rows.filter((row) => row[1] === dimension);
      // An empty cell is usage without a rate.
      const costs = own.map((row) => (row[3] === '' ? null : row[3]));
      expect([dimension, sumAtto(costs)]).toEqual([dimension, parseAttoUsd(report.cost)]);
      if (dimension === 'usage type') continue; // A call has several: they tell costs alone.
      const invocations = own.reduce((sum, row) => sum + Number(row[4]), 0);
      expect([dimension, invocations]).toEqual([dimension, report.invocations]);
    }
  });

  test('says on the page what was spent, and what has no rate', () => {
    const page = files.get('.html') ?? '';
    expect(page).toContain(`$${Number(report.cost).toFixed(2)}`);
    expect(page).toContain(summary.unpricedModels[0]?.model);
    expect(page).not.toMatch(/<script|https?:\/\/(?!127)/);
  });
});

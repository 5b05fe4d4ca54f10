/** The command on hand-made files: what it counts, what it answers, and how it ends. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { outcrop, outcropJson, query, temporaryFolder } from './outcrop.ts';
import { recordOf, writeBucket } from './records.ts';

const folder = temporaryFolder();
const database = path.join(folder, 'hand-made.db');
const plainFile = path.join(folder, 'plain.jsonl');
const bucket = writeBucket(path.join(folder, 'bucket'), {
  '20261101T101700123Z_0123456789abcdef.json.gz': [
    recordOf(1, { tenant: 'acme' }),
    recordOf(2, { tenant: 'acme' }),
    recordOf(3, { tenant: 'globex' }),
    recordOf(4),
  ],
  'data/00000000-0000-4000-8000-000000000001_input.json.gz': [recordOf(90)],
  'amazon-bedrock-logs-permission-check': [''],
});
writeFileSync(
  plainFile,
  [
    recordOf(4), // Known from the bucket.
    recordOf(5, { tenant: 'globex', errorCode: 'ThrottlingException' }),
    recordOf(6, { tenant: 'globex', modelId: 'acme.never-heard-of-v1:0' }),
    recordOf(7, { tenant: 'acme' }).slice(0, 200), // Cut off in the middle.
    '{"hello":"world"}',
    '',
  ].join('\n'),
);
const FILES = [bucket, plainFile] as const;

interface Summary {
  readonly records: number;
  readonly invocations: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly usageLines: number;
  readonly unpriced: number;
}

const QUESTIONS: readonly (readonly string[])[] = [
  ['cost', 'invocations', 'latencyP99', '--group-by', 'tenant,model'],
  ['cost', 'throttles', 'inputTokens', '--group-by', 'tag.feature', '--step', '1m'],
  ['invocations', '--filter', 'tenant=acme', '--step', '1d', '--tz', 'America/New_York'],
];

describe('outcrop ingest', () => {
  let first: Summary;
  beforeAll(async () => {
    first = await outcropJson<Summary>(['ingest', ...FILES, '--db', database]);
  });

  test('accounts for every record, and takes a stored body for none', () => {
    expect(first).toMatchObject({
      records: 9,
      invocations: 6,
      duplicates: 1,
      quarantined: 2,
      usageLines: 10,
      unpriced: 1,
    });
  });

  test('adds nothing when it reads the same files again', async () => {
    const ask = () => Promise.all(QUESTIONS.map((args) => answerText(database, args)));
    const before = await ask();
    const second = await outcropJson<Summary>(['ingest', ...FILES, '--db', database]);
    expect(second).toMatchObject({ records: 9, invocations: 0, duplicates: 7, quarantined: 2 });
    expect(await ask()).toEqual(before);
  });

  test('keeps nothing of what was asked and answered', () => {
    const files = readdirSync(folder).filter((name) => name.startsWith('hand-made.db'));
    const bytes = files.map((name) => readFileSync(path.join(folder, name), 'latin1')).join('');
    expect(bytes).toContain('OrdersApi');
    expect(bytes).not.toContain('secret');
  });
});

async function answerText(file: string, args: readonly string[]): Promise<string> {
  return (await outcrop(['query', ...args, '--db', file, '--json'])).out;
}

describe('outcrop query', () => {
  const window = ['--from', '2026-11-01', '--to', '2026-11-02'] as const;

  test('gives a row a group, with exact money as text and counts as integers', async () => {
    const metrics = ['cost', 'invocations', 'throttles', 'inputTokens'];
    const reply = await query(database, ...metrics, '--group-by', 'tenant', ...window);
    const start = '2026-11-01T00:00:00Z';
    // Nova Micro: 1,000 tokens at $0.000035 and 500 at $0.00014 a thousand.
    expect(reply.rows).toEqual([
      {
        group: { tenant: 'acme' },
        start,
        values: { cost: '0.00021', invocations: 2, throttles: 0, inputTokens: 2000 },
      },
      {
        group: { tenant: 'Unattributed' },
        start,
        values: { cost: '0.000105', invocations: 1, throttles: 0, inputTokens: 1000 },
      },
      {
        group: { tenant: 'globex' },
        start,
        values: { cost: '0.000105', invocations: 3, throttles: 1, inputTokens: 2000 },
      },
    ]);
    expect(reply).toMatchObject({ unpricedInvocations: 1, unattributedInvocations: 1 });
  });

  test('gives a row a step, dated by its start', async () => {
    const reply = await query(database, 'invocations', '--step', '1h', ...window);
    expect(reply.rows).toContainEqual({
      group: {},
      start: '2026-11-01T10:00:00Z',
      values: { invocations: 6 },
    });
    expect(sum(reply.rows.map((row) => Number(row.values.invocations)))).toBe(6);
  });

  test('calls the cost of a model without a rate unknown, not zero', async () => {
    const model = ['--filter', 'model=acme.never-heard-of'];
    const reply = await query(database, 'cost', 'invocations', ...model, ...window);
    expect(reply.rows.map(({ values }) => values)).toEqual([{ cost: null, invocations: 1 }]);
    expect(reply.unpricedInvocations).toBe(1);
  });

  test('prints a table for people without --json', async () => {
    const { code, out } = await outcrop([
      'query',
      'cost',
      '--group-by',
      'tenant',
      '--db',
      database,
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^tenant +cost\n/);
    expect(out).toMatch(/^acme +0\.00021$/m);
    expect(out).toContain('1 unpriced.');
  });
});

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

describe('outcrop --help', () => {
  const VERBS = ['serve', 'demo', 'ingest', 'query', 'report', 'report nightly', 'local-aws'];
  test.each(['', ...VERBS])('explains "%s" and ends well', async (verb) => {
    const args = verb.split(' ').filter((word) => word !== '');
    const { code, out, errors } = await outcrop([...args, '--help']);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out).toMatch(new RegExp(`^Usage: outcrop ${verb}`));
  });
});

test('outcrop mcp ends when its agent hangs up, and not as if it had failed', async () => {
  expect(await outcrop(['mcp'])).toEqual({ code: 0, out: '', errors: '' });
});

describe('outcrop asked wrongly', () => {
  const missing = path.join(folder, 'missing.db');
  const nightly = ['report', 'nightly', '--out', folder, '--db', database];
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['no such verb', ['dig']],
    ['no such option', ['query', 'cost', '--db', database, '--colour']],
    ['a database is not named', ['query', 'cost']],
    ['a database is missing', ['query', 'cost', '--db', missing]],
    [
      'a database is missing for the report',
      [...nightly.slice(0, 4), '--date', '2026-11-01', '--db', missing],
    ],
    ['no such metric', ['query', 'costs', '--db', database]],
    ['no such dimension', ['query', 'cost', '--group-by', 'colour', '--db', database]],
    ['no such step', ['query', 'cost', '--step', '2h', '--db', database]],
    ['no such zone', ['query', 'cost', '--tz', 'Mars/Olympus', '--db', database]],
    ['a filter that ends early', ['query', 'cost', '--filter', 'tenant=', '--db', database]],
    ['a time that is none', ['query', 'cost', '--from', 'yesterday', '--db', database]],
    [
      'a window that ends first',
      ['query', 'cost', '--from', '2026-11-02', '--to', '2026-11-01', '--db', database],
    ],
    ['a day that is none', [...nightly, '--date', '2026-02-30']],
    ['a path that is missing', ['ingest', missing, '--db', database]],
    ['nothing to read', ['ingest', '--db', database]],
    ['a config that is missing', ['serve', '--config', missing]],
    ['a demo of no days', ['demo', '--days', '0']],
    ['a demo without its secret', ['demo', '--port', '0', '--webhook', 'http://127.0.0.1:9/']],
  ];
  test.each(rows)('ends with 2 and a hint: %s', async (_name, args) => {
    const { code, out, errors } = await outcrop(args, { OUTCROP_DEMO_WEBHOOK_SECRET: '' });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(errors).toMatch(/^(outcrop|error): .+\n {2}\S/);
    expect(existsSync(missing)).toBe(false); // A question makes no database.
  });

  test('ends with 1 when a file is no database', async () => {
    const { code, errors } = await outcrop(['query', 'cost', '--db', plainFile]);
    expect(code).toBe(1);
    expect(errors).toMatch(/^outcrop: .+\n {2}\S/);
  });
});

/** Records of other people that lie beside a checkout where they may be had; not ours to ship. */
const SAMPLES = fileURLToPath(new URL('../../../shared/samples', import.meta.url));

describe.runIf(existsSync(SAMPLES))('outcrop ingest of real records', () => {
  test('accounts for every record of every shape', async () => {
    const file = path.join(folder, 'samples.db');
    const summary = await outcropJson<Summary>(['ingest', SAMPLES, '--db', file]);
    const { records, invocations, duplicates, quarantined } = summary;
    expect(records).toBeGreaterThanOrEqual(linesUnder(SAMPLES).length);
    expect(invocations + duplicates + quarantined).toBe(records);
  });

  test('reads each line of the line files, and no request twice', async () => {
    const file = path.join(folder, 'sample-lines.db');
    const summary = await outcropJson<Summary>(['ingest', ...lineFiles(SAMPLES), '--db', file]);
    const ids = linesUnder(SAMPLES).map((line) => /"requestId": ?"([^"]+)"/.exec(line)?.[1]);
    expect(summary).toMatchObject({
      records: ids.length,
      invocations: new Set(ids).size,
      quarantined: 0,
    });
  });
});

function lineFiles(root: string): readonly string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.jsonl')).map((name) => path.join(root, name));
}

function linesUnder(root: string): readonly string[] {
  const lines = lineFiles(root).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  return lines.filter((line) => line.trim() !== '');
}

/** Records made by somebody who means harm: each is counted exactly, or quarantined. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { ingestSource } from '../../server/job/ingest.ts';
import type { RawRecord } from '../../server/source/source.ts';
import { DAY_MS } from '../../shared/window.ts';
import { storeOf, valuesByGroup } from '../query/ask.ts';
import { requestId, T0_MS } from '../support/metered.ts';
import { fakeSource, record, sourceBatch } from './fake-source.ts';

/** What the store says after these records: counts, and input tokens by tenant. */
async function ingested(records: readonly RawRecord[]) {
  const store = storeOf([]);
  const counts = await ingestSource(fakeSource([sourceBatch({ records })]), {
    store,
    rules: createRuleSet(DEFAULT_RULES, 'test'),
    nowMs: () => T0_MS + DAY_MS,
    signal: new AbortController().signal,
    onBatch: () => undefined,
  });
  const question = { metrics: ['inputTokens'], groupBy: ['tenant'] } as const;
  const tokens = new Map(valuesByGroup(store, question).map(([name, value]) => [name, value]));
  return { counts, tokens };
}

const withTenant = (number: number, tenant: string): RawRecord =>
  record(number, { requestMetadata: { tenant } });

function withTokens(token: string): RawRecord {
  const { text, ...rest } = record(1);
  return { ...rest, text: text.replace('"inputTokenCount":10', `"inputTokenCount":${token}`) };
}

describe('names that JavaScript or Unicode make alike', () => {
  test.each([
    ['names of every object', ['__proto__', 'constructor', 'prototype', 'toString'], 'L2'],
    ['composed and decomposed letters', ['caf\u00e9', 'cafe\u0301'], 'L6'],
    ['upper and lower case', ['Acme', 'acme', 'ACME'], 'L6'],
    ['half a character', ['a\ud800', 'a\udc00'], 'L6'],
  ])('%s are counted apart or quarantined (%s)', async (_name, tenants) => {
    const records = tenants.map((tenant, index) => withTenant(index + 1, tenant));
    const { counts, tokens } = await ingested(records);
    expect(counts.invocations + counts.quarantined).toBe(tenants.length);
    expect([...tokens.values()].reduce((sum, one) => Number(sum) + Number(one), 0)).toBe(
      counts.invocations * 10,
    );
  });

  test('plain names that are told apart have a group each (L2, L6)', async () => {
    const tenants = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'caf\u00e9',
      'cafe\u0301',
    ];
    const { tokens } = await ingested(tenants.map((name, index) => withTenant(index + 1, name)));
    expect(tokens).toEqual(new Map(tenants.map((name) => [name, 10])));
  });
});

describe('numbers that are none', () => {
  test.each<readonly [token: string, tokens: number | 'quarantined']>([
    ['9007199254740993', 'quarantined'],
    ['1e999', 'quarantined'],
    ['-1', 'quarantined'],
    ['1.5', 'quarantined'],
    ['"***"', 'quarantined'],
    ['true', 'quarantined'],
    ['null', 0],
    ['-0', 0],
    ['1000000', 1_000_000],
  ])('a count of %s is exact or quarantined, never NaN (L5)', async (token, expected) => {
    const { counts, tokens } = await ingested([withTokens(token)]);
    const outcome = counts.quarantined === 1 ? 'quarantined' : (tokens.get('acme') ?? 0);
    expect(outcome).toBe(expected);
  });
});

describe('texts around a record', () => {
  const plain = record(1).text;
  test.each([
    ['a byte order mark', `\ufeff${plain}`],
    ['a carriage return', `${plain}\r`],
    ['the same key twice', plain.replace('{', '{"region":"eu-west-1",')],
    ['100,000 keys', plain.replace('{', `{${manyKeys(100_000)}`)],
    ['a NUL in a name', plain.replace('acme', 'ac\\u0000me')],
  ])('%s changes nothing of its identity (L6)', async (_name, text) => {
    const { counts } = await ingested([{ ...record(1), text }, record(1)]);
    expect(counts).toMatchObject({ invocations: 1, duplicates: 1, quarantined: 0 });
  });
});

describe('what CloudWatch Logs may do to a record', () => {
  test('masked fields go to quarantine and are never asked for in clear (CWL-11)', async () => {
    const masked = [withTokens('"***"'), record(2, { modelId: '****' })];
    const { counts } = await ingested(masked);
    expect(counts).toMatchObject({ invocations: 0, quarantined: 2 });
  });

  test('a subscription sends control messages, and its batches twice (CWL-17)', async () => {
    const message = record(7).text;
    const data = { messageType: 'DATA_MESSAGE', logEvents: [{ timestamp: T0_MS, message }] };
    const control = { ...data, messageType: 'CONTROL_MESSAGE' };
    const texts = [control, data, data].map((value) => JSON.stringify(value));
    const { counts } = await ingested(texts.map((text) => ({ ...record(1), text })));
    expect(counts).toMatchObject({ records: 2, invocations: 1, duplicates: 1, quarantined: 0 });
  });

  test('a bare list of chunks counts once, at the time of its source (CWL-18)', async () => {
    const usage = { input_tokens: 3, output_tokens: 4 };
    const message = { id: `msg_${requestId(1)}`, model: 'claude-sonnet-4-20250514', usage };
    const text = JSON.stringify([{ type: 'message_start', message }]);
    const raw = { text, sourceAtMs: T0_MS, origin: 'o' };
    const cut = { ...raw, text: text.slice(0, -4) };
    const { counts } = await ingested([raw, { ...raw, sourceAtMs: T0_MS + 60_000 }, cut]);
    expect(counts).toMatchObject({ invocations: 1, duplicates: 1, quarantined: 1 });
  });
});

function manyKeys(count: number): string {
  return Array.from({ length: count }, (_, index) => `"k${index}":1,`).join('');
}

/** Holds the parser to refusing what it cannot trust: by a code and a path, never by content. */
import { describe, expect, test } from 'vitest';
import { RECORD_PROBLEMS } from '../../server/record/record-problems.ts';
import { codesOf, invocationOf, NOW_MS, parse, record } from './records.ts';

const HOUR_MS = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();
const counted = (count: string): string =>
  JSON.stringify(record({ input: { inputTokenCount: 'COUNT' } })).replace('"COUNT"', count);

const REFUSED: readonly { readonly name: string; readonly value: unknown; readonly as: string }[] =
  [
    { name: 'a line of text', value: 'Starting up ...', as: 'notJson' },
    { name: 'a record that was cut off', value: '{"schemaType":"ModelInvo', as: 'notJson' },
    { name: 'a masked number', value: counted('***'), as: 'notJson' },
    { name: 'a NUL between keys', value: '{"a":1,\u0000"b":2}', as: 'notJson' },
    { name: 'a cut list of chunks', value: '[{"type":"message_start","message":{', as: 'notJson' },
    { name: 'a JSON text', value: '"hello"', as: 'notAnInvocationLog' },
    { name: 'a number', value: '12', as: 'notAnInvocationLog' },
    { name: 'null', value: 'null', as: 'notAnInvocationLog' },
    { name: 'a body by itself', value: { messages: [] }, as: 'notAnInvocationLog' },
    {
      name: 'another schema',
      value: record({ schemaType: 'ModelEvaluationLog' }),
      as: 'notAnInvocationLog schemaType',
    },
    {
      name: 'a masked request id',
      value: record({ requestId: '************' }),
      as: 'noRequestId requestId',
    },
    { name: 'a numeric request id', value: record({ requestId: 12 }), as: 'noRequestId requestId' },
    {
      name: 'an endless request id',
      value: record({ requestId: 'x'.repeat(257) }),
      as: 'noRequestId requestId',
    },
    { name: 'no time', value: record({ timestamp: undefined }), as: 'badTimestamp timestamp' },
    {
      name: 'a day that is none (T-ENV-08, L12)',
      value: record({ timestamp: '2026-02-30T10:00:00Z' }),
      as: 'badTimestamp timestamp',
    },
    {
      name: 'the year 1970 (T-ENV-08, L12)',
      value: record({ timestamp: '1970-01-01T00:00:00Z' }),
      as: 'timestampOutOfRange timestamp',
    },
    {
      name: 'the year 9999 (T-ENV-08, L12)',
      value: record({ timestamp: '9999-12-31T23:59:59Z' }),
      as: 'timestampOutOfRange timestamp',
    },
    {
      name: 'a time more than two hours ahead (T-ENV-08)',
      value: record({ timestamp: at(NOW_MS + 2 * HOUR_MS + 1000) }),
      as: 'timestampOutOfRange timestamp',
    },
    { name: 'no model', value: record({ modelId: undefined }), as: 'noModelId modelId' },
    { name: 'an empty model', value: record({ modelId: '' }), as: 'noModelId modelId' },
    { name: 'a masked model', value: record({ modelId: '****' }), as: 'noModelId modelId' },
    {
      name: 'an endless model',
      value: record({ modelId: 'm.'.repeat(1025) }),
      as: 'noModelId modelId',
    },
    {
      name: 'brackets 65 deep (L4)',
      value: `{"a":${'['.repeat(65)}${']'.repeat(65)}}`,
      as: 'tooDeep',
    },
    { name: 'five million brackets (L4)', value: '['.repeat(5_000_000), as: 'tooDeep' },
    { name: 'more than 16 MiB (L3)', value: ' {}'.padEnd(17 * 1024 * 1024, 'x'), as: 'tooLong' },
    { name: 'a list of 100,001', value: `[${'1,'.repeat(100_000)}1]`, as: 'tooLong' },
  ];

describe('parseRecords', () => {
  test.each(REFUSED)('refuses $name', ({ value, as }) => {
    expect(codesOf(value)).toEqual([as]);
  });

  test('has a case for every code', () => {
    const tested = REFUSED.map(({ as }) => as.split(' ')[0]);
    expect(new Set([...tested, 'badCount'])).toEqual(new Set(Object.keys(RECORD_PROBLEMS)));
  });

  test('refuses chunks without a model, or without any time', () => {
    const start = { type: 'message_start', message: { model: 'claude-opus-4-7' } };
    expect(codesOf([start])).toEqual(['badTimestamp']);
    expect(codesOf([{ messageStart: {} }], NOW_MS)).toEqual(['noModelId message.model']);
    expect(codesOf([{ type: 'message_stop' }], NOW_MS)).toEqual(['noModelId message.model']);
  });

  test('takes a time of exactly two hours ahead', () => {
    expect(codesOf(record({ timestamp: at(NOW_MS + 2 * HOUR_MS) }))).toEqual(['ok']);
  });

  test('shows nothing of a refused record', () => {
    const secret = 'my-secret-prompt';
    const refused = parse(record({ input: { inputTokenCount: secret } }));
    expect(JSON.stringify(refused)).not.toContain(secret);
    expect(JSON.stringify(parse(`{"a": ${secret}`))).not.toContain(secret);
  });
});

describe('a count', () => {
  const bad = [
    '9007199254740993',
    '1000000000001',
    '1e999',
    '-1',
    '1.5',
    '"12"',
    'true',
    '"***"',
    '[1]',
    '{}',
  ];

  test.each(bad)('of %s is refused', (count) => {
    expect(codesOf(counted(count))).toEqual(['badCount input.inputTokenCount']);
  });

  test.each([
    { text: '28.0', value: 28 },
    { text: '0', value: 0 },
    { text: '-0', value: 0 },
    { text: '1000000000000', value: 1_000_000_000_000 },
    { text: 'null', value: null },
  ])('of $text is taken', ({ text, value }) => {
    expect(Object.is(invocationOf(counted(text)).tokens.input, value)).toBe(true);
  });

  const places = [
    { path: 'output.outputTokenCount', value: { output: { outputTokenCount: -1 } } },
    { path: 'input.cacheReadInputTokenCount', value: { input: { cacheReadInputTokenCount: 'x' } } },
    {
      path: 'input.cacheWriteInputTokenCount',
      value: { input: { cacheWriteInputTokenCount: 1.5 } },
    },
    {
      path: 'usage.inputTokens',
      value: { output: { outputBodyJson: { usage: { inputTokens: '1' } } } },
    },
    {
      path: 'usage.cache_creation.ephemeral_5m_input_tokens',
      value: {
        output: {
          outputBodyJson: { usage: { cache_creation: { ephemeral_5m_input_tokens: -2 } } },
        },
      },
    },
    {
      path: 'usage.cacheDetails.inputTokens',
      value: {
        output: {
          outputBodyJson: { usage: { cacheDetails: [{ ttl: '1h', inputTokens: 'many' }] } },
        },
      },
    },
  ];

  test.each(places)('is refused at $path', ({ path, value }) => {
    expect(codesOf(record(value))).toEqual([`badCount ${path}`]);
  });
});

describe('a text', () => {
  test('with brackets in a string is not deep', () => {
    const text = `${'['.repeat(200)}\\"${'{'.repeat(200)}`;
    expect(codesOf(record({ input: { inputBodyJson: { prompt: text } } }))).toEqual(['ok']);
  });

  test('of 64 levels is read', () => {
    const nested = `${'['.repeat(62)}${']'.repeat(62)}`;
    const flat = JSON.stringify(record({ input: { inputBodyJson: 'NESTED' } }));
    const deep = flat.replace('"NESTED"', nested);
    expect(codesOf(deep)).toEqual(['ok']);
  });

  test('keeps its identity with a byte order mark and Windows line ends', () => {
    const text = JSON.stringify(record());
    expect(invocationOf(`\uFEFF${text}\r\n`)).toEqual(invocationOf(text));
  });

  test('with a lone surrogate, a NUL and twin spellings of é stays whole', () => {
    const metadata = { tenant: 'a\uD800', nul: 'b\u0000', nfc: '\u00E9', nfd: 'e\u0301' };
    const { requestMetadata } = invocationOf(record({ requestMetadata: metadata }));
    expect(Object.fromEntries(requestMetadata)).toEqual(metadata);
  });

  test('with a key twice counts the last', () => {
    const text = JSON.stringify(record()).replace('{', '{"requestId":"first",');
    expect(invocationOf(text).requestId).toBe('7c9d1e00-0000-4000-8000-000000000001');
  });

  test('with 100,000 keys is read', () => {
    const keys = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 1]),
    );
    expect(codesOf(record(keys))).toEqual(['ok']);
  });
});

describe('a request id that is missing', () => {
  test('is made from the record, whatever its white space', () => {
    const bare = record({ requestId: undefined });
    const { requestId } = invocationOf(bare);
    expect(requestId).toMatch(/^sha256:[0-9a-f]{32}$/);
    expect(invocationOf(JSON.stringify(bare, null, 2)).requestId).toBe(requestId);
    expect(invocationOf({ message: JSON.stringify(bare) }).requestId).toBe(requestId);
  });

  test('differs between two records', () => {
    const first = invocationOf(record({ requestId: null })).requestId;
    const second = invocationOf(record({ requestId: null, region: 'us-east-1' })).requestId;
    expect(first).not.toBe(second);
  });
});

describe('names', () => {
  test('that are sentences, masked or no texts are left out', () => {
    const told = invocationOf(
      record({
        accountId: '************',
        region: 7,
        operation: 'Converse please, and tell me a story',
        inferenceRegion: ['x'],
        identity: { arn: '*****' },
        output: { outputBodyJson: { stopReason: 'I stopped because the user said so' } },
      }),
    );
    expect(told).toMatchObject({
      accountId: '',
      region: '',
      operation: '',
      inferenceRegion: null,
      stopReason: null,
      principal: { kind: 'unknown', arn: '' },
    });
  });

  test('of accounts that somebody cleaned are taken as they are', () => {
    expect(invocationOf(record({ accountId: '<redacted>' })).accountId).toBe('<redacted>');
  });
});

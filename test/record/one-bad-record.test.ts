/** One bad record costs itself: it stops nothing behind it, hides no other and tells no lie. */
import { describe, expect, test } from 'vitest';
import { createRuleSet } from '../../server/attribute/rule-set.ts';
import { meterRecord } from '../../server/job/record-reader.ts';
import { historyOf } from '../../server/record/inventory-history.ts';
import { parseRecords } from '../../server/record/parse-records.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { batch } from '../support/metered.ts';
import { claudeChunks } from './chunks.ts';
import { NOW_MS, codesOf, invocationOf, parse, record, type Json } from './records.ts';

const NO_RULES = createRuleSet([], 'none');
const NOTHING_KNOWN = historyOf([]);

function counting(requestId: string, inputTokenCount: number): Json {
  return record({ requestId, input: { inputTokenCount }, output: { outputTokenCount: 1 } });
}

/** What the store says of the records that were read, as ingestion would hand them on. */
function ingest(values: readonly unknown[], sourceAtMs: number | null = null) {
  const results = values.flatMap((value) => parse(value, sourceAtMs));
  const rows = results.flatMap((one) =>
    one.ok ? [meterRecord(one.value, NOTHING_KNOWN, NO_RULES)] : [],
  );
  return openSqliteStore({ path: ':memory:', promotedTags: [] }).ingest(batch(rows));
}

describe('a count past all belief', () => {
  test('goes to the quarantine, and the call beside it is stored', () => {
    const huge = [counting('a', Number.MAX_SAFE_INTEGER), counting('b', Number.MAX_SAFE_INTEGER)];
    expect(huge.flatMap((value) => codesOf(value))).toEqual([
      'badCount input.inputTokenCount',
      'badCount input.inputTokenCount',
    ]);
    expect(ingest([...huge, counting('c', 7)]).invocations).toBe(1);
  });

  test('is believed up to the limit, and the sum of many such calls is stored', () => {
    const most = Array.from({ length: 50 }, (_, index) => counting(`r${index}`, 1_000_000_000_000));
    expect(ingest(most).invocations).toBe(50);
    expect(codesOf(counting('a', 1_000_000_000_001))).toEqual(['badCount input.inputTokenCount']);
  });
});

describe('a count that is no count of tokens', () => {
  test('is not believed either, so that the store takes the batch', () => {
    const images = ['a', 'b'].map((requestId) => {
      const output = { outputImageCount: Number.MAX_SAFE_INTEGER };
      return record({ requestId, modelId: 'amazon.nova-canvas-v1:0', output });
    });
    expect(ingest(images).invocations).toBe(2);
  });

  test('of cache writes is refused when its parts come to too many', () => {
    const cacheDetails = Array.from({ length: 10_000 }, () => {
      return { ttl: '5m', inputTokens: 1_000_000_000_000 };
    });
    const outputBodyJson = { usage: { cacheDetails } };
    expect(codesOf(record({ output: { outputBodyJson } }))).toEqual([
      'badCount usage.cacheDetails',
    ]);
  });
});

describe('chunks of a stream without their record', () => {
  const [start, last] = [claudeChunks[0], claudeChunks.at(-1)];

  test('are stored at a whole millisecond where their source gives a fraction', () => {
    expect(ingest([claudeChunks], NOW_MS - 5000.25).invocations).toBe(1);
    expect(invocationOf(claudeChunks, NOW_MS - 5000.25).timestampMs).toBe(NOW_MS - 5001);
  });

  test('tell the output of their end where only the start counts it beside', () => {
    expect(invocationOf([start, last], NOW_MS).tokens.output).toBe(281);
  });
});

describe('a cache write that is told by lifetime only', () => {
  test('is metered by lifetime, not dropped for want of a total', () => {
    const usage = {
      cache_creation: { ephemeral_5m_input_tokens: 7, ephemeral_1h_input_tokens: 9 },
    };
    const call = invocationOf(record({ output: { outputBodyJson: { usage } } }));
    const writes = meterRecord(call, NOTHING_KNOWN, NO_RULES).usage.filter(
      ({ type }) => type.dimension === 'cache_write_tokens',
    );
    expect(writes.map(({ type, quantity }) => `${type.cacheTtl} ${quantity}`).sort()).toEqual([
      '1h 9',
      '5m 7',
    ]);
  });
});

describe('a request id that is hidden', () => {
  test.each([
    ['wholly', '************'],
    ['in part', '****-****-1'],
  ])('%s names no call, so two calls never fall together', (_name, requestId) => {
    expect(codesOf(record({ requestId }))).toEqual(['noRequestId requestId']);
  });

  test('differs from one that was replaced by a word', () => {
    expect(codesOf(record({ requestId: '<REQUEST_ID_1>' }))).toEqual(['ok']);
  });
});

describe('a text of far too many records', () => {
  test('is cut at the limit and says so once, also when they lie in lists of lists', () => {
    const list = `[${Array<string>(60_000).fill('0').join(',')}]`;
    const found = parse(`[${list},${list},${list}]`);
    expect(found).toHaveLength(100_001);
    expect(found.at(-1)).toEqual({ ok: false, problem: { code: 'tooLong', path: '' } });
  });
});

describe('the set-up text', () => {
  test('does not take the record behind it along unseen', () => {
    const setUp = 'Permissions are correctly set for Amazon Bedrock logs.';
    expect(codesOf(`${setUp}\n${JSON.stringify(record())}`)).toEqual(['notJson']);
  });
});

describe('the age of a record', () => {
  test('is limited where the reader says so, and otherwise by the age of Bedrock', () => {
    const raw = { text: JSON.stringify(record()), sourceAtMs: null };
    const [refused] = parseRecords(raw, NOW_MS, { oldestMs: NOW_MS - 3_600_000 });
    expect(refused).toEqual({
      ok: false,
      problem: { code: 'timestampOutOfRange', path: 'timestamp' },
    });
    expect(codesOf(record({ timestamp: '2023-01-01T00:00:00Z' }))).toEqual(['ok']);
    expect(codesOf(record({ timestamp: '2022-12-31T23:59:59Z' }))).toEqual([
      'timestampOutOfRange timestamp',
    ]);
  });
});

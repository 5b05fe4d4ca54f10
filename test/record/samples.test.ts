/** Reads other people's published records, where a folder of samples lies beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseRecords } from '../../server/record/parse-records.ts';
import { metered } from '../meter/lines.ts';
import { NOW_MS } from './records.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SAMPLES = path.join(ROOT, '..', 'shared', 'samples');

function read(name: string): string {
  return readFileSync(path.join(SAMPLES, name), 'utf8');
}

/** How many records of a text are read and refused, and what those add up to. */
function summaryOf(text: string, sourceAtMs: number | null = null) {
  const results = parseRecords({ text, sourceAtMs }, NOW_MS);
  const calls = results.flatMap((one) => (one.ok ? [one.value] : []));
  const sum = (counts: readonly (number | null)[]): number =>
    counts.reduce<number>((total, count) => total + (count ?? 0), 0);
  return {
    records: results.length,
    refused: results.length - calls.length,
    blocked: calls.filter(({ status }) => status === 'guardrailBlocked').length,
    input: sum(calls.map(({ tokens }) => tokens.input)),
    output: sum(calls.map(({ tokens }) => tokens.output)),
    latencyMs: sum(calls.map(({ latencyMs }) => latencyMs)),
  };
}

const FILES = [
  {
    name: 'aws-samples__kr-tech-blog-sample-code/records.jsonl',
    is: { records: 5, refused: 0, blocked: 0, input: 89, output: 1123, latencyMs: 11_061 },
  },
  {
    name: 'dheerajoruganty__aws-bedrock-logs-mcp-server/records.jsonl',
    is: { records: 1, refused: 0, blocked: 0, input: 4, output: 38, latencyMs: 302 },
  },
  {
    name: 'greenscale-ai__amazon-bedrock-metadata/records.jsonl',
    is: { records: 2, refused: 0, blocked: 0, input: 24, output: 514, latencyMs: 8129 },
  },
  {
    name: 'panther-labs__panther-analysis/records.jsonl',
    is: { records: 6, refused: 0, blocked: 2, input: 0, output: 0, latencyMs: 1245 },
  },
];

describe.skipIf(!existsSync(SAMPLES))('published records', () => {
  test.each(FILES)('of $name are read in full', ({ name, is }) => {
    expect(summaryOf(read(name))).toEqual(is);
  });

  test('of every variant are read', () => {
    const lines = read('examples.jsonl').trim().split('\n');
    const records = lines.map((line) => (JSON.parse(line) as { record: unknown }).record);
    expect(summaryOf(records.map((one) => JSON.stringify(one)).join('\n'))).toEqual({
      records: 21,
      refused: 0,
      blocked: 3,
      input: 3765,
      output: 3423,
      latencyMs: 35_345,
    });
    expect(records.filter((one) => metered(one).includes('unmetered_calls=1'))).toEqual([]);
  });

  test.each([
    { name: 'test_anthropic_3_completion_streaming', is: { refused: 0, input: 16, output: 21 } },
    // Chunks of Nova and Titan name no model: refused, and counted once each.
    { name: 'test_nova_invoke_stream', is: { refused: 1, input: 0, output: 0 } },
    { name: 'test_titan_invoke_stream', is: { refused: 1, input: 0, output: 0 } },
    { name: 'test_guardrail_invoke_stream', is: { refused: 1, input: 0, output: 0 } },
  ])('as bare chunks of $name are one', ({ name, is }) => {
    const text = read(`traceloop__openllmetry/${name}.decoded-chunks.json`);
    expect(summaryOf(text, NOW_MS)).toMatchObject({ records: 1, ...is });
  });

  test.each([
    { name: 'test_nova_invoke_stream', modelId: 'amazon.nova-lite-v1:0', status: 'success' },
    {
      name: 'test_titan_invoke_stream',
      modelId: 'amazon.titan-text-express-v1',
      status: 'success',
    },
    {
      name: 'test_guardrail_invoke_stream',
      modelId: 'amazon.titan-text-express-v1',
      status: 'guardrailBlocked',
    },
  ])('tell a masked answer from a stopped one: $name', ({ name, modelId, status }) => {
    const chunks = JSON.parse(
      read(`traceloop__openllmetry/${name}.decoded-chunks.json`),
    ) as unknown;
    const value = {
      schemaType: 'ModelInvocationLog',
      timestamp: '2026-11-01T00:00:00Z',
      modelId,
      output: { outputBodyJson: chunks },
    };
    const [only] = parseRecords({ text: JSON.stringify(value), sourceAtMs: null }, NOW_MS);
    expect(only?.ok && only.value.status).toBe(status);
  });
});

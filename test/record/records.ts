/** Builds log records for tests: a plain Converse call, changed where the test says. */
import { expect } from 'vitest';
import type { Invocation } from '../../server/record/invocation.ts';
import { parseRecords } from '../../server/record/parse-records.ts';

import { agrees } from './skim-agreement.ts';

export const NOW_MS = Date.UTC(2026, 10, 20, 12);

export type Json = Record<string, unknown>;

const PLAIN: Json = {
  schemaType: 'ModelInvocationLog',
  schemaVersion: '1.0',
  timestamp: '2026-11-20T10:00:00Z',
  accountId: '111122223333',
  region: 'eu-west-1',
  requestId: '7c9d1e00-0000-4000-8000-000000000001',
  operation: 'Converse',
  modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
  identity: { arn: 'arn:aws:sts::111122223333:assumed-role/Shop/shop-1' },
};

/** A record whose keys are replaced; undefined takes a key away. */
export function record(changes: Json = {}): Json {
  return { ...PLAIN, ...changes };
}

/** A call of InvokeModel with the provider's own bodies. */
export function invoke(modelId: string, request: unknown, answer: unknown, more: Json = {}): Json {
  return record({
    operation: 'InvokeModel',
    modelId,
    input: { inputContentType: 'application/json', inputBodyJson: request },
    output: { outputContentType: 'application/json', outputBodyJson: answer },
    ...more,
  });
}

/** A call whose answer came in chunks. */
export function streamed(modelId: string, chunks: readonly unknown[], more: Json = {}): Json {
  return invoke(modelId, undefined, chunks, {
    operation: 'InvokeModelWithResponseStream',
    ...more,
  });
}

/** What a text parses to, with a source's time of half a minute after the record's. */
export function parse(value: unknown, sourceAtMs: number | null = null) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  agrees(text, NOW_MS); // Every record that any test reads is skimmed as well.
  return parseRecords({ text, sourceAtMs }, NOW_MS);
}

/** The one invocation of a record that is sound. */
export function invocationOf(value: unknown, sourceAtMs: number | null = null): Invocation {
  const results = parse(value, sourceAtMs);
  const [only] = results;
  expect(results).toHaveLength(1);
  if (!only?.ok) throw new Error(`no invocation: ${JSON.stringify(only)}`);
  return only.value;
}

/** Codes of what was refused, `ok` for what was not. */
export function codesOf(value: unknown, sourceAtMs: number | null = null): readonly string[] {
  return parse(value, sourceAtMs).map((one) => {
    return one.ok ? 'ok' : `${one.problem.code} ${one.problem.path}`.trim();
  });
}

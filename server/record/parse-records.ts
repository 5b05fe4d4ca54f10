/** Reads what a source delivered into invocations: counts, times and identities, no content. */
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../shared/result.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { readAnswerBody, type AnswerBody } from './answer-body.ts';
import { callStatus } from './call-status.ts';
import { readGuardrail } from './guardrail.ts';
import type { Invocation, RecordProblem, RecordProblemCode } from './invocation.ts';
import { at, numberAt, objectAt, textAt } from './json.ts';
import { readMediaCounts } from './media-counts.ts';
import { parseModelReference } from './model-reference.ts';
import { parsePrincipal } from './principal.ts';
import { recordValues, type RecordValue } from './record-values.ts';
import { readTokenCounts } from './token-counts.ts';
import { parseTimestamp } from './timestamp.ts';

/** Bedrock became generally available in 2023; no log can be older. */
export const OLDEST_MS = Date.UTC(2023, 0, 1);
/** CloudWatch Logs takes events this far ahead of its clock. */
const AHEAD_MS_MAX = 2 * HOUR_MS + DAY_MS;

const METADATA_ENTRIES_MAX = 64;
const METADATA_KEY_CHARS_MAX = 256;
const METADATA_VALUE_CHARS_MAX = 1024;

type Parsed = Result<Invocation, RecordProblem>;

/**
 * Reads a text that a source delivered: a record, several, or an envelope around them.
 *
 * @param raw the text and the time that its source gives it, epoch ms or null.
 * @param nowMs records from further ahead than CloudWatch allows are refused.
 * @returns one result a record, in order; [] for texts that are no records by design, such as the
 *   permission check. Problems name a path, never content. Never throws.
 */
export function parseRecords(
  raw: { readonly text: string; readonly sourceAtMs: number | null },
  nowMs: number,
): readonly Parsed[] {
  return recordValues(raw.text, raw.sourceAtMs).map((found) =>
    found.ok ? parseRecord(found.value, nowMs) : found,
  );
}

function problem(code: RecordProblemCode, path: string): Parsed {
  return err({ code, path });
}

function parseRecord(record: RecordValue, nowMs: number): Parsed {
  if (Array.isArray(record.value)) return parseChunks(record, record.value, nowMs);
  const { value } = record;
  const schemaType = at(value, 'schemaType');
  if (schemaType !== undefined && schemaType !== 'ModelInvocationLog') {
    return problem('notAnInvocationLog', 'schemaType');
  }
  if (schemaType === undefined && textAt(value, 'operation') === null) {
    return problem('notAnInvocationLog', '');
  }
  const timestampMs = parseTimestamp(at(value, 'timestamp'));
  if (timestampMs === null) return problem('badTimestamp', 'timestamp');
  const modelId = textAt(value, 'modelId');
  if (modelId === null) return problem('noModelId', 'modelId');
  return invocationOf({ record, value, timestampMs, modelId, nowMs });
}

/** Stream chunks without their record, as some deliveries hold them: the time is the source's. */
function parseChunks(record: RecordValue, chunks: readonly unknown[], nowMs: number): Parsed {
  const start = chunks.map((chunk) => objectAt(chunk, 'message')).find((one) => one !== null);
  const modelId = textAt(start, 'model');
  if (modelId === null) return problem('noModelId', 'message.model');
  if (record.sourceAtMs === null) return problem('badTimestamp', '');
  const operation = 'InvokeModelWithResponseStream';
  const value = { operation, output: { outputBodyJson: chunks } };
  return invocationOf({ record, value, timestampMs: record.sourceAtMs, modelId, nowMs });
}

interface Parts {
  readonly record: RecordValue;
  readonly value: unknown;
  readonly timestampMs: number;
  readonly modelId: string;
  readonly nowMs: number;
}

function invocationOf({ record, value, timestampMs, modelId, nowMs }: Parts): Parsed {
  if (timestampMs < OLDEST_MS || timestampMs > nowMs + AHEAD_MS_MAX) {
    return problem('timestampOutOfRange', 'timestamp');
  }
  const body = readAnswerBody(at(at(value, 'output'), 'outputBodyJson'));
  const tokens = readTokenCounts(value, body);
  if (!tokens.ok) return tokens;
  const guardrail = readGuardrail(body);
  const errorCode = textAt(value, 'errorCode');
  return ok({
    timestampMs,
    accountId: textAt(value, 'accountId') ?? '',
    region: textAt(value, 'region') ?? '',
    requestId: textAt(value, 'requestId') ?? contentId(record.text),
    operation: textAt(value, 'operation') ?? '',
    modelId,
    modelReference: parseModelReference(invokedModel(body) ?? modelId),
    principal: parsePrincipal(textAt(at(value, 'identity'), 'arn')),
    status: callStatus(errorCode, guardrail.isBlocked),
    errorCode,
    inferenceRegion: textAt(value, 'inferenceRegion'),
    stopReason: firstText(body, ['stopReason', 'stop_reason']),
    ...timesOf(body),
    ...tierOf(value, body),
    tokens: tokens.value,
    media: readMediaCounts(value),
    guardrailUnits: guardrail.units,
    requestMetadata: metadataOf(value),
  });
}

/** Stands for a request id that the record lacks: the same text is the same call. */
function contentId(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** A prompt router tells in its trace which model answered. */
function invokedModel(body: AnswerBody): string | null {
  const traces = body.parts.map((part) => objectAt(part, 'trace', 'promptRouter'));
  return traces.map((trace) => textAt(trace, 'invokedModelId')).find((id) => id !== null) ?? null;
}

function firstText(body: AnswerBody, keys: readonly string[]): string | null {
  const texts = body.parts.flatMap((part) => keys.flatMap((key) => textAt(part, key) ?? []));
  return texts[0] ?? null;
}

function timesOf(body: AnswerBody): Pick<Invocation, 'latencyMs' | 'firstTokenMs'> {
  const { metrics, invocationMetrics } = body;
  const latencyMs =
    numberAt(metrics, 'latencyMs') ?? numberAt(invocationMetrics, 'invocationLatency');
  const firstTokenMs = numberAt(invocationMetrics, 'firstByteLatency');
  return { latencyMs: wholeMs(latencyMs), firstTokenMs: wholeMs(firstTokenMs) };
}

function wholeMs(ms: number | null): number | null {
  return ms === null || ms > Number.MAX_SAFE_INTEGER ? null : Math.round(ms);
}

const TIERS = new Map<string, Invocation['serviceTier']>([
  ['default', 'standard'],
  ['standard', 'standard'],
  ['priority', 'priority'],
  ['flex', 'flex'],
  ['batch', 'batch'],
  ['reserved', 'reserved'],
]);

/** The tier of the answer counts; a record that does not tell it is taken as standard. */
function tierOf(value: unknown, body: AnswerBody): Pick<Invocation, 'serviceTier' | 'latencyMode'> {
  const parts = [...body.parts, value];
  const named = parts.flatMap((part) => [
    textAt(at(part, 'serviceTier'), 'type') ?? [],
    textAt(part, 'serviceTier') ?? [],
  ]);
  const used = [body.usage, body.lastUsage].map((usage) => textAt(usage, 'service_tier'));
  const tier = [...named.flat(), ...used].find((one) => one !== null) ?? 'default';
  const latency = parts.map((part) => textAt(at(part, 'performanceConfig'), 'latency'));
  return {
    serviceTier: TIERS.get(tier) ?? 'standard',
    latencyMode: latency.includes('optimized') ? 'optimized' : 'standard',
  };
}

/** Keys and values are the caller's own texts: bounded, and in a Map, where no name is special. */
function metadataOf(value: unknown): ReadonlyMap<string, string> {
  const metadata = objectAt(value, 'requestMetadata') ?? {};
  const entries = Object.entries(metadata).slice(0, METADATA_ENTRIES_MAX);
  const texts = entries.flatMap(([key, text]): readonly (readonly [string, string])[] => {
    if (typeof text !== 'string' || key === '' || key.length > METADATA_KEY_CHARS_MAX) return [];
    return [[key, text.slice(0, METADATA_VALUE_CHARS_MAX)]];
  });
  return new Map(texts);
}

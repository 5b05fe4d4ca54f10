/** Reads what a source delivered into invocations: counts, times and identities, no content. */
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../shared/result.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { readAnswerBody, type AnswerBody } from './answer-body.ts';
import { readBodyPaths } from './body-paths.ts';
import { callStatus, errorCodeOf } from './call-status.ts';
import { readGuardrail } from './guardrail.ts';
import type { Invocation, Principal, RecordProblem } from './invocation.ts';
import type { RecordProblemCode } from './record-problems.ts';
import { at, numberAt, objectAt, textAt, wordAt } from './json.ts';
import { readMediaCounts } from './media-counts.ts';
import { referenceOf } from './model-reference.ts';
import { parsePrincipal } from './principal.ts';
import { recordValues, type RecordValue } from './record-values.ts';
import { readRequestMetadata } from './request-metadata.ts';
import { readTier } from './service-tier.ts';
import { readTokenCounts } from './token-counts.ts';
import { parseTimestamp } from './timestamp.ts';

/** Bedrock became generally available in 2023; no log can be older. */
const OLDEST_MS = Date.UTC(2023, 0, 1);
/** CloudWatch Logs takes events this far ahead of its clock. */
const AHEAD_MS_MAX = 2 * HOUR_MS;

/** The API's own limits on ids and ARNs, generously; what is longer is no name. */
const REQUEST_ID_CHARS_MAX = 256;
const NAME_CHARS_MAX = 2048;
const SHORT_NAME_CHARS_MAX = 64;

type Parsed = Result<Invocation, RecordProblem>;

export interface ParseOptions {
  /** Records from before are refused; the default is older than any log. */
  readonly oldestMs?: number;
}

/** Times that are believed, both ends included. */
interface Span {
  readonly oldestMs: number;
  readonly newestMs: number;
}

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
  { oldestMs = OLDEST_MS }: ParseOptions = {},
): readonly Parsed[] {
  const span = spanOf(nowMs, oldestMs);
  return recordValues(raw.text, raw.sourceAtMs).map((found) =>
    found.ok ? parseRecord(found.value, span) : found,
  );
}

/** The same for the value of one record, where somebody has put it together. Never throws. */
export function parseRecordValue(value: unknown, nowMs: number): Parsed {
  return parseRecord({ value, sourceAtMs: null }, spanOf(nowMs, OLDEST_MS));
}

function spanOf(nowMs: number, oldestMs: number): Span {
  return { oldestMs, newestMs: nowMs + AHEAD_MS_MAX };
}

function isIn({ oldestMs, newestMs }: Span, timestampMs: number): boolean {
  return timestampMs >= oldestMs && timestampMs <= newestMs;
}

/** Tells whether parseRecords believes a time, epoch ms. */
export function isBelieved(timestampMs: number, nowMs: number): boolean {
  return isIn(spanOf(nowMs, OLDEST_MS), timestampMs);
}

/** Who called, by `identity.arn` as logged. */
export function principalOf(arn: unknown): Principal {
  return parsePrincipal(nameAt({ arn }, 'arn'));
}

function problem(code: RecordProblemCode, path: string): Parsed {
  return err({ code, path });
}

function parseRecord(record: RecordValue, span: Span): Parsed {
  const { value } = record;
  if (Array.isArray(value)) return parseChunks(record, value, span);
  const schemaType = at(value, 'schemaType');
  if (schemaType !== undefined && schemaType !== 'ModelInvocationLog') {
    return problem('notAnInvocationLog', 'schemaType');
  }
  if (schemaType === undefined && textAt(value, 'operation') === null) {
    return problem('notAnInvocationLog', '');
  }
  const timestampMs = parseTimestamp(at(value, 'timestamp'));
  if (timestampMs === null) return problem('badTimestamp', 'timestamp');
  const modelId = nameAt(value, 'modelId');
  if (modelId === null) return problem('noModelId', 'modelId');
  const requestId = requestIdOf(value);
  if (requestId === null) return problem('noRequestId', 'requestId');
  return invocationOf({ value, timestampMs, modelId, requestId, span });
}

/** Stream chunks without their record, as some deliveries hold them: the time is the source's. */
function parseChunks(record: RecordValue, chunks: readonly unknown[], span: Span): Parsed {
  const start = chunks.map((chunk) => objectAt(chunk, 'message')).find((one) => one !== null);
  const model = nameAt(start, 'model');
  if (model === null) return problem('noModelId', 'message.model');
  if (record.sourceAtMs === null) return problem('badTimestamp', '');
  const operation = 'InvokeModelWithResponseStream';
  const value = { operation, output: { outputBodyJson: chunks } };
  // Anthropic leaves its own name out, which Bedrock's ids begin with.
  const modelId = model.startsWith('claude-') ? `anthropic.${model}` : model;
  const requestId = wordAt(start, 'id') ?? contentId(chunks);
  const timestampMs = Math.floor(record.sourceAtMs); // An envelope may give a fraction.
  return invocationOf({ value, timestampMs, modelId, requestId, span });
}

/** Data protection writes asterisks over what it hides; such a text names nothing. */
const MASKED = /^\*+$/;

function nameAt(value: unknown, key: string): string | null {
  const name = textAt(value, key);
  return name === null || name.length > NAME_CHARS_MAX || MASKED.test(name) ? null : name;
}

/** Accounts and Regions have a dozen characters; whoever cleans a log may write others. */
function shortNameAt(value: unknown, key: string): string | null {
  const name = nameAt(value, key);
  return name !== null && name.length <= SHORT_NAME_CHARS_MAX ? name : null;
}

/** A row of asterisks hides a part of an id; one alone may stand in somebody's own. */
const PARTLY_MASKED = /\*{3}/;

/** @returns null for an id that is masked, too long or no text: such calls would fall together. */
function requestIdOf(value: unknown): string | null {
  const requestId = at(value, 'requestId');
  if (requestId === undefined || requestId === null || requestId === '') return contentId(value);
  const name = nameAt(value, 'requestId');
  if (name === null || name.length > REQUEST_ID_CHARS_MAX || PARTLY_MASKED.test(name)) return null;
  return name;
}

/** Stands for a request id that the record lacks: the same record is the same call. */
function contentId(value: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return `sha256:${hash.slice(0, 32)}`;
}

interface Parts {
  readonly value: unknown;
  readonly timestampMs: number;
  readonly modelId: string;
  readonly requestId: string;
  readonly span: Span;
}

function invocationOf({ value, timestampMs, modelId, requestId, span }: Parts): Parsed {
  if (!isIn(span, timestampMs)) return problem('timestampOutOfRange', 'timestamp');
  const body = readAnswerBody(at(at(value, 'output'), 'outputBodyJson'));
  const guardrail = readGuardrail(body);
  const tokens = readTokenCounts(value, body, guardrail.isBlocked);
  if (!tokens.ok) return tokens;
  const errorCode = errorCodeOf(value);
  const modelReference = referenceOf(modelId, invokedModel(body));
  return ok({
    timestampMs,
    accountId: shortNameAt(value, 'accountId') ?? '',
    region: shortNameAt(value, 'region') ?? '',
    requestId,
    operation: wordAt(value, 'operation') ?? '',
    modelId,
    modelReference,
    principal: principalOf(at(at(value, 'identity'), 'arn')),
    status: callStatus(errorCode, guardrail.isBlocked),
    errorCode,
    inferenceRegion: wordAt(value, 'inferenceRegion'),
    stopReason: stopReasonOf(body),
    ...timesOf(body),
    ...readTier(value, body),
    tokens: tokens.value,
    media: readMediaCounts(value, modelReference.model, tokens.value),
    guardrailUnits: guardrail.units,
    requestMetadata: readRequestMetadata(value),
    bodies: readBodyPaths(value),
  });
}

/** A prompt router tells in its trace which model answered. */
function invokedModel({ parts }: AnswerBody): string | null {
  for (const part of parts) {
    const invoked = nameAt(objectAt(part, 'trace', 'promptRouter'), 'invokedModelId');
    if (invoked !== null) return invoked;
  }
  return null;
}

const STOP_REASON_KEYS = [
  'stopReason',
  'stop_reason',
  'finish_reason',
  'completionReason',
] as const;

function stopReasonOf({ parts }: AnswerBody): string | null {
  for (const part of parts) {
    for (const key of STOP_REASON_KEYS) {
      const reason = wordAt(part, key);
      if (reason !== null) return reason;
    }
  }
  return null;
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

/** Opens what a source delivered: one record, several, or an envelope around them. */
import { err, ok, type Result } from '../../shared/result.ts';
import type { RecordProblem } from './invocation.ts';
import { asObject, at, isTooDeep, numberAt } from './json.ts';

/** One record's value, with the time that its envelope gives. */
export interface RecordValue {
  readonly value: unknown;
  /** The record's own text, for the hash of one without a request id. */
  readonly text: string;
  readonly sourceAtMs: number | null;
}

const TEXT_CHARS_MAX = 16 * 1024 * 1024;
/** Envelopes stand in envelopes twice at the most: a subscription's events hold messages. */
const ENVELOPES_MAX = 3;

type Found = Result<RecordValue, RecordProblem>;

/** What Bedrock writes when logging is set up, and what subscriptions send to test the way. */
const SETUP_TEXT = /^Permissions are correctly set for Amazon Bedrock logs/;
const CONTROL = 'CONTROL_MESSAGE';

/**
 * All record values of a text, in order.
 *
 * @returns [] for blank and set-up texts, which are no records by design. Never throws.
 */
export function recordValues(text: string, sourceAtMs: number | null): readonly Found[] {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '' || SETUP_TEXT.test(trimmed)) return [];
  if (trimmed.length > TEXT_CHARS_MAX) return [err({ code: 'tooLong', path: '' })];
  if (isTooDeep(trimmed)) return [err({ code: 'tooDeep', path: '' })];
  return parseTexts(trimmed).flatMap((one): readonly Found[] => {
    if (!one.ok) return [one];
    return openEnvelope({ value: one.value.value, text: one.value.text, sourceAtMs }, 0);
  });
}

interface ParsedText {
  readonly value: unknown;
  readonly text: string;
}

function parseTexts(text: string): readonly Result<ParsedText, RecordProblem>[] {
  const whole = parseJson(text);
  if (whole !== undefined) return [ok({ value: whole, text })];
  const parts = splitObjects(text);
  if (parts.length < 2) return [err({ code: 'notJson', path: '' })];
  return parts.map((part) => {
    const value = parseJson(part);
    return value === undefined ? err({ code: 'notJson', path: '' }) : ok({ value, text: part });
  });
}

/** @returns undefined for what is no JSON; JSON itself has no undefined. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // The text is data of others: counted by the caller, never quoted.
  }
}

/** Cuts `{..}{..}` between its objects; a text that is cut off ends in a part that is no JSON. */
function splitObjects(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let startIndex = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (isInText && char === '\\') index += 1;
    else if (char === '"') isInText = !isInText;
    else if (!isInText && char === '{') depth += 1;
    else if (!isInText && char === '}') {
      depth -= 1;
      if (depth !== 0) continue;
      parts.push(text.slice(startIndex, index + 1));
      startIndex = index + 1;
    }
  }
  const rest = text.slice(startIndex).trim();
  return rest === '' ? parts : [...parts, rest];
}

function openEnvelope(record: RecordValue, depth: number): readonly Found[] {
  if (depth > ENVELOPES_MAX) return [err({ code: 'notAnInvocationLog', path: '' })];
  const { value } = record;
  if (Array.isArray(value)) return openList(record, value, depth);
  const object = asObject(value);
  if (!object) return [err({ code: 'notAnInvocationLog', path: '' })];
  if (at(object, 'messageType') === CONTROL) return [];
  const events = at(object, 'logEvents') ?? at(object, 'events');
  if (Array.isArray(events) && at(object, 'modelId') === undefined) {
    return events.flatMap((event) => openEnvelope({ ...record, value: event }, depth + 1));
  }
  const message = at(object, 'message') ?? at(object, '@message');
  const isEvent = message !== undefined && at(object, 'modelId') === undefined;
  return isEvent ? openMessage(record, message, depth) : [ok(record)];
}

/** A list is stream chunks without their record, or simply several records. */
function openList(record: RecordValue, list: readonly unknown[], depth: number): readonly Found[] {
  if (list.some(isStreamChunk)) return [ok(record)];
  return list.flatMap((one) => {
    return openEnvelope({ ...record, value: one, text: JSON.stringify(one) }, depth + 1);
  });
}

function isStreamChunk(value: unknown): boolean {
  return at(value, 'type') === 'message_start' || asObject(at(value, 'messageStart')) !== null;
}

function openMessage(record: RecordValue, message: unknown, depth: number): readonly Found[] {
  const sourceAtMs = numberAt(record.value, 'timestamp') ?? record.sourceAtMs;
  if (typeof message === 'string') return recordValues(message, sourceAtMs);
  const text = JSON.stringify(message);
  return openEnvelope({ value: message, text, sourceAtMs }, depth + 1);
}

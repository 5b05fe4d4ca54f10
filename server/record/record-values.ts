/** Opens what a source delivered: one record, several, or an envelope around them. */
import { err, ok, type Result } from '../../shared/result.ts';
import type { RecordProblem } from './invocation.ts';
import { asList, asObject, at, numberAt, type JsonObject } from './json.ts';
import { isTooDeep, splitObjects } from './json-scan.ts';

/** One record's value, with the time that its envelope gives. */
export interface RecordValue {
  readonly value: unknown;
  readonly sourceAtMs: number | null;
}

type Found = Result<RecordValue, RecordProblem>;

const TEXT_CHARS_MAX = 16 * 1024 * 1024;
/** A subscription's payload of 1 MB holds some thousand events; a batch of more is no delivery. */
const RECORDS_MAX = 100_000;
/** A list of payloads, their events, their messages: envelopes stand three deep at the most. */
const ENVELOPES_MAX = 4;

/** What Bedrock writes when logging is set up, and what subscriptions send to test the way. */
const SETUP_TEXT = /^Permissions are correctly set for Amazon Bedrock logs\.?$/;
const CONTROL = 'CONTROL_MESSAGE';

const NOT_JSON: Found = err({ code: 'notJson', path: '' });
const NO_LOG: Found = err({ code: 'notAnInvocationLog', path: '' });
const TOO_LONG: Found = err({ code: 'tooLong', path: '' });
const TOO_DEEP: Found = err({ code: 'tooDeep', path: '' });

/**
 * All record values of a text, in order.
 *
 * @returns [] for blank and set-up texts, which are no records by design; `tooLong` last where more
 *   records stand in the text than in any delivery. Never throws.
 */
export function recordValues(text: string, sourceAtMs: number | null): readonly Found[] {
  const found = openText(text, sourceAtMs, 0);
  // Lists in lists: each may be short enough, and all together are not.
  return found.length > RECORDS_MAX ? [...found.slice(0, RECORDS_MAX), TOO_LONG] : found;
}

function openText(text: string, sourceAtMs: number | null, depth: number): readonly Found[] {
  const trimmed = text.trim(); // Takes a byte order mark away as well.
  if (trimmed === '' || SETUP_TEXT.test(trimmed)) return [];
  if (trimmed.length > TEXT_CHARS_MAX) return [TOO_LONG];
  if (isTooDeep(trimmed)) return [TOO_DEEP];
  const value = parseJson(trimmed);
  if (value !== undefined) return open({ value, sourceAtMs }, depth);
  const parts = splitObjects(trimmed);
  if (parts.length < 2) return [NOT_JSON];
  return openEach(parts, (part) => {
    const one = parseJson(part);
    return one === undefined ? [NOT_JSON] : open({ value: one, sourceAtMs }, depth);
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

function openEach<Item>(
  items: readonly Item[],
  openOne: (item: Item) => readonly Found[],
): readonly Found[] {
  return items.length > RECORDS_MAX ? [TOO_LONG] : items.flatMap(openOne);
}

function open(record: RecordValue, depth: number): readonly Found[] {
  if (depth > ENVELOPES_MAX) return [NO_LOG];
  if (Array.isArray(record.value)) return openList(record, record.value, depth);
  const object = asObject(record.value);
  if (!object) return [NO_LOG];
  const isRecord = Object.hasOwn(object, 'modelId') || Object.hasOwn(object, 'schemaType');
  return isRecord ? [ok(record)] : openEnvelope(record, object, depth);
}

function openEnvelope(record: RecordValue, object: JsonObject, depth: number): readonly Found[] {
  if (at(object, 'messageType') === CONTROL) return [];
  const events = eventsOf(object);
  if (events) {
    return openEach(events, (value) => open({ value, sourceAtMs: record.sourceAtMs }, depth + 1));
  }
  const message = at(object, 'message') ?? at(object, '@message');
  return message === undefined ? [ok(record)] : openMessage(record, message, depth);
}

/** Events of a subscription or of FilterLogEvents, or the rows of a Logs Insights answer. */
function eventsOf(object: JsonObject): readonly unknown[] | null {
  const events = at(object, 'logEvents') ?? at(object, 'events');
  if (Array.isArray(events)) return events;
  const rows = asList(at(object, 'results'));
  return rows.length > 0 && rows.every(Array.isArray) ? rows : null;
}

/** A list is stream chunks without their record, an Insights row, or simply several records. */
function openList(record: RecordValue, list: readonly unknown[], depth: number): readonly Found[] {
  if (list.some(isStreamChunk)) return [ok(record)];
  const cell = list.find((one) => at(one, 'field') === '@message');
  if (cell !== undefined) return openMessage(record, at(cell, 'value'), depth);
  const { sourceAtMs } = record;
  return openEach(list, (value) => open({ value, sourceAtMs }, depth + 1));
}

const CHUNK_TYPE = /^(message_|content_block)/;
const CHUNK_KEYS = ['messageStart', 'contentBlockDelta', 'amazon-bedrock-invocationMetrics'];

function isStreamChunk(value: unknown): boolean {
  const type = at(value, 'type');
  if (typeof type === 'string' && CHUNK_TYPE.test(type)) return true;
  return CHUNK_KEYS.some((key) => at(value, key) !== undefined);
}

function openMessage(record: RecordValue, message: unknown, depth: number): readonly Found[] {
  const sourceAtMs = numberAt(record.value, 'timestamp') ?? record.sourceAtMs;
  if (typeof message === 'string') return openText(message, sourceAtMs, depth + 1);
  return open({ value: message, sourceAtMs }, depth + 1);
}

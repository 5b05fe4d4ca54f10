/** Finds where an answer's figures stand: in one object, or in the chunks of a stream. */
import { asList, asObject, objectAt, textAt, NOTHING, type JsonObject } from './json.ts';

/** Parts of an answer that figures are read from; empty objects where the record has none. */
export interface AnswerBody {
  /** The whole answer where it is one object; empty for a stream. */
  readonly whole: JsonObject;
  /** `usage` of the answer, whatever its spelling. */
  readonly usage: JsonObject;
  /** Latest `usage` of a stream, which holds the final output count. */
  readonly lastUsage: JsonObject;
  /** `metrics` of Converse. */
  readonly metrics: JsonObject;
  /** `amazon-bedrock-invocationMetrics` of the last chunk. */
  readonly invocationMetrics: JsonObject;
  /** Objects that may carry a trace, a guardrail's action, a stop reason or a tier. */
  readonly parts: readonly JsonObject[];
}

const NO_BODY: AnswerBody = {
  whole: NOTHING,
  usage: NOTHING,
  lastUsage: NOTHING,
  metrics: NOTHING,
  invocationMetrics: NOTHING,
  parts: [],
};

/**
 * Reads the body of an answer by its shape, not by its operation.
 *
 * @param body `output.outputBodyJson`: an object, an array of chunks, or absent.
 */
export function readAnswerBody(body: unknown): AnswerBody {
  if (Array.isArray(body)) return readChunks(body);
  const whole = asObject(body);
  return whole ? readObject(whole) : NO_BODY;
}

function readObject(whole: JsonObject): AnswerBody {
  // A masked sample of a publisher holds usage and metrics one level too deep.
  const inner = objectAt(whole, 'output');
  const usage = objectAt(whole, 'usage') ?? objectAt(inner, 'usage') ?? NOTHING;
  return {
    whole,
    usage,
    lastUsage: usage,
    metrics: objectAt(whole, 'metrics') ?? objectAt(inner, 'metrics') ?? NOTHING,
    invocationMetrics: objectAt(whole, 'amazon-bedrock-invocationMetrics') ?? NOTHING,
    parts: inner ? [whole, inner, ...choicesOf(whole)] : [whole, ...choicesOf(whole)],
  };
}

/** Where providers list several answers, each with a reason of its own. */
const CHOICE_LISTS = ['choices', 'results', 'outputs', 'generations'] as const;

function choicesOf(whole: JsonObject): readonly JsonObject[] {
  for (const key of CHOICE_LISTS) {
    const first = asObject(asList(whole[key])[0]);
    if (first) return [first];
  }
  return [];
}

function readChunks(list: readonly unknown[]): AnswerBody {
  const parts: JsonObject[] = [];
  const usages: JsonObject[] = [];
  let metrics = NOTHING;
  let invocationMetrics = NOTHING;
  for (const element of list) {
    const chunk = asObject(element); // Some streams hold texts such as `[DONE]`.
    if (!chunk || isContent(chunk)) continue;
    for (const part of partsOfChunk(chunk)) {
      parts.push(part);
      const usage = objectAt(part, 'usage');
      if (usage) usages.push(usage);
      metrics = objectAt(part, 'metrics') ?? metrics;
    }
    invocationMetrics = objectAt(chunk, 'amazon-bedrock-invocationMetrics') ?? invocationMetrics;
  }
  const usage = usages[0] ?? NOTHING;
  const lastUsage = usages.at(-1) ?? NOTHING;
  return { whole: NOTHING, usage, lastUsage, metrics, invocationMetrics, parts };
}

const CONTENT_EVENTS = ['contentBlockDelta', 'contentBlockStart', 'contentBlockStop'] as const;
const GUARDRAIL_KEYS = ['amazon-bedrock-guardrailAction', 'amazon-bedrock-trace'] as const;

/** Most chunks hold content and nothing else: they are passed by. */
function isContent(chunk: JsonObject): boolean {
  const isEvent = CONTENT_EVENTS.some((key) => Object.hasOwn(chunk, key));
  if (!isEvent && textAt(chunk, 'type')?.startsWith('content_block') !== true) return false;
  return !GUARDRAIL_KEYS.some((key) => Object.hasOwn(chunk, key));
}

const WRAPPERS = ['metadata', 'messageStop', 'delta', 'message'] as const;

/** Nova wraps each event into one key; Claude's stop reason stands in a delta. */
function partsOfChunk(chunk: JsonObject): readonly JsonObject[] {
  const parts = [chunk];
  for (const key of WRAPPERS) {
    const part = asObject(chunk[key]);
    if (part) parts.push(part);
  }
  return parts;
}

/** Finds where an answer's figures stand: in one object, or in the chunks of a stream. */
import { asList, asObject, objectAt, type JsonObject } from './json.ts';

/** Parts of an answer that figures are read from; empty objects where the record has none. */
export interface AnswerBody {
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

const NOTHING: JsonObject = {};

/**
 * Reads the body of an answer by its shape, not by its operation.
 *
 * @param body `output.outputBodyJson`: an object, an array of chunks, or absent.
 */
export function readAnswerBody(body: unknown): AnswerBody {
  return Array.isArray(body) ? readChunks(body) : readObject(asObject(body) ?? NOTHING);
}

function readObject(body: JsonObject): AnswerBody {
  // A masked sample of a publisher holds usage and metrics one level too deep.
  const inner = objectAt(body, 'output');
  const usage = objectAt(body, 'usage') ?? objectAt(inner, 'usage') ?? NOTHING;
  return {
    usage,
    lastUsage: usage,
    metrics: objectAt(body, 'metrics') ?? objectAt(inner, 'metrics') ?? NOTHING,
    invocationMetrics: objectAt(body, 'amazon-bedrock-invocationMetrics') ?? NOTHING,
    parts: [body],
  };
}

function readChunks(list: readonly unknown[]): AnswerBody {
  const parts = asList(list)
    .map(asObject)
    .filter((chunk) => chunk !== null);
  const usages = parts.map(usageOfChunk).filter((usage) => usage !== null);
  const metrics = parts.map((chunk) => objectAt(chunk, 'metadata', 'metrics'));
  const invocationMetrics = parts.map((chunk) =>
    objectAt(chunk, 'amazon-bedrock-invocationMetrics'),
  );
  return {
    usage: usages[0] ?? NOTHING,
    lastUsage: usages.at(-1) ?? NOTHING,
    metrics: lastObject(metrics),
    invocationMetrics: lastObject(invocationMetrics),
    parts: parts.flatMap(partsOfChunk),
  };
}

function lastObject(objects: readonly (JsonObject | null)[]): JsonObject {
  return objects.findLast((one) => one !== null) ?? NOTHING;
}

function usageOfChunk(chunk: JsonObject): JsonObject | null {
  return (
    objectAt(chunk, 'message', 'usage') ??
    objectAt(chunk, 'metadata', 'usage') ??
    objectAt(chunk, 'usage')
  );
}

/** Nova wraps each event into one key; Claude's stop reason stands in a delta. */
function partsOfChunk(chunk: JsonObject): readonly JsonObject[] {
  const wrapped = [
    objectAt(chunk, 'metadata'),
    objectAt(chunk, 'messageStop'),
    objectAt(chunk, 'delta'),
    objectAt(chunk, 'message'),
  ];
  return [chunk, ...wrapped.filter((part) => part !== null)];
}

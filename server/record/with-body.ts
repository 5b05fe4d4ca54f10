/** Adds to an invocation what a body tells that was too large for its record. */
import type { Invocation, MediaCounts } from './invocation.ts';
import { isTooDeep } from './json-scan.ts';
import { parseRecordValue } from './parse-records.ts';

/** Which of a call's two bodies: the request or the answer. */
export type BodyPart = 'input' | 'output';

/**
 * Reads a body for its figures; what the record itself says stays as it is.
 *
 * @param body JSON of the request or the answer, as it lies in S3.
 * @returns the invocation without the path of this body; null when the text is no JSON. None of the
 *   body's content is kept. Never throws.
 */
export function withBody(invocation: Invocation, part: BodyPart, body: string): Invocation | null {
  const value = isTooDeep(body) ? undefined : parseJson(body);
  if (value === undefined) return null;
  const { timestampMs, modelId, requestId } = invocation;
  const told = toldBy({ timestampMs, modelId, requestId, part, value });
  const rest = invocation.bodies && { ...invocation.bodies, [part]: null };
  const bodies = rest?.input === null && rest.output === null ? null : rest;
  return told === null ? { ...invocation, bodies } : { ...merged(invocation, told), bodies };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Data of others: counted by the caller, never quoted.
  }
}

/** A record of nothing but this body, read as all records are. */
function toldBy(of: {
  readonly timestampMs: number;
  readonly modelId: string;
  readonly requestId: string;
  readonly part: BodyPart;
  readonly value: unknown;
}): Invocation | null {
  const { timestampMs, modelId, requestId, part, value } = of;
  const record = {
    schemaType: 'ModelInvocationLog',
    timestamp: new Date(timestampMs).toISOString(),
    modelId,
    requestId,
    [part]: { [`${part}BodyJson`]: value },
  };
  const parsed = parseRecordValue(record, timestampMs);
  return parsed.ok ? parsed.value : null;
}

function merged(own: Invocation, told: Invocation): Invocation {
  const isBlocked = own.status === 'success' && told.status === 'guardrailBlocked';
  return {
    ...own,
    status: isBlocked ? told.status : own.status,
    stopReason: own.stopReason ?? told.stopReason,
    latencyMs: own.latencyMs ?? told.latencyMs,
    firstTokenMs: own.firstTokenMs ?? told.firstTokenMs,
    serviceTier: own.serviceTier === 'standard' ? told.serviceTier : own.serviceTier,
    latencyMode: own.latencyMode === 'standard' ? told.latencyMode : own.latencyMode,
    tokens: firstTold(own.tokens, told.tokens),
    media: mergedMedia(own.media, told.media),
    guardrailUnits: own.guardrailUnits.size > 0 ? own.guardrailUnits : told.guardrailUnits,
  };
}

/** Images that came back say more than those that were asked for. */
function mergedMedia(own: MediaCounts, told: MediaCounts): MediaCounts {
  const isCounted = told.imagesOut !== null && !told.imagesOutRequested;
  const isBetter = own.imagesOut === null || (own.imagesOutRequested && isCounted);
  const { imagesOut, imagesOutRequested } = isBetter ? told : own;
  return { ...firstTold(own, told), imagesOut, imagesOutRequested };
}

/** Field by field the first that is told. */
function firstTold<Fields extends object>(own: Fields, told: Fields): Fields {
  const entries = Object.entries(own).map(([name, value]: [string, unknown]) => {
    return [name, value ?? (told as Record<string, unknown>)[name]]; // The same fields, all ours.
  });
  return Object.fromEntries(entries) as Fields; // Every field of `own` has got its value.
}

/** Token counts of a call: the record's own first, then the body's, then the last chunk's. */
import { err, ok, type Result } from '../../shared/result.ts';
import type { AnswerBody } from './answer-body.ts';
import type { RecordProblem, TokenCounts } from './invocation.ts';
import { asList, at, countAt, objectAt, textAt, COUNT_MAX, NOTHING } from './json.ts';

type Count = Result<number | null, RecordProblem>;

/** Objects that counts stand in. */
interface Holders {
  readonly input: unknown;
  readonly output: unknown;
  readonly usage: unknown;
  readonly lastUsage: unknown;
  readonly invocationMetrics: unknown;
  readonly outputBodyJson: unknown;
  readonly results: unknown;
}

/** Where a count may stand: the holder and its key. */
type Place = readonly [holder: keyof Holders, key: string];

/** Best first. `prompt_tokens` and the like are how OpenAI's format spells them. */
const INPUT: readonly Place[] = [
  ['input', 'inputTokenCount'],
  ['usage', 'input_tokens'],
  ['usage', 'inputTokens'],
  ['usage', 'prompt_tokens'],
  ['invocationMetrics', 'inputTokenCount'],
  ['outputBodyJson', 'inputTextTokenCount'],
  ['outputBodyJson', 'prompt_token_count'],
];
/** Metrics before usage: a stream may have lost all but its first usage, which is a beginning. */
const OUTPUT: readonly Place[] = [
  ['output', 'outputTokenCount'],
  ['invocationMetrics', 'outputTokenCount'],
  ['lastUsage', 'output_tokens'],
  ['lastUsage', 'outputTokens'],
  ['lastUsage', 'completion_tokens'],
  ['outputBodyJson', 'generation_token_count'],
  ['results', 'tokenCount'],
];
const CACHE_READ: readonly Place[] = [
  ['input', 'cacheReadInputTokenCount'],
  ['usage', 'cache_read_input_tokens'],
  ['usage', 'cacheReadInputTokens'],
  ['usage', 'cacheReadInputTokenCount'],
  ['invocationMetrics', 'cacheReadInputTokenCount'],
];
const CACHE_WRITE: readonly Place[] = [
  ['input', 'cacheWriteInputTokenCount'],
  ['usage', 'cache_creation_input_tokens'],
  ['usage', 'cacheWriteInputTokens'],
  ['usage', 'cacheWriteInputTokenCount'],
  ['invocationMetrics', 'cacheWriteInputTokenCount'],
];

/**
 * Reads all token counts; a count that nothing tells stays null.
 *
 * @param record the record's top level.
 * @param isBlocked true leaves counts of the text out that a guardrail put in the answer's place.
 * @returns badCount when any of them is no natural number. Never throws.
 */
export function readTokenCounts(
  record: unknown,
  body: AnswerBody,
  isBlocked: boolean,
): Result<TokenCounts, RecordProblem> {
  const holders = holdersOf(record, body, isBlocked);
  const input = firstCount(holders, INPUT);
  if (!input.ok) return input;
  const output = firstCount(holders, OUTPUT);
  if (!output.ok) return output;
  const cacheRead = firstCount(holders, CACHE_READ);
  if (!cacheRead.ok) return cacheRead;
  const cacheWrite = firstCount(holders, CACHE_WRITE);
  if (!cacheWrite.ok) return cacheWrite;
  const cacheWrite5m = cacheWriteOf('5m', body);
  if (!cacheWrite5m.ok) return cacheWrite5m;
  const cacheWrite1h = cacheWriteOf('1h', body);
  if (!cacheWrite1h.ok) return cacheWrite1h;
  return ok({
    input: input.value,
    output: output.value,
    cacheRead: cacheRead.value,
    cacheWrite: cacheWrite.value ?? sumOf(cacheWrite5m.value, cacheWrite1h.value),
    cacheWrite5m: cacheWrite5m.value,
    cacheWrite1h: cacheWrite1h.value,
  });
}

function holdersOf(record: unknown, body: AnswerBody, isBlocked: boolean): Holders {
  const { usage, lastUsage, invocationMetrics, whole } = body;
  const answer = isBlocked ? NOTHING : whole;
  return {
    input: at(record, 'input'),
    output: at(record, 'output'),
    usage,
    lastUsage,
    invocationMetrics,
    outputBodyJson: answer,
    results: asList(at(answer, 'results'))[0],
  };
}

function firstCount(holders: Holders, places: readonly Place[]): Count {
  for (const [name, key] of places) {
    const holder = holders[name];
    if (holder === NOTHING || holder === undefined) continue;
    const count = countAt(holder, key, name);
    if (!count.ok || count.value !== null) return count;
  }
  return NOT_TOLD;
}

const NOT_TOLD: Count = ok(null);

/** What was written for both lifetimes, where nothing tells the total. */
function sumOf(short: number | null, long: number | null): number | null {
  return short === null && long === null ? null : (short ?? 0) + (long ?? 0);
}

/** Anthropic bodies split by name, Converse lists `{ttl, inputTokens}`. */
function cacheWriteOf(ttl: '5m' | '1h', { usage }: AnswerBody): Count {
  const split = objectAt(usage, 'cache_creation');
  if (split) return countAt(split, `ephemeral_${ttl}_input_tokens`, 'usage.cache_creation');
  const details = asList(at(usage, 'cacheDetails'));
  if (details.length === 0) return NOT_TOLD;
  let total = 0;
  for (const detail of details) {
    if (textAt(detail, 'ttl') !== ttl) continue;
    const count = countAt(detail, 'inputTokens', 'usage.cacheDetails');
    if (!count.ok) return count;
    total += count.value ?? 0;
  }
  // Each part may be a count, and all together none.
  if (total > COUNT_MAX) return err({ code: 'badCount', path: 'usage.cacheDetails' });
  return ok(total);
}

/** Token counts of a call: the record's own first, then the body's, then the last chunk's. */
import { ok, type Result } from '../../shared/result.ts';
import type { AnswerBody } from './answer-body.ts';
import type { RecordProblem, TokenCounts } from './invocation.ts';
import { asList, at, countAt, objectAt, textAt } from './json.ts';

type Count = Result<number | null, RecordProblem>;

/** Where a count may stand, best first: the holder, its key, and its path for problems. */
type Place = readonly [holder: unknown, key: string, path: string];

/**
 * Reads all token counts; a count that nothing tells stays null.
 *
 * @param record the record's top level.
 * @returns badCount when any of them is no natural number. Never throws.
 */
export function readTokenCounts(
  record: unknown,
  body: AnswerBody,
): Result<TokenCounts, RecordProblem> {
  const input = at(record, 'input');
  const output = at(record, 'output');
  const { usage, lastUsage, invocationMetrics: metrics } = body;
  const answer = at(output, 'outputBodyJson');
  const counts: Record<keyof TokenCounts, Count> = {
    input: firstCount([
      [input, 'inputTokenCount', 'input'],
      [usage, 'input_tokens', 'usage'],
      [usage, 'inputTokens', 'usage'],
      [metrics, 'inputTokenCount', 'invocationMetrics'],
      [answer, 'inputTextTokenCount', 'outputBodyJson'],
      [answer, 'prompt_token_count', 'outputBodyJson'],
    ]),
    output: firstCount([
      [output, 'outputTokenCount', 'output'],
      [lastUsage, 'output_tokens', 'usage'],
      [lastUsage, 'outputTokens', 'usage'],
      [metrics, 'outputTokenCount', 'invocationMetrics'],
      [answer, 'generation_token_count', 'outputBodyJson'],
      [asList(at(answer, 'results'))[0], 'tokenCount', 'results'],
    ]),
    cacheRead: firstCount([
      [input, 'cacheReadInputTokenCount', 'input'],
      [usage, 'cache_read_input_tokens', 'usage'],
      [usage, 'cacheReadInputTokens', 'usage'],
      [usage, 'cacheReadInputTokenCount', 'usage'],
      [metrics, 'cacheReadInputTokenCount', 'invocationMetrics'],
    ]),
    cacheWrite: firstCount([
      [input, 'cacheWriteInputTokenCount', 'input'],
      [usage, 'cache_creation_input_tokens', 'usage'],
      [usage, 'cacheWriteInputTokens', 'usage'],
      [usage, 'cacheWriteInputTokenCount', 'usage'],
      [metrics, 'cacheWriteInputTokenCount', 'invocationMetrics'],
    ]),
    cacheWrite5m: cacheWriteOf('5m', body),
    cacheWrite1h: cacheWriteOf('1h', body),
  };
  return allCounts(counts);
}

function firstCount(places: readonly Place[]): Count {
  for (const [holder, key, path] of places) {
    const count = countAt(holder, key, path);
    if (!count.ok || count.value !== null) return count;
  }
  return ok(null);
}

/** Anthropic bodies split by name, Converse lists `{ttl, inputTokens}`. */
function cacheWriteOf(ttl: '5m' | '1h', { usage }: AnswerBody): Count {
  const split = objectAt(usage, 'cache_creation');
  if (split) return countAt(split, `ephemeral_${ttl}_input_tokens`, 'usage.cache_creation');
  const details = asList(at(usage, 'cacheDetails'));
  if (details.length === 0) return ok(null);
  const detail = details.find((one) => textAt(one, 'ttl') === ttl);
  return detail === undefined ? ok(0) : countAt(detail, 'inputTokens', 'usage.cacheDetails');
}

function allCounts(
  counts: Readonly<Record<keyof TokenCounts, Count>>,
): Result<TokenCounts, RecordProblem> {
  const entries = Object.entries(counts);
  for (const [, count] of entries) if (!count.ok) return count;
  const values = entries.map(([key, count]) => [key, count.ok ? count.value : null]);
  return ok(Object.fromEntries(values) as TokenCounts); // The keys are those of TokenCounts.
}

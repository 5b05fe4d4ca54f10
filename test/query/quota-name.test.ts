/** Names of quotas to model ids: strictly, or not at all. */
import { describe, expect, test } from 'vitest';
import { readQuotaName } from '../../server/query/quota-name.ts';

/** Model, routing, kind and factor of each target, in short. */
function read(name: string): readonly string[] | string {
  const found = readQuotaName(name);
  if (!found.isMatched) return found.reason;
  return found.targets.map(({ model, routing, kind, factor }) => {
    return `${model} ${routing} ${kind} x${factor}`;
  });
}

describe('readQuotaName', () => {
  test.each([
    [
      'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4 V1',
      'anthropic.claude-sonnet-4-20250514 geo tokensPerMinute x1',
    ],
    [
      'Cross-Region model inference requests per minute for Anthropic Claude 3.5 Sonnet V2',
      'anthropic.claude-3-5-sonnet-20241022 geo requestsPerMinute x1',
    ],
    [
      'cross-region InvokeModel tokens per minute for Anthropic Claude 3.5 Sonnet',
      'anthropic.claude-3-5-sonnet-20240620 geo tokensPerMinute x1',
    ],
    [
      'Global cross-region model inference tokens per day for Anthropic Claude Haiku 4.5',
      'anthropic.claude-haiku-4-5-20251001 global tokensPerDay x1',
    ],
    [
      'On-demand model inference requests per minute for Amazon Nova Lite',
      'amazon.nova-lite regional requestsPerMinute x1',
    ],
    [
      'On-demand model inference tokens per minute for Meta Llama 3.3 70B Instruct',
      'meta.llama3-3-70b-instruct regional tokensPerMinute x1',
    ],
    [
      'Cross-region model inference tokens per minute for Meta Llama 4 Maverick V1',
      'meta.llama4-maverick-17b-instruct geo tokensPerMinute x1',
    ],
    [
      'On-demand model inference tokens per minute for Amazon Titan Text Embeddings V2',
      'amazon.titan-embed-text-v2 regional tokensPerMinute x1',
    ],
    [
      'On-demand model inference tokens per minute for Mistral AI Mistral Large',
      'mistral.mistral-large-2402 regional tokensPerMinute x1',
    ],
  ])('reads %s', (name, target) => {
    expect(read(name)).toEqual([target]);
  });

  test('holds a quota by the day for calls of the Region and, doubled, for those across', () => {
    const name = 'Model invocation max tokens per day for Amazon Nova Premier V1';
    const model = 'amazon.nova-premier';
    expect(read(`${name} (doubled for cross-region calls)`)).toEqual([
      `${model} regional tokensPerDay x1`,
      `${model} geo tokensPerDay x2`,
    ]);
    expect(read(name)).toEqual([
      `${model} regional tokensPerDay x1`,
      `${model} geo tokensPerDay x1`,
    ]);
  });

  test.each([
    ['Cross-region model inference tokens per minute for Anthropic Claude Saga 6', 'unknownModel'],
    ['Cross-region model inference tokens per minute for Sonnet', 'unknownModel'],
    [
      'Cross-region InvokeModel tokens per minute for Anthropic Claude Sonnet 4 1M Context Length',
      'longContext',
    ],
    ['On-demand InvokeModel concurrent requests for Amazon Nova Sonic', 'notInference'],
    ['Batch inference job size (in GB) for Claude Sonnet 4.5', 'notInference'],
    ['', 'notInference'],
  ])('does not guess at %s', (name, reason) => {
    expect(read(name)).toBe(reason);
  });
});

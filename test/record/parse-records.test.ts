/** Holds the parser to what each operation's record tells: tokens, times, reasons, identity. */
import { describe, expect, test } from 'vitest';
import { claudeChunks, novaChunks, titanChunks } from './chunks.ts';
import { invocationOf, invoke, record, streamed, type Json } from './records.ts';

const usage = { inputTokens: 12, outputTokens: 34, totalTokens: 46 };
const converse = (body: Json = {}): Json => ({
  output: { message: { role: 'assistant', content: [{ text: 'Fine.' }] } },
  stopReason: 'end_turn',
  metrics: { latencyMs: 812 },
  usage,
  ...body,
});

interface Told {
  readonly name: string;
  readonly value: Json;
  /** Input, output, cache read and cache write tokens, latency, first token, stop reason. */
  readonly told: readonly (number | string | null)[];
}

const SHAPES: readonly Told[] = [
  {
    name: 'Converse with counts of its own',
    value: record({
      input: { inputTokenCount: 12, cacheReadInputTokenCount: 5, cacheWriteInputTokenCount: 0 },
      output: { outputTokenCount: 34, outputBodyJson: converse() },
    }),
    told: [12, 34, 5, 0, 812, null, 'end_turn'],
  },
  {
    name: 'Converse whose counts stand in the body only',
    value: record({
      output: {
        outputBodyJson: converse({
          usage: { ...usage, cacheReadInputTokens: 7, cacheWriteInputTokens: 8 },
        }),
      },
    }),
    told: [12, 34, 7, 8, 812, null, 'end_turn'],
  },
  {
    name: 'Converse with usage one level too deep',
    value: record({ output: { outputBodyJson: { output: converse() } } }),
    told: [12, 34, null, null, 812, null, 'end_turn'],
  },
  {
    name: 'ConverseStream, logged as one object',
    value: record({
      operation: 'ConverseStream',
      input: { inputTokenCount: 3263 },
      output: { outputTokenCount: 300, outputBodyJson: converse({ stopReason: 'max_tokens' }) },
    }),
    told: [3263, 300, null, null, 812, null, 'max_tokens'],
  },
  {
    name: 'a record without bodies',
    value: record({ input: { inputTokenCount: 1 }, output: { outputTokenCount: 8 } }),
    told: [1, 8, null, null, null, null, null],
  },
  {
    name: 'bodies that lie in S3',
    value: record({
      input: { inputTokenCount: 1, inputBodyS3Path: 's3://logs/a_input.json.gz' },
      output: { outputTokenCount: 8, outputBodyS3Path: 's3://logs/a_output.json.gz' },
    }),
    told: [1, 8, null, null, null, null, null],
  },
  {
    name: 'Responses, which has no body',
    value: record({
      operation: 'Responses',
      modelId: 'us.openai.gpt-5.6-sol',
      input: { inputTokenCount: 16 },
      output: { outputTokenCount: 11 },
    }),
    told: [16, 11, null, null, null, null, null],
  },
  {
    name: 'the form of ChatCompletions',
    value: invoke('openai.gpt-oss-120b-1:0', undefined, {
      choices: [{ finish_reason: 'stop', message: { content: 'Fine.' } }],
      usage: { prompt_tokens: 16, completion_tokens: 11 },
    }),
    told: [16, 11, null, null, null, null, 'stop'],
  },
  {
    name: 'Claude through InvokeModel',
    value: invoke('anthropic.claude-sonnet-4-20250514-v1:0', undefined, {
      type: 'message',
      stop_reason: 'end_turn',
      usage: { input_tokens: 219, cache_read_input_tokens: 4, output_tokens: 109 },
    }),
    told: [219, 109, 4, null, null, null, 'end_turn'],
  },
  {
    name: 'Nova through InvokeModel, with its own spelling of the cache',
    value: invoke('amazon.nova-lite-v1:0', undefined, {
      stopReason: 'end_turn',
      usage: { ...usage, cacheReadInputTokenCount: 9, cacheWriteInputTokenCount: 2 },
    }),
    told: [12, 34, 9, 2, null, null, 'end_turn'],
  },
  {
    name: 'Titan through InvokeModel',
    value: invoke('amazon.titan-text-express-v1', undefined, {
      inputTextTokenCount: 17,
      results: [{ tokenCount: 1161, outputText: 'Fine.', completionReason: 'FINISH' }],
    }),
    told: [17, 1161, null, null, null, null, 'FINISH'],
  },
  {
    name: 'Llama through InvokeModel',
    value: invoke('meta.llama2-13b-chat-v1', undefined, {
      generation: 'Fine.',
      prompt_token_count: 4,
      generation_token_count: 160,
      stop_reason: 'stop',
    }),
    told: [4, 160, null, null, null, null, 'stop'],
  },
  {
    name: 'an embedding, which writes no tokens',
    value: invoke('amazon.titan-embed-text-v2:0', undefined, {
      embedding: [0.01, 0.02],
      inputTextTokenCount: 92,
    }),
    told: [92, null, null, null, null, null, null],
  },
  {
    name: "Claude's chunks, whose last count of output is the final one",
    value: streamed('anthropic.claude-opus-4-7', claudeChunks),
    told: [6, 281, 90_000, 700, 3848, 509, 'max_tokens'],
  },
  {
    name: "Nova's chunks",
    value: streamed('amazon.nova-lite-v1:0', novaChunks),
    told: [30, 55, 3, null, 851, 354, 'end_turn'],
  },
  {
    name: "Titan's chunks, with a text and a null between them",
    value: streamed('amazon.titan-text-express-v1', [...titanChunks, '[DONE]', null]),
    told: [20, 354, null, null, 8129, 2154, 'FINISH'],
  },
  {
    name: 'chunks that were cut before their figures',
    value: streamed('anthropic.claude-opus-4-7', claudeChunks.slice(0, 3), {
      output: { outputTokenCount: 130, outputBodyJson: claudeChunks.slice(0, 3) },
    }),
    told: [6, 130, 90_000, 700, null, null, null],
  },
  {
    name: 'an error without input and output',
    value: record({ errorCode: 'AccessDeniedException' }),
    told: [null, null, null, null, null, null, null],
  },
  {
    name: 'an error with empty input and output',
    value: record({ errorCode: 'ResourceNotFoundException', input: {}, output: {} }),
    told: [null, null, null, null, null, null, null],
  },
];

describe('parseRecords', () => {
  test.each(SHAPES)('reads $name', ({ value, told }) => {
    const { tokens, latencyMs, firstTokenMs, stopReason } = invocationOf(value);
    const { input, output, cacheRead, cacheWrite } = tokens;
    const found = [input, output, cacheRead, cacheWrite, latencyMs, firstTokenMs, stopReason];
    expect(found).toEqual(told);
  });

  test('reads who, where, when and what', () => {
    const {
      modelReference: _model,
      principal: _who,
      tokens: _tokens,
      ...rest
    } = invocationOf(
      record({ inferenceRegion: 'eu-north-1', requestMetadata: { team: 'search' } }),
    );
    expect(rest).toMatchObject({
      timestampMs: Date.UTC(2026, 10, 20, 10),
      accountId: '111122223333',
      region: 'eu-west-1',
      requestId: '7c9d1e00-0000-4000-8000-000000000001',
      operation: 'Converse',
      modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
      status: 'success',
      errorCode: null,
      inferenceRegion: 'eu-north-1',
      requestMetadata: new Map([['team', 'search']]),
    });
  });

  test('prefers what the record says to what its body says', () => {
    const value = record({
      input: { inputTokenCount: 100 },
      output: { outputBodyJson: converse() },
    });
    expect(invocationOf(value).tokens.input).toBe(100);
  });

  test('does not depend on the order of keys', () => {
    const backwards = Object.fromEntries(Object.entries(SHAPES[0]?.value ?? {}).toReversed());
    expect(invocationOf(backwards)).toEqual(invocationOf(SHAPES[0]?.value));
  });

  test('is not led astray by key names in a text', () => {
    const body = { messages: [{ content: [{ text: '"inputTokenCount": 99, "errorCode": "X"' }] }] };
    const value = record({ input: { inputBodyJson: body, inputTokenCount: 3 } });
    expect(invocationOf(value)).toMatchObject({ status: 'success', tokens: { input: 3 } });
  });

  test('takes the model that a prompt router chose, and keeps the router as profile', () => {
    const router = 'arn:aws:bedrock:us-east-1:111122223333:default-prompt-router/meta.llama:1';
    const invoked =
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.meta.llama3-1-70b-instruct-v1:0';
    const trace = { promptRouter: { invokedModelId: invoked } };
    const value = record({ modelId: router, output: { outputBodyJson: converse({ trace }) } });
    expect(invocationOf(value).modelReference).toEqual({
      model: 'meta.llama3-1-70b-instruct',
      kind: 'promptRouter',
      routing: 'geo',
      profile: router,
    });
  });

  test('does not let a trace rename a model that was named', () => {
    const trace = { promptRouter: { invokedModelId: 'amazon.nova-pro-v1:0' } };
    const value = record({ output: { outputBodyJson: converse({ trace }) } });
    expect(invocationOf(value).modelReference.model).toBe('anthropic.claude-3-haiku-20240307');
  });
});

describe('parseRecords of chunks without a record', () => {
  const sourceAtMs = Date.UTC(2026, 10, 20, 11);

  test('takes the time of the source, and model and id of the first chunk', () => {
    expect(invocationOf(claudeChunks, sourceAtMs)).toMatchObject({
      timestampMs: sourceAtMs,
      requestId: 'msg_bdrk_01',
      modelId: 'anthropic.claude-opus-4-7',
      modelReference: { model: 'anthropic.claude-opus-4-7' },
      operation: 'InvokeModelWithResponseStream',
      latencyMs: 3848,
      tokens: { input: 6, output: 281, cacheWrite5m: 500, cacheWrite1h: 200 },
    });
  });

  test('takes the time of the event that holds them', () => {
    const event = { timestamp: sourceAtMs + 1, message: JSON.stringify(claudeChunks) };
    expect(invocationOf(event).timestampMs).toBe(sourceAtMs + 1);
  });

  test('reads a list that ends before its figures', () => {
    const { tokens } = invocationOf(claudeChunks.slice(0, 2), sourceAtMs);
    expect(tokens).toMatchObject({ input: 6, output: 2 });
  });
});

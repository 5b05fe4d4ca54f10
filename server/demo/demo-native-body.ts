/** Bodies of InvokeModel in each provider's own shape: Claude, Llama, embeddings, rerank. */
import type { CallBodies } from './call-bodies.ts';
import type { DemoCall } from './demo-calls.ts';
import { answerOf, questionOf } from './demo-text.ts';
import type { JsonObject } from './json-params.ts';

export function claudeRequest({ variant }: DemoCall): JsonObject {
  const content = [{ type: 'text', text: questionOf(variant) }];
  const messages = [{ role: 'user', content }];
  return { anthropic_version: 'bedrock-2023-05-31', max_tokens: 4096, messages };
}

/** Counts in Anthropic's spelling, writes to the cache split by lifetime. */
export function claudeUsage({ tokens, workload }: DemoCall): JsonObject {
  const { input, output, cacheRead, cacheWrite } = tokens;
  const isLong = workload.cache?.ttl === '1h';
  return {
    input_tokens: input,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    cache_creation: {
      ephemeral_5m_input_tokens: isLong ? 0 : cacheWrite,
      ephemeral_1h_input_tokens: isLong ? cacheWrite : 0,
    },
    output_tokens: output,
  };
}

export function claudeBodies(call: DemoCall): CallBodies {
  return {
    input: claudeRequest(call),
    output: {
      id: `msg_bdrk_01${call.requestId.slice(0, 8)}`,
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: answerOf(call.variant) }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: claudeUsage(call),
    },
  };
}

export function llamaBodies({ tokens, variant }: DemoCall): CallBodies {
  return {
    input: { prompt: questionOf(variant), max_gen_len: 2048, temperature: 0.5 },
    output: {
      generation: answerOf(variant),
      prompt_token_count: tokens.input,
      generation_token_count: tokens.output,
      stop_reason: 'stop',
    },
  };
}

/** Vectors are cut to four numbers: a real one has 1,024, and no count depends on it. */
export function titanEmbedBodies({ tokens, variant }: DemoCall): CallBodies {
  const embedding = [0, 8, 16, 24].map((shift) => ((variant >>> shift) & 255) / 4096);
  return {
    input: { inputText: questionOf(variant), dimensions: 1024, embeddingTypes: ['float'] },
    output: {
      embedding,
      embeddingsByType: { float: embedding },
      inputTextTokenCount: tokens.input,
    },
  };
}

const RANKED = 3;

export function rerankBodies({ units, variant }: DemoCall): CallBodies {
  const documents = Array.from({ length: units }, (_, index) => `doc ${index}`);
  const results = Array.from({ length: RANKED }, (_, index) => {
    return { index: (variant + index) % Math.max(1, units), relevance_score: 0.9 - 0.2 * index };
  });
  return {
    input: { query: questionOf(variant), documents, top_n: RANKED, api_version: 2 },
    output: { results },
  };
}

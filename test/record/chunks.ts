/** Chunks of streamed answers, as each provider's own form has them. */

export const claudeChunks = [
  {
    type: 'message_start',
    message: {
      id: 'msg_bdrk_01',
      model: 'claude-opus-4-7',
      stop_reason: null,
      usage: {
        input_tokens: 6,
        cache_creation_input_tokens: 700,
        cache_read_input_tokens: 90_000,
        cache_creation: { ephemeral_5m_input_tokens: 500, ephemeral_1h_input_tokens: 200 },
        output_tokens: 2,
      },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 281 } },
  {
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: 6,
      outputTokenCount: 281,
      invocationLatency: 3848,
      firstByteLatency: 509,
      cacheReadInputTokenCount: 90_000,
      cacheWriteInputTokenCount: 700,
    },
  },
];

export const novaChunks = [
  { messageStart: { role: 'assistant' } },
  { contentBlockDelta: { delta: { text: 'On' }, contentBlockIndex: 0 } },
  { contentBlockStop: { contentBlockIndex: 0 } },
  { messageStop: { stopReason: 'end_turn' } },
  {
    metadata: {
      usage: { inputTokens: 30, outputTokens: 55, cacheReadInputTokenCount: 3 },
      metrics: {},
      trace: {},
    },
    'amazon-bedrock-invocationMetrics': { invocationLatency: 851, firstByteLatency: 354 },
  },
];

export const titanChunks = [
  { outputText: 'Making', index: 0, totalOutputTextTokenCount: null, inputTextTokenCount: 20.0 },
  {
    outputText: ' it.',
    completionReason: 'FINISH',
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: 20,
      outputTokenCount: 354,
      invocationLatency: 8129,
      firstByteLatency: 2154,
    },
  },
];

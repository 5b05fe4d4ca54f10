/** Records with a marked text wherever prompts and answers may stand. */
import { invoke, record, streamed, type Json } from './records.ts';

/** Planted wherever prompts and answers stand; two words, as every prompt has. */
export const CANARY = 'canary prompt-7f3a';

const content = [{ type: 'text', text: CANARY }];
const trace = {
  guardrail: {
    modelOutput: [CANARY],
    inputAssessment: {
      g1: {
        wordPolicy: { customWords: [{ match: CANARY, action: 'BLOCKED' }] },
        invocationMetrics: { usage: { contentPolicyUnits: 1, [CANARY]: 2 } },
      },
    },
  },
};

export const CANARY_RECORDS: readonly Json[] = [
  record({
    input: { inputTokenCount: 3, inputBodyJson: { messages: [{ role: 'user', content }] } },
    output: {
      outputTokenCount: 5,
      outputBodyJson: {
        output: { message: { content } },
        stopReason: 'end_turn',
        metrics: { latencyMs: 12 },
        usage: { inputTokens: 3, outputTokens: 5, cacheDetails: [{ ttl: '5m', inputTokens: 2 }] },
        trace,
      },
    },
  }),
  streamed('anthropic.claude-opus-4-7', [
    { type: 'message_start', message: { model: 'claude-opus-4-7', usage: { input_tokens: 3 } } },
    { type: 'content_block_delta', delta: { text: CANARY } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: CANARY } },
    { 'amazon-bedrock-invocationMetrics': { invocationLatency: 3, firstByteLatency: 1 } },
  ]),
  invoke(
    'amazon.nova-canvas-v1:0',
    {
      taskType: 'TEXT_IMAGE',
      textToImageParams: { text: CANARY },
      imageGenerationConfig: { numberOfImages: 2, width: 512, height: 512, quality: CANARY },
    },
    { images: [CANARY], error: CANARY },
  ),
  invoke(
    'cohere.rerank-v3-5:0',
    { query: CANARY, documents: [CANARY, CANARY] },
    { results: [{ index: 0, relevance_score: 0.5, document: CANARY }] },
  ),
  invoke(
    'luma.ray-v2:0',
    { prompt: CANARY, output_format: 'png', duration: '5s', resolution: CANARY },
    { generation: CANARY, results: [{ tokenCount: 2, completionReason: CANARY }] },
  ),
  record({ errorCode: CANARY, operation: CANARY, status: CANARY, inferenceRegion: CANARY }),
];

/** Bodies of InvokeModelWithResponseStream: an array of chunks, the last one with the metrics. */
import type { CallBodies } from './call-bodies.ts';
import type { DemoCall } from './demo-calls.ts';
import { claudeRequest, claudeUsage } from './demo-native-body.ts';
import { answerOf, questionOf } from './demo-text.ts';
import type { JsonObject } from './json-params.ts';

export function claudeStreamBodies(call: DemoCall): CallBodies {
  const usage = { ...claudeUsage(call), output_tokens: 1 };
  const id = `msg_bdrk_01${call.requestId.slice(0, 8)}`;
  const message = { id, type: 'message', role: 'assistant', content: [], usage };
  return {
    input: claudeRequest(call),
    output: [
      { type: 'message_start', message },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text: answerOf(call.variant) },
      },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: call.tokens.output },
      },
      { type: 'message_stop', 'amazon-bedrock-invocationMetrics': invocationMetrics(call) },
    ],
  };
}

export function novaStreamBodies(call: DemoCall): CallBodies {
  const { input, output } = call.tokens;
  return {
    input: { messages: [{ role: 'user', content: [{ text: questionOf(call.variant) }] }] },
    output: [
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { delta: { text: answerOf(call.variant) }, contentBlockIndex: 0 } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: 'end_turn' } },
      {
        metadata: { usage: { inputTokens: input, outputTokens: output }, metrics: {}, trace: {} },
        'amazon-bedrock-invocationMetrics': invocationMetrics(call),
      },
    ],
  };
}

function invocationMetrics({ tokens, latencyMs, firstByteMs, workload }: DemoCall): JsonObject {
  const { input, output, cacheRead, cacheWrite } = tokens;
  return {
    inputTokenCount: input,
    outputTokenCount: output,
    invocationLatency: latencyMs,
    firstByteLatency: firstByteMs,
    ...(workload.cache
      ? { cacheReadInputTokenCount: cacheRead, cacheWriteInputTokenCount: cacheWrite }
      : {}),
  };
}

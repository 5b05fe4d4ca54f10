/** Bodies of Converse and ConverseStream as the log holds them: one object for both. */
import type { CallBodies } from './call-bodies.ts';
import type { DemoCall } from './demo-calls.ts';
import { answerOf, questionOf, SYSTEM_PROMPT } from './demo-text.ts';
import type { JsonObject } from './json-params.ts';

const GUARDRAIL_ID = 'sg7k2m9x4c1d';

export function converseBodies(call: DemoCall): CallBodies {
  const blocked = call.outcome === 'blocked';
  const answer = blocked ? 'Sorry, I cannot help with that.' : answerOf(call.variant);
  const { guarded } = call.workload;
  return {
    input: {
      messages: [{ role: 'user', content: [{ text: questionOf(call.variant) }] }],
      system: [{ text: SYSTEM_PROMPT }],
      inferenceConfig: { maxTokens: 4096, temperature: 0.3 },
      additionalModelRequestFields: {},
    },
    output: {
      output: { message: { role: 'assistant', content: [{ text: answer }] } },
      stopReason: stopReasonOf(call, blocked),
      metrics: { latencyMs: call.latencyMs },
      usage: usageOf(call),
      ...(guarded ? { trace: { guardrail: guardrailTrace(blocked) } } : {}),
    },
  };
}

function stopReasonOf({ tokens }: DemoCall, blocked: boolean): string {
  if (blocked) return 'guardrail_intervened';
  return tokens.output >= 4096 ? 'max_tokens' : 'end_turn';
}

function usageOf({ tokens, workload }: DemoCall): JsonObject {
  const { input, output, cacheRead, cacheWrite } = tokens;
  const usage = {
    inputTokens: input,
    outputTokens: output,
    totalTokens: input + output + cacheRead + cacheWrite,
  };
  if (!workload.cache) return usage;
  const details = cacheWrite > 0 ? [{ ttl: workload.cache.ttl, inputTokens: cacheWrite }] : [];
  const cache = { cacheReadInputTokens: cacheRead, cacheWriteInputTokens: cacheWrite };
  return { ...usage, ...cache, ...(details.length > 0 ? { cacheDetails: details } : {}) };
}

function guardrailTrace(blocked: boolean): JsonObject {
  const filter = { type: 'MISCONDUCT', confidence: 'HIGH', action: 'BLOCKED', detected: true };
  const assessment = {
    ...(blocked ? { contentPolicy: { filters: [filter] } } : {}),
    invocationMetrics: {
      guardrailProcessingLatency: 240,
      usage: { topicPolicyUnits: 1, contentPolicyUnits: 1, wordPolicyUnits: 1 },
    },
  };
  const reason = blocked ? 'Guardrail blocked.' : 'No action.';
  return { inputAssessment: { [GUARDRAIL_ID]: assessment }, actionReason: reason };
}

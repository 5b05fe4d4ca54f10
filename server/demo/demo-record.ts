/** Writes a demo call as the model invocation log record that Bedrock would have written. */
import type { CallBodies } from './call-bodies.ts';
import { CUSTOMERS_ACCOUNT } from './demo-accounts.ts';
import type { DemoCall } from './demo-calls.ts';
import { converseBodies } from './demo-converse-body.ts';
import { novaCanvasBodies, novaReelBodies, stableDiffusionBodies } from './demo-media-body.ts';
import { DESTINATIONS } from './demo-models.ts';
import { claudeBodies, llamaBodies, rerankBodies, titanEmbedBodies } from './demo-native-body.ts';
import { claudeStreamBodies, novaStreamBodies } from './demo-stream-body.ts';
import { loggedModelId, routingOf, type BodyKind } from './demo-workload.ts';
import type { JsonObject } from './json-params.ts';

const BODIES: Record<BodyKind, (call: DemoCall) => CallBodies> = {
  converse: converseBodies,
  claude: claudeBodies,
  claudeStream: claudeStreamBodies,
  novaStream: novaStreamBodies,
  llama: llamaBodies,
  titanEmbed: titanEmbedBodies,
  rerank: rerankBodies,
  novaCanvas: novaCanvasBodies,
  stableDiffusion: stableDiffusionBodies,
  novaReel: novaReelBodies,
};

const JSON_TYPE = 'application/json';

/**
 * One log record as JSON text without a line break.
 *
 * @param outputPath where the answer lies when it was too large for the record; null when it is
 *   inline or dropped.
 */
export function recordText(call: DemoCall, outputPath: string | null): string {
  const { workload, requestId, outcome } = call;
  const { account, region, operation, metadata } = workload;
  const failed = outcome !== 'success' && outcome !== 'blocked';
  return JSON.stringify({
    timestamp: `${new Date(call.timestampMs).toISOString().slice(0, 19)}Z`,
    accountId: account,
    region,
    requestId,
    operation,
    modelId: loggedModelId(workload),
    ...(failed ? failureFields(outcome, account) : successFields(call, outputPath)),
    ...(metadata ? { requestMetadata: metadata } : {}),
    identity: { arn: workload.callers[call.variant % workload.callers.length] },
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
  });
}

/** Some accounts get error records without input and output, some with empty ones. */
function failureFields(errorCode: string, account: string): JsonObject {
  return account === CUSTOMERS_ACCOUNT ? { errorCode, input: {}, output: {} } : { errorCode };
}

function successFields(call: DemoCall, outputPath: string | null): JsonObject {
  const bodies = BODIES[call.workload.body](call);
  const { input, output, counted } = countsOf(call);
  const answer = bodies.output === null ? {} : { outputBodyJson: bodies.output };
  const path = outputPath === null ? {} : { outputBodyS3Path: outputPath };
  return {
    input: {
      inputContentType: JSON_TYPE,
      inputBodyJson: bodies.input,
      ...(counted ? input : {}),
    },
    output: bodies.video ?? { outputContentType: JSON_TYPE, ...answer, ...path, ...output },
    ...(bodies.video ? { status: 'Completed' } : {}),
    ...inferenceRegionOf(call),
  };
}

/** Images and rerank calls carry no token counts; embeddings none of output. */
function countsOf({ tokens, workload }: DemoCall): {
  readonly input: JsonObject;
  readonly output: JsonObject;
  readonly counted: boolean;
} {
  const { input, output, cacheRead, cacheWrite } = tokens;
  const cache = { cacheReadInputTokenCount: cacheRead, cacheWriteInputTokenCount: cacheWrite };
  return {
    input: { inputTokenCount: input, ...(workload.cache ? cache : {}) },
    output: workload.outputTokens > 0 ? { outputTokenCount: output } : {},
    counted: workload.inputTokens > 0,
  };
}

/** Only calls through a cross-Region profile tell where they were answered. */
function inferenceRegionOf({ workload, variant, outcome }: DemoCall): JsonObject {
  const routing = routingOf(workload);
  if (routing === null || outcome === 'blocked') return {};
  const regions = DESTINATIONS[routing];
  return { inferenceRegion: regions[(variant >>> 6) % regions.length] };
}

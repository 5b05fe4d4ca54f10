/** Metered invocations for tests: a plain one, changed where the test says. */
import type { Attribution } from '../../server/attribute/attribution.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import type { UsageLine, UsageType } from '../../server/meter/usage.ts';
import type { Invocation } from '../../server/record/invocation.ts';
import { RowPacker, type RowBlock } from '../../server/store/row-block.ts';
import type { IngestBatch } from '../../server/store/store.ts';

export const T0_MS = Date.UTC(2026, 10, 1);

export const INVOCATION: Invocation = {
  timestampMs: T0_MS,
  accountId: '111122223333',
  region: 'us-east-1',
  requestId: '00000000-0000-4000-8000-000000000001',
  operation: 'Converse',
  modelId: 'amazon.nova-micro-v1:0',
  modelReference: {
    model: 'amazon.nova-micro',
    kind: 'foundation',
    routing: 'regional',
    profile: null,
  },
  principal: {
    arn: 'arn:aws:iam::111122223333:role/OrdersApi',
    kind: 'role',
    name: 'OrdersApi',
    session: 'orders-1',
  },
  status: 'success',
  errorCode: null,
  inferenceRegion: null,
  stopReason: 'end_turn',
  latencyMs: 800,
  firstTokenMs: null,
  serviceTier: 'standard',
  latencyMode: 'standard',
  tokens: {
    input: 10,
    output: 20,
    cacheRead: null,
    cacheWrite: null,
    cacheWrite5m: null,
    cacheWrite1h: null,
  },
  media: {
    imagesOut: null,
    imagesOutRequested: false,
    imageWidth: null,
    imageHeight: null,
    imageQuality: null,
    imageSteps: null,
    imagesIn: null,
    videoMs: null,
    videoWidth: null,
    videoHeight: null,
    videoFps: null,
    rerankDocuments: null,
    inputKind: null,
    groundingRequests: null,
  },
  guardrailUnits: new Map(),
  bodies: null,
  requestMetadata: new Map(),
};

export const INPUT_TYPE: UsageType = {
  model: 'amazon.nova-micro',
  region: 'us-east-1',
  dimension: 'input_tokens',
  api: 'runtime',
  routing: 'regional',
  tier: 'standard',
  latency: 'standard',
  context: 'standard',
  variant: 'base',
  cacheTtl: null,
  detail: '',
};

export function usageLines(
  input: number,
  output: number,
  model = 'amazon.nova-micro',
): UsageLine[] {
  return [
    { type: { ...INPUT_TYPE, model }, quantity: input },
    { type: { ...INPUT_TYPE, model, dimension: 'output_tokens' }, quantity: output },
  ];
}

export interface MeteredChanges {
  readonly invocation?: Partial<Invocation>;
  readonly attribution?: Partial<Attribution>;
  readonly model?: string;
  readonly usage?: readonly UsageLine[];
}

/** One metered call of Nova Micro by tenant acme: 10 tokens in, 20 out. */
export function metered(changes: MeteredChanges = {}): MeteredInvocation {
  const model = changes.model ?? 'amazon.nova-micro';
  return {
    invocation: { ...INVOCATION, ...changes.invocation },
    model,
    routing: 'regional',
    attribution: {
      tenant: 'acme',
      rule: 'by tenant',
      rulesVersion: 'v1',
      tags: [],
      ...changes.attribution,
    },
    usage: changes.usage ?? usageLines(10, 20, model),
  };
}

/** A request id with a number in it. */
export function requestId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Rows as the store takes them. */
function packed(rows: readonly MeteredInvocation[]): RowBlock {
  const packer = new RowPacker();
  for (const row of rows) packer.add(row);
  return packer.take();
}

/** A batch of rows from a source that has a clock. */
export function batch(
  rows: readonly MeteredInvocation[],
  more: Partial<IngestBatch> = {},
): IngestBatch {
  return {
    sourceId: 's3/test',
    sourceKind: 's3',
    blocks: [packed(rows)],
    quarantined: [],
    objects: [],
    notes: { bodies: [], lost: [] },
    cursor: '{}',
    progress: { completeToMs: T0_MS, done: 1, total: 1 },
    nowMs: T0_MS,
    ...more,
  };
}

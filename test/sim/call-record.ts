/** Log records of the simulator: sound ones, copies that tell less, and broken ones. */
import type { AwsScope } from '../../server/demo/aws-world.ts';
import type { Random } from '../../server/demo/random.ts';

/** One call, and the texts that its deliveries hold. */
export interface SimCall {
  readonly scope: AwsScope;
  readonly atMs: number;
  /** What stands in the log group, and what in the bucket: mostly the same. */
  readonly logText: string;
  readonly objectText: string;
  readonly kind: 'sound' | 'chunks' | 'broken';
}

const MODELS = [
  'amazon.nova-micro-v1:0',
  'us.anthropic.claude-sonnet-4-20250514-v1:0',
  'meta.llama3-70b-instruct-v1:0',
] as const;
/** Names that JavaScript's objects know as well stand for all that a caller may choose. */
const TENANTS = ['acme', 'globex', '__proto__', 'constructor', 'café', ''] as const;
const BROKEN = ['{"schemaType":"ModelInvo', 'Starting up ...', '{"a":', '[1,2'] as const;
const BROKEN_SHARE = 0.02;
const CHUNKS_SHARE = 0.03;
const CONFLICT_SHARE = 0.05;

/** Draws a call; its id is different from all others of the seed. */
export function drawCall(random: Random, scope: AwsScope, atMs: number): SimCall {
  const share = random.next();
  if (share < BROKEN_SHARE) {
    const text = `${pick(random, BROKEN)}${random.integer(1e9)}`;
    return { scope, atMs, logText: text, objectText: text, kind: 'broken' };
  }
  if (share < BROKEN_SHARE + CHUNKS_SHARE) {
    const text = chunksText(random);
    return { scope, atMs, logText: text, objectText: text, kind: 'chunks' };
  }
  const record = soundRecord(random, scope, atMs);
  const text = JSON.stringify(record);
  const isConflict = random.next() < CONFLICT_SHARE;
  const objectText = isConflict ? JSON.stringify({ ...record, output: undefined }) : text;
  return { scope, atMs, logText: text, objectText, kind: 'sound' };
}

function soundRecord(random: Random, { account, region }: AwsScope, atMs: number) {
  const inputTokenCount = Math.round(random.logNormal(400, 1));
  const outputTokenCount = Math.round(random.logNormal(150, 1));
  const requestId = random.next() < 0.03 ? `req ${random.uuid()}` : random.uuid();
  const tenant = pick(random, TENANTS);
  return {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: new Date(atMs).toISOString(),
    accountId: account,
    region,
    requestId,
    operation: 'Converse',
    modelId: pick(random, MODELS),
    identity: { arn: `arn:aws:sts::${account}:assumed-role/Shop/shop-${random.integer(3)}` },
    requestMetadata: { tenant },
    input: { inputTokenCount },
    output: {
      outputTokenCount,
      outputBodyJson: {
        stopReason: 'end_turn',
        metrics: { latencyMs: Math.round(random.logNormal(900, 0.7)) },
        usage: { inputTokens: inputTokenCount, outputTokens: outputTokenCount },
      },
    },
    ...(random.next() < 0.05 ? { errorCode: 'ThrottlingException' } : {}),
  };
}

/** A bare list of stream chunks: no time, account or Region of its own. */
function chunksText(random: Random): string {
  const id = `msg_${random.uuid().replaceAll('-', '')}`;
  const usage = { input_tokens: 1 + random.integer(500), output_tokens: 1 };
  return JSON.stringify([
    { type: 'message_start', message: { id, model: 'claude-sonnet-4-20250514', usage } },
    { type: 'message_delta', delta: {}, usage: { output_tokens: 1 + random.integer(300) } },
  ]);
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)] as Item; // No list here is empty.
}

/** Log records made by hand, in files as Bedrock lays them down in a bucket. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';

export interface CallChanges {
  readonly modelId?: string;
  readonly tenant?: string;
  readonly errorCode?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A Converse call of Nova Micro: 1,000 tokens in, 500 out, in 800 ms. */
export function recordOf(
  number: number,
  { modelId, tenant, errorCode, metadata = {} }: CallChanges = {},
): string {
  const answer = {
    output: { message: { role: 'assistant', content: [{ text: 'A secret answer.' }] } },
    stopReason: 'end_turn',
    metrics: { latencyMs: 800 },
    usage: { inputTokens: 1000, outputTokens: 500, totalTokens: 1500 },
  };
  return JSON.stringify({
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: `2026-11-01T10:15:${String(number).padStart(2, '0')}Z`,
    accountId: ACCOUNT,
    region: REGION,
    requestId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    operation: 'Converse',
    modelId: modelId ?? 'amazon.nova-micro-v1:0',
    identity: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/OrdersApi/orders-1` },
    ...(tenant === undefined
      ? {}
      : { requestMetadata: { tenant, feature: 'search', ...metadata } }),
    ...(errorCode === undefined
      ? {
          input: {
            inputContentType: 'application/json',
            inputBodyJson: { messages: [{ role: 'user', content: [{ text: 'A secret.' }] }] },
            inputTokenCount: 1000,
          },
          output: {
            outputContentType: 'application/json',
            outputBodyJson: answer,
            outputTokenCount: 500,
          },
        }
      : { errorCode }),
  });
}

/** Writes files under a folder as a copy of a bucket has them. @returns the folder. */
export function writeBucket(folder: string, files: Readonly<Record<string, readonly string[]>>) {
  const hour = `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${REGION}/2026/11/01/10`;
  for (const [name, lines] of Object.entries(files)) {
    const file = path.join(folder, hour, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, gzipSync(`${lines.join('\n')}\n`));
  }
  return folder;
}

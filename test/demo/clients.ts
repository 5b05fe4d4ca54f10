/** Real SDK clients that talk to the local endpoint, with nothing taken from the environment. */
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import type { AwsWorld } from '../../server/demo/aws-world.ts';
import type { FaultPlan } from '../../server/demo/fault-plan.ts';
import { startLocalAws, type LocalAws } from '../../server/demo/local-aws.ts';

export const NOW_MS = Date.UTC(2026, 8, 1, 12, 0, 0);
export const SCOPE = { account: '111122223333', region: 'us-east-1' } as const;

export interface ClientOptions {
  readonly account?: string;
  readonly region?: string;
}

/** What every client is given; one attempt, so that a fault is seen and not tried away. */
export function settingsFor(url: string, options: ClientOptions = {}) {
  const { account = SCOPE.account, region = SCOPE.region } = options;
  const credentials = { accessKeyId: `AKIADEMO${account}`, secretAccessKey: 'demo' };
  return { endpoint: url, region, credentials, maxAttempts: 1 };
}

export function clientsFor(url: string, options: ClientOptions = {}) {
  const settings = settingsFor(url, options);
  return {
    logs: new CloudWatchLogsClient(settings),
    s3: new S3Client(settings),
    cloudWatch: new CloudWatchClient(settings),
    bedrock: new BedrockClient(settings),
  };
}

export interface Rig extends ReturnType<typeof clientsFor> {
  readonly aws: LocalAws;
}

/** Runs a test against an endpoint and closes it whatever happens. */
export async function withLocalAws(
  world: AwsWorld,
  run: (rig: Rig) => Promise<void>,
  options: { readonly faults?: FaultPlan; readonly nowMs?: () => number } = {},
): Promise<void> {
  const { nowMs = () => NOW_MS, faults = {} } = options;
  const aws = await startLocalAws({ world, nowMs, faults });
  try {
    await run({ aws, ...clientsFor(aws.url) });
  } finally {
    await aws.close();
  }
}

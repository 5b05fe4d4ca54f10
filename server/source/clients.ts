/** SDK clients, made when first asked for: one for each account, Region and service. */
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { callRateOf } from './call-rates.ts';
import { accountCredentials, type AccountCredentials } from './credentials.ts';
import { Gate } from './gate.ts';
import { gateClient, type SdkClient } from './gated-client.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';
import type { AwsIdentity } from './settings.ts';

const ATTEMPTS_MAX = 4;
const LIMITS: NetworkLimits = { connectMs: 5_000, requestMs: 30_000, idleMs: 15_000 };

/** How long is waited for a connection, for a reply, and for the next bytes of a body. */
export interface NetworkLimits {
  readonly connectMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
}

export interface AwsClients {
  cloudWatchLogs(account: AwsIdentity, region: string): CloudWatchLogsClient;
  s3(account: AwsIdentity, region: string): S3Client;
  cloudWatch(account: AwsIdentity, region: string): CloudWatchClient;
  bedrock(account: AwsIdentity, region: string): BedrockClient;
  iam(account: AwsIdentity, region: string): IAMClient;
  sts(account: AwsIdentity, region: string): STSClient;
  sqs(account: AwsIdentity, region: string): SQSClient;
  serviceQuotas(account: AwsIdentity, region: string): ServiceQuotasClient;
  /** The time as AWS has it, told by its replies. */
  readonly clock: ServerClock;
  /** Closes all connections. */
  destroy(): void;
}

/**
 * Creates the holder of all clients; nothing is connected before the first call.
 *
 * @param attemptsMax tries of one call that no answer came to, with growing waits between them.
 */
export function createClients(
  nowMs: () => number = Date.now,
  attemptsMax: number = ATTEMPTS_MAX,
  limits: NetworkLimits = LIMITS,
): AwsClients {
  const clock = createServerClock(nowMs);
  const made = new Map<string, { destroy(): void }>();
  const identities = new Map<string, AccountCredentials>();
  const identityOf = (account: AwsIdentity, region: string): AccountCredentials =>
    remembered(identities, identityKey(account), () =>
      accountCredentials(account, region, () => clock.nowMs()),
    );
  /** One maker for each service, each with its own clients and gates. */
  const holder = <Client extends SdkClient & WithCredentials>(
    service: string,
    make: (config: ClientConfig) => Client,
  ) => {
    const clients = new Map<string, Client>();
    const createFor = (account: AwsIdentity, region: string): Client => {
      const identity = identityOf(account, region);
      const client = make({ ...configOf(account, region, limits), credentials: identity.provide });
      const gate = new Gate({
        name: `${account.id}/${region}/${service}`,
        ruleOf: (api) => callRateOf(api, account.endpoint !== null),
        attemptsMax,
        renew: async () => {
          identity.forget();
          await client.config.credentials({ forceRefresh: true }); // The SDK keeps a copy.
        },
        jitter: Math.random,
      });
      return gateClient(client, gate, clock);
    };
    return (account: AwsIdentity, region: string): Client => {
      const key = `${service} ${region} ${identityKey(account)}`;
      const client = remembered(clients, key, () => createFor(account, region));
      made.set(key, client);
      return client;
    };
  };
  return {
    cloudWatchLogs: holder('logs', (config) => new CloudWatchLogsClient(config)),
    // A bucket's name as host name works with AWS only; other endpoints have no such names.
    s3: holder('s3', (config) => new S3Client({ ...config, forcePathStyle: 'endpoint' in config })),
    cloudWatch: holder('cloudWatch', (config) => new CloudWatchClient(config)),
    bedrock: holder('bedrock', (config) => new BedrockClient(config)),
    // The URL of a queue names AWS; where another endpoint is set, that one is called.
    sqs: holder(
      'sqs',
      (config) => new SQSClient({ ...config, useQueueUrlAsEndpoint: !('endpoint' in config) }),
    ),
    serviceQuotas: holder('serviceQuotas', (config) => new ServiceQuotasClient(config)),
    iam: holder('iam', (config) => new IAMClient(config)),
    sts: holder('sts', (config) => new STSClient(config)),
    clock,
    destroy: () => made.forEach((client) => client.destroy()),
  };
}

interface WithCredentials {
  readonly config: {
    credentials(how: { readonly forceRefresh: boolean }): Promise<unknown>;
  };
}

type ClientConfig = ReturnType<typeof configOf> & {
  readonly credentials: AccountCredentials['provide'];
};

function configOf(
  account: AwsIdentity,
  region: string,
  { connectMs, requestMs, idleMs }: NetworkLimits,
) {
  return {
    region,
    maxAttempts: 1, // The gate alone decides on repetitions, since it alone knows the rates.
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: requestMs,
      throwOnRequestTimeout: true,
      socketTimeout: idleMs,
    },
    ...(account.endpoint === null ? {} : { endpoint: account.endpoint }),
  };
}

function identityKey({ id, roleArn, externalId, endpoint, credentials }: AwsIdentity): string {
  return JSON.stringify([id, roleArn, externalId, endpoint, credentials?.accessKeyId]);
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

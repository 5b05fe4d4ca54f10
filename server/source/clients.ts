/** SDK clients, made when first asked for: one for each account, Region and service. */
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { accountCredentials } from './credentials.ts';
import type { AccountSettings } from './settings.ts';

const ATTEMPTS_MAX = 4;
const CONNECT_MS_MAX = 5_000;
const REQUEST_MS_MAX = 30_000;
/** A body that stands still this long is given up. */
const IDLE_MS_MAX = 15_000;

export interface AwsClients {
  cloudWatchLogs(account: AccountSettings, region: string): CloudWatchLogsClient;
  s3(account: AccountSettings, region: string): S3Client;
  cloudWatch(account: AccountSettings, region: string): CloudWatchClient;
  bedrock(account: AccountSettings, region: string): BedrockClient;
  sts(account: AccountSettings, region: string): STSClient;
  /** Closes all connections. */
  destroy(): void;
}

/**
 * Creates the holder of all clients; nothing is connected before the first call.
 *
 * @param attemptsMax tries of one call, with growing waits between them.
 */
export function createClients(
  nowMs: () => number = Date.now,
  attemptsMax: number = ATTEMPTS_MAX,
): AwsClients {
  const made = new Map<string, { destroy(): void }>();
  const identities = new Map<string, ReturnType<typeof accountCredentials>>();
  const configFor = (account: AccountSettings, region: string) => {
    const take = () => accountCredentials(account, region, nowMs);
    const credentials = remembered(identities, identityKey(account), take);
    return { ...configOf(account, region), credentials, maxAttempts: attemptsMax };
  };
  /** One maker for each service, each with its own clients. */
  const holder = <Client extends { destroy(): void }>(
    service: string,
    make: (config: ReturnType<typeof configFor>) => Client,
  ) => {
    const clients = new Map<string, Client>();
    return (account: AccountSettings, region: string): Client => {
      const key = `${service} ${region} ${identityKey(account)}`;
      const client = remembered(clients, key, () => make(configFor(account, region)));
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
    sts: holder('sts', (config) => new STSClient(config)),
    destroy: () => made.forEach((client) => client.destroy()),
  };
}

function configOf(account: AccountSettings, region: string) {
  return {
    region,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: CONNECT_MS_MAX,
      requestTimeout: REQUEST_MS_MAX,
      throwOnRequestTimeout: true,
      socketTimeout: IDLE_MS_MAX,
    },
    ...(account.endpoint === null ? {} : { endpoint: account.endpoint }),
  };
}

function identityKey({ id, roleArn, externalId, endpoint, credentials }: AccountSettings): string {
  return JSON.stringify([id, roleArn, externalId, endpoint, credentials?.accessKeyId]);
}

function remembered<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

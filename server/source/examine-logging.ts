/** Looks at where Bedrock delivers its log records, and whether the config reads from there. */
import {
  GetModelInvocationLoggingConfigurationCommand,
  type BedrockClient,
  type LoggingConfig,
} from '@aws-sdk/client-bedrock';
import { partitionOf } from './iam-policy.ts';
import { examine, ok, type Finding, type Place } from './finding.ts';
import type { AccountSettings } from './settings.ts';

const ROLE = 'BedrockInvocationLogging';

/** Whether logging is on, and goes to the log group and bucket of the config. */
export async function examineLogging(client: BedrockClient, place: Place): Promise<Finding> {
  const action = 'bedrock:GetModelInvocationLoggingConfiguration';
  return examine(place, { check: 'logging', action }, async () => {
    const reply = await client.send(new GetModelInvocationLoggingConfigurationCommand({}));
    const { loggingConfig } = reply;
    const delivery = deliveryOf(loggingConfig);
    const places = placesIn(delivery);
    if (places.length === 0) {
      const says = 'Model invocation logging is off: Bedrock writes no record.';
      return { state: 'missing', says, fix: switchOn(place) };
    }
    if (!isRead(delivery, place.account)) {
      const says = `Delivers to ${places.join(' and ')}.`;
      return { state: 'wrong', says, fix: settingsFor(delivery) };
    }
    if (loggingConfig?.textDataDeliveryEnabled === false) {
      const says = 'Delivers without text data: records lack what token counts are checked by.';
      return { state: 'wrong', says, fix: switchOn(place) };
    }
    return ok(`Delivers to ${places.join(' and ')}.`);
  });
}

/** Where records go; null for a way that is off. */
interface Delivery {
  readonly group: string | null;
  readonly s3: { readonly bucket: string; readonly prefix: string } | null;
}

function deliveryOf(config: LoggingConfig | undefined): Delivery {
  const bucket = config?.s3Config?.bucketName;
  return {
    group: config?.cloudWatchConfig?.logGroupName ?? null,
    s3: bucket === undefined ? null : { bucket, prefix: trimmed(config?.s3Config?.keyPrefix) },
  };
}

function placesIn({ group, s3 }: Delivery): readonly string[] {
  return [
    ...(group === null ? [] : [`log group ${group}`]),
    ...(s3 === null ? [] : [`s3://${s3.bucket}/${s3.prefix}`]),
  ];
}

/** Tells whether one of the ways in which records go is one that the config reads. */
function isRead({ group, s3 }: Delivery, { cloudWatchLogs, s3: own }: AccountSettings): boolean {
  const ownGroup = cloudWatchLogs?.logGroup.replace(/^arn:.*:log-group:|:\*$/g, '');
  if (group !== null && group === ownGroup) return true;
  return s3 !== null && s3.bucket === own?.bucket && s3.prefix === trimmed(own.prefix);
}

/** What the config must say instead, a line each. */
function settingsFor({ group, s3 }: Delivery): string {
  return [
    'Nothing of this is read. Write into the config of the account:',
    ...(group === null ? [] : [`  cloudWatchLogs: { logGroup: ${group} }`]),
    ...(s3 === null
      ? []
      : [`  s3: { bucket: ${s3.bucket}, prefix: '${s3.prefix}', region: REGION_OF_BUCKET }`]),
  ].join('\n');
}

function trimmed(prefix: string | undefined): string {
  return (prefix ?? '').replace(/^\/+|\/+$/g, '');
}

/** The command that switches logging on as the config reads it. */
function switchOn({ account, region }: Place): string {
  const { cloudWatchLogs, s3, id } = account;
  const roleArn = `arn:${partitionOf(region)}:iam::${id}:role/${ROLE}`;
  const config = {
    ...(cloudWatchLogs && {
      cloudWatchConfig: { logGroupName: cloudWatchLogs.logGroup, roleArn },
    }),
    ...(s3 && { s3Config: { bucketName: s3.bucket, keyPrefix: trimmed(s3.prefix) } }),
    textDataDeliveryEnabled: true,
    imageDataDeliveryEnabled: true,
    embeddingDataDeliveryEnabled: true,
  };
  const role = cloudWatchLogs ? `The role ${ROLE} must let Bedrock write to the log group.\n` : '';
  return (
    `${role}aws bedrock put-model-invocation-logging-configuration --region ${region} ` +
    `--logging-config '${JSON.stringify(config)}'`
  );
}

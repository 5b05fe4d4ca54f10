/** The least that an identity must be allowed, so that it can read what the settings name. */
import { QUOTAS } from './quota.ts';
import { logFolder } from './s3-layout.ts';
import type { BillSettings } from './bill-place.ts';
import type { AccountSettings, AwsIdentity, EventQueue } from './settings.ts';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** Who may take on a role, and under which external id. */
export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    {
      readonly Effect: 'Allow';
      readonly Principal: { readonly AWS: string };
      readonly Action: 'sts:AssumeRole';
      readonly Condition?: { readonly StringEquals: { readonly 'sts:ExternalId': string } };
    },
  ];
}

/** The partition of a Region, as it stands in ARNs: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/**
 * What reads one account: its log group, its bucket, metrics and inventory, as far as settings
 * switch them on. Reading only; nothing here can call a model or change anything.
 *
 * @param kmsKeyArn key that encrypts the bucket's objects; null when S3's own key does.
 */
export function readPolicy(account: AccountSettings, kmsKeyArn: string | null): IamPolicy {
  return policyOf([
    ...logStatements(account),
    ...bucketStatements(account, kmsKeyArn),
    ...bodiesPolicy(account),
    ...queueStatements(account),
    ...(account.metrics ? [METRICS] : []),
    ...(account.inventory ? [INVENTORY] : []),
    ...(account.quotas ? [QUOTAS] : []),
    ...(account.principalTags ? [principalTags(account)] : []),
    SETTINGS,
  ]);
}

/**
 * What the identity of the process itself needs where accounts are read through roles.
 *
 * @returns null when no account has a role.
 */
export function assumePolicy(accounts: readonly Pick<AwsIdentity, 'roleArn'>[]): IamPolicy | null {
  const roles = accounts.flatMap(({ roleArn }) => roleArn ?? []);
  if (roles.length === 0) return null;
  return policyOf([
    { Sid: 'Roles', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: oneOrAll(roles) },
  ]);
}

/** The trust policy of an account's role. @param reader ARN of the identity that reads. */
export function trustPolicy(
  { externalId }: Pick<AwsIdentity, 'externalId'>,
  reader: string,
): TrustPolicy {
  const condition = { StringEquals: { 'sts:ExternalId': externalId ?? '' } };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: reader },
        Action: 'sts:AssumeRole',
        ...(externalId === null ? {} : { Condition: condition }),
      },
    ],
  };
}

/** What the config names that is no reading: topics, and buckets that reports are put into. */
export interface Told {
  readonly topicArns: readonly string[];
  readonly reportPlaces: readonly {
    readonly bucket: string;
    readonly prefix: string;
    readonly region: string;
  }[];
}

/**
 * What telling people needs, which is no reading: for what the config names, and that alone.
 *
 * @returns null when it names nothing.
 */
export function tellPolicy({ topicArns, reportPlaces }: Told): IamPolicy | null {
  const objects = reportPlaces.map(({ bucket, prefix, region }) => {
    return `arn:${partitionOf(region)}:s3:::${bucket}/${prefix}*`;
  });
  const statements = [
    ...(topicArns.length === 0 ? [] : [allow('Tell', 'sns:Publish', topicArns)]),
    ...(objects.length === 0 ? [] : [allow('Reports', 's3:PutObject', [...new Set(objects)])]),
  ];
  return statements.length === 0 ? null : policyOf(statements);
}

function allow(Sid: string, Action: string, resources: readonly string[]): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource: oneOrAll(resources) };
}

/**
 * What reading the bill needs: the folder of the export, and no more of its bucket.
 *
 * @returns null when the bill lies in a folder on disk, or none is given.
 */
export function billPolicy(bill: BillSettings | null, kmsKeyArn: string | null): IamPolicy | null {
  if (bill?.kind !== 's3') return null;
  const { bucket, prefix, region } = bill;
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const below = `${prefix}*`;
  return policyOf([
    {
      Sid: 'BillBucket',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: arn,
      Condition: { StringLike: { 's3:prefix': [below] } },
    },
    { Sid: 'BillObjects', Effect: 'Allow', Action: 's3:GetObject', Resource: `${arn}/${below}` },
    ...(kmsKeyArn === null ? [] : [keyStatement(kmsKeyArn, region)]),
  ]);
}

function policyOf(statements: readonly PolicyStatement[]): IamPolicy {
  return { Version: '2012-10-17', Statement: statements };
}

function queueStatements({ s3, eventQueues = [] }: AccountSettings): readonly PolicyStatement[] {
  const objects = s3?.queueUrl ? [{ url: s3.queueUrl, region: s3.region }] : [];
  const resources = [...objects, ...eventQueues].map(queueArn);
  if (resources.length === 0) return [];
  const Action = ['sqs:ReceiveMessage', 'sqs:DeleteMessage'];
  return [{ Sid: 'Queues', Effect: 'Allow', Action, Resource: oneOrAll(resources) }];
}

/** The URL of a queue ends with its account and its name. */
function queueArn({ url, region }: EventQueue): string {
  const [account = '', name = ''] = new URL(url).pathname.split('/').slice(-2);
  return `arn:${partitionOf(region)}:sqs:${region}:${account}:${name}`;
}

const METRICS: PolicyStatement = {
  Sid: 'MetricsAndAlarms',
  Effect: 'Allow',
  Action: [
    'cloudwatch:GetMetricData',
    'cloudwatch:ListMetrics',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:DescribeAlarmHistory',
  ],
  Resource: '*', // CloudWatch knows no narrower one for these.
};

const INVENTORY: PolicyStatement = {
  Sid: 'Inventory',
  Effect: 'Allow',
  Action: [
    'bedrock:ListInferenceProfiles',
    'bedrock:ListProvisionedModelThroughputs',
    'bedrock:ListCustomModels',
    'bedrock:ListCustomModelDeployments',
    'bedrock:ListImportedModels',
    'bedrock:GetImportedModel',
    'bedrock:ListModelCustomizationJobs',
    'bedrock:ListModelImportJobs',
    'bedrock:ListModelInvocationJobs',
    'bedrock:ListTagsForResource',
  ],
  Resource: '*',
};

function principalTags({ id, regions }: AccountSettings): PolicyStatement {
  const root = `arn:${partitionOf(regions[0] ?? '')}:iam::${id}`;
  return {
    Sid: 'PrincipalTags',
    Effect: 'Allow',
    Action: ['iam:ListRoleTags', 'iam:ListUserTags'],
    Resource: [`${root}:role/*`, `${root}:user/*`],
  };
}

/** Only the doctor asks for these: where logging delivers, and what the log group is like. */
const SETTINGS: PolicyStatement = {
  Sid: 'Doctor',
  Effect: 'Allow',
  Action: ['bedrock:GetModelInvocationLoggingConfiguration', 'logs:DescribeLogGroups'],
  Resource: '*',
};

function logStatements(account: AccountSettings): readonly PolicyStatement[] {
  const { cloudWatchLogs, regions, id } = account;
  if (!cloudWatchLogs) return [];
  const { logGroup } = cloudWatchLogs;
  const arnIn = (region: string): string =>
    logGroup.startsWith('arn:')
      ? `${logGroup.replace(/:\*$/, '')}:*`
      : `arn:${partitionOf(region)}:logs:${region}:${id}:log-group:${logGroup}:*`;
  const resources = [...new Set(regions.map(arnIn))];
  const [Action, Resource] = ['logs:FilterLogEvents', oneOrAll(resources)];
  return [{ Sid: 'InvocationLogs', Effect: 'Allow', Action, Resource }];
}

function bucketStatements(
  account: AccountSettings,
  kmsKeyArn: string | null,
): readonly PolicyStatement[] {
  const { s3, regions, id } = account;
  if (!s3) return [];
  const bucket = `arn:${partitionOf(s3.region)}:s3:::${s3.bucket}`;
  const folders = regions.map((region) => logFolder(s3, id, region));
  const prefixes = folders.map((folder) => `${folder}*`);
  return [
    {
      Sid: 'LogBucket',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucket,
      Condition: { StringLike: { 's3:prefix': prefixes } },
    },
    {
      Sid: 'LogObjects',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: oneOrAll(prefixes.map((prefix) => `${bucket}/${prefix}`)),
    },
    ...(kmsKeyArn === null ? [] : [keyStatement(kmsKeyArn, s3.region)]),
  ];
}

/**
 * What concerns bodies too large for their record: none of our business where the settings say so;
 * else what reads them, in a bucket of their own where events of a log group have one.
 */
export function bodiesPolicy(account: AccountSettings): readonly PolicyStatement[] {
  const { s3, cloudWatchLogs, regions, id } = account;
  const places = regions.map((region) => {
    return { region, folder: `AWSLogs/${id}/BedrockModelInvocationLogs/${region}/*` };
  });
  const inBucket = (bucket: string): string | readonly string[] =>
    oneOrAll(
      places.map(({ region, folder }) => {
        return `arn:${partitionOf(region)}:s3:::${bucket}/*${folder}/data/*`;
      }),
    );
  const large = cloudWatchLogs?.largeDataBucket;
  if (account.bodies === 'never') {
    const [Action, Effect] = ['s3:GetObject', 'Deny' as const];
    return s3 ? [{ Sid: 'NoBodies', Effect, Action, Resource: inBucket(s3.bucket) }] : [];
  }
  if (large === undefined || large === s3?.bucket) return [];
  const [region = ''] = regions;
  return [
    { Sid: 'LargeBodies', Effect: 'Allow', Action: 's3:GetObject', Resource: inBucket(large) },
    // Without it S3 answers for a body that has gone as for one that may not be read.
    {
      Sid: 'LargeBodyNames',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: `arn:${partitionOf(region)}:s3:::${large}`,
      Condition: { StringLike: { 's3:prefix': places.map(({ folder }) => `*${folder}`) } },
    },
  ];
}

/** The key opens for S3 only: it cannot be used to read anything else. */
function keyStatement(kmsKeyArn: string, region: string): PolicyStatement {
  const host = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    Sid: 'LogKey',
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: kmsKeyArn,
    Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.${host}` } },
  };
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

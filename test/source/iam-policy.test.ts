/** What identities must be allowed for a config: exact resources, and nothing that writes. */
import { describe, expect, test } from 'vitest';
import {
  assumePolicy,
  billPolicy,
  readPolicy,
  trustPolicy,
} from '../../server/source/iam-policy.ts';
import { accountAt } from './rig.ts';

const base = { ...accountAt('http://127.0.0.1:1'), endpoint: null };
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000000';

describe('the policy that reads an account', () => {
  const statement = (sid: string, account = base) =>
    readPolicy(account, KEY).Statement.find(({ Sid }) => Sid === sid);

  test('names the log group in every Region and no other', () => {
    const account = { ...base, regions: ['us-east-1', 'eu-west-1'] };
    expect(statement('InvocationLogs', account)?.Resource).toEqual([
      'arn:aws:logs:us-east-1:111122223333:log-group:/bedrock/calls:*',
      'arn:aws:logs:eu-west-1:111122223333:log-group:/bedrock/calls:*',
    ]);
  });

  test('takes a log group of another account by its ARN', () => {
    const logGroup = 'arn:aws:logs:us-east-1:999900001111:log-group:/shared:*';
    expect(statement('InvocationLogs', { ...base, cloudWatchLogs: { logGroup } })?.Resource).toBe(
      logGroup,
    );
  });

  test.each([
    ['us-gov-west-1', 'arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:/bedrock/calls:*'],
    ['cn-north-1', 'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/bedrock/calls:*'],
  ])('T-ENV-07: writes ARNs of the partition of %s', (region, arn) => {
    expect(statement('InvocationLogs', { ...base, regions: [region] })?.Resource).toBe(arn);
  });

  test('lists and reads only the folders of the account', () => {
    const folder = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/*';
    expect(statement('LogBucket')).toMatchObject({
      Resource: 'arn:aws:s3:::logs',
      Condition: { StringLike: { 's3:prefix': [folder] } },
    });
    expect(statement('LogObjects')?.Resource).toBe(`arn:aws:s3:::logs/${folder}`);
    expect(statement('NoBodies')).toBeUndefined();
  });

  test('denies all bodies where the account wants none read', () => {
    const bodies = '*AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/*/data/*';
    expect(statement('NoBodies', { ...base, bodies: 'never' })).toMatchObject({
      Effect: 'Deny',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::logs/${bodies}`,
    });
  });

  test('reads bodies of events from the bucket that they have of their own', () => {
    const cloudWatchLogs = { logGroup: '/bedrock/calls', largeDataBucket: 'bodies' };
    const account = { ...base, cloudWatchLogs };
    const folder = '*AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/*';
    expect(statement('LargeBodies', account)).toMatchObject({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::bodies/${folder}/data/*`,
    });
    expect(statement('LargeBodyNames', account)?.Action).toBe('s3:ListBucket');
    expect(statement('LargeBodies', { ...account, bodies: 'never' })).toBeUndefined();
  });

  test('opens a key for S3 alone', () => {
    expect(statement('LogKey')).toMatchObject({
      Resource: KEY,
      Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
    });
  });

  test('allows nothing that writes, calls a model or unmasks', () => {
    const actions = readPolicy(base, KEY).Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Get|List|Describe|Filter|Decrypt)/.test(action))).toEqual(
      [],
    );
  });

  test('lets tags of the account’s own callers be read, where that is switched on', () => {
    const { Statement } = readPolicy({ ...base, principalTags: true }, null);
    expect(Statement.find(({ Sid }) => Sid === 'PrincipalTags')).toEqual({
      Sid: 'PrincipalTags',
      Effect: 'Allow',
      Action: ['iam:ListRoleTags', 'iam:ListUserTags'],
      Resource: ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:user/*'],
    });
  });

  test('leaves out what the settings switch off', () => {
    const off = { ...base, cloudWatchLogs: null, s3: null, metrics: false, inventory: false };
    expect(readPolicy(off, null).Statement.map(({ Sid }) => Sid)).toEqual(['Doctor']);
  });
});

describe('policies around a role', () => {
  const roleArn = 'arn:aws:iam::111122223333:role/outcrop-read';

  test('let the reader take on exactly the roles of the config', () => {
    expect(assumePolicy([base])).toBeNull();
    expect(assumePolicy([base, { ...base, roleArn }])?.Statement).toEqual([
      { Sid: 'Roles', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn },
    ]);
  });

  test('ask for the external id where there is one', () => {
    const reader = 'arn:aws:iam::444455556666:role/outcrop';
    expect(trustPolicy({ ...base, externalId: 'x1' }, reader).Statement[0]).toEqual({
      Effect: 'Allow',
      Principal: { AWS: reader },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'x1' } },
    });
    expect(trustPolicy(base, reader).Statement[0]).not.toHaveProperty('Condition');
  });
});

describe('the policy that reads the bill', () => {
  const place = { bucket: 'bills', prefix: 'exports/', region: 'us-east-1' };

  test('lists and reads what lies below the prefix, and nothing else of the bucket', () => {
    const bill = { kind: 's3', identity: base, ...place } as const;
    expect(billPolicy(bill, null)?.Statement).toEqual([
      expect.objectContaining({
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::bills',
        Condition: { StringLike: { 's3:prefix': ['exports/*'] } },
      }),
      expect.objectContaining({
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::bills/exports/*',
      }),
    ]);
  });

  test('is none where the bill lies on disk, or is not read at all', () => {
    expect(billPolicy({ kind: 'directory', directory: './bill' }, null)).toBeNull();
    expect(billPolicy(null, null)).toBeNull();
  });
});

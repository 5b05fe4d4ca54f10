/** Our readers against moto, which other people wrote from the same AWS documents. */
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClients } from '../../server/source/clients.ts';
import { readCloudWatchAlarms } from '../../server/source/cloud-watch-alarms.ts';
import { readMetricPoints } from '../../server/source/cloud-watch-metrics.ts';
import { listMetricSeries, NOTHING_KNOWN } from '../../server/source/metric-list.ts';
import { planMetricSpans } from '../../server/source/metric-plan.ts';
import { createLogSources } from '../../server/source/log-sources.ts';
import { readPrincipalTags } from '../../server/source/principal-tags.ts';
import { hourFolder, nameStamp } from '../../server/source/s3-layout.ts';
import type { LogSource } from '../../server/source/source.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { accountAt, createReader, distinctTexts } from '../source/rig.ts';
import { hasMoto, startMoto, type Moto } from './moto.ts';

const ACCOUNT = '123456789012'; // Moto's own default.
const REGION = 'us-east-1';
const GROUP = '/bedrock/calls';
const STREAM = 'aws/bedrock/modelinvocations';
/** Moto refuses events out of its own present, so that this test needs the real one. */
const NOW_MS = Date.now();

describe.skipIf(!hasMoto())('against moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);
  afterAll(() => moto.close());

  const account = () => ({ ...accountAt(moto.url), id: ACCOUNT, backfillDays: 1 });
  const settings = () => {
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    return { region: REGION, endpoint: moto.url, credentials };
  };
  const sourceOf = (kind: LogSource['kind']): LogSource => {
    const sources = createLogSources([account()], createClients());
    const source = sources.find((one) => one.kind === kind);
    if (!source) throw new Error('the settings name this source');
    return source;
  };

  test('CloudWatch Logs: every event once over slices, bounds and late ones', async () => {
    const logs = new CloudWatchLogsClient(settings());
    await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: STREAM }));
    const boundMs = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS - HOUR_MS;
    const timesMs = [boundMs - 1, boundMs, boundMs + 5 * MINUTE_MS - 1, boundMs + 5 * MINUTE_MS];
    for (let index = 0; index < 300; index += 1) timesMs.push(NOW_MS - 1 - index * 4 * MINUTE_MS);
    const put = (times: readonly number[], name: string) => {
      const logEvents = [...times]
        .sort((a, b) => a - b)
        .map((timestamp, index) => ({ timestamp, message: `{"${name}":${index}}` }));
      const place = { logGroupName: GROUP, logStreamName: STREAM };
      return logs.send(new PutLogEventsCommand({ ...place, logEvents }));
    };
    await put(timesMs, 'call');
    const reader = createReader();
    const first = await reader.read(sourceOf('cloudWatchLogs'), NOW_MS);
    expect(distinctTexts(first)).toHaveLength(304);
    expect(first.length).toBeLessThan(310); // Only the open tail may come twice.

    await put([NOW_MS - 3 * MINUTE_MS], 'late');
    const again = await reader.read(sourceOf('cloudWatchLogs'), NOW_MS + 15 * MINUTE_MS);
    expect(distinctTexts(again)).toContain('{"late":0}');
  });

  test('S3: every object once, foreign keys never', async () => {
    const s3 = new S3Client({ ...settings(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
    const folder = `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${REGION}/`;
    const put = (Key: string, Body: Uint8Array) =>
      s3.send(new PutObjectCommand({ Bucket: 'logs', Key, Body }));
    for (let hour = 0; hour < 12; hour += 1) {
      const atMs = NOW_MS - hour * HOUR_MS;
      const name = `${folder}${hourFolder(atMs)}${nameStamp(atMs)}_0123456789abcdef.json.gz`;
      await put(name, gzipSync(`{"hour":${hour}}\n{"hour":"${hour}b"}\n`));
      await put(`${folder}${hourFolder(atMs)}data/0123_input.json.gz`, gzipSync('{}'));
    }
    await put(`${folder}amazon-bedrock-logs-permission-check`, new Uint8Array());
    const reader = createReader();
    expect(distinctTexts(await reader.read(sourceOf('s3'), NOW_MS))).toHaveLength(24);
    expect(reader.batches.flatMap((batch) => batch.failures)).toEqual([]);
    expect(await reader.read(sourceOf('s3'), NOW_MS + MINUTE_MS)).toEqual([]);
  });

  test('S3 by SQS: objects are taken at once from the queue, and leave it', async () => {
    const s3 = new S3Client({ ...settings(), forcePathStyle: true });
    const sqs = new SQSClient(settings());
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'objects' }));
    await s3.send(new CreateBucketCommand({ Bucket: 'noticed' }));
    const folder = `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${REGION}/`;
    for (let hour = 0; hour < 12; hour += 1) {
      const atMs = NOW_MS - hour * HOUR_MS;
      const Key = `${folder}${hourFolder(atMs)}${nameStamp(atMs)}_0123456789abcdef.json.gz`;
      const Body = gzipSync(`{"hour":${hour}}\n`);
      const { ETag } = await s3.send(new PutObjectCommand({ Bucket: 'noticed', Key, Body }));
      const object = { key: Key, size: Body.length, eTag: ETag };
      const notice = { bucket: { name: 'noticed' }, object };
      const eventTime = new Date(atMs).toISOString();
      const Records = [{ eventName: 'ObjectCreated:Put', eventTime, s3: notice }];
      const MessageBody = JSON.stringify({ Records });
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
    const place = { bucket: 'noticed', prefix: '', region: REGION, queueUrl: QueueUrl };
    const noticed = { ...account(), cloudWatchLogs: null, s3: place };
    const [source] = createLogSources([noticed], createClients());
    if (!source) throw new Error('the settings name this source');
    const reader = createReader();
    expect(distinctTexts(await reader.read(source, NOW_MS))).toHaveLength(12);
    expect(reader.batches[0]?.objects).toHaveLength(12);
    const left = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(left.Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  test('CloudWatch: counts of models, and alarms on Bedrock', async () => {
    const cloudWatch = new CloudWatchClient(settings());
    const Dimensions = [{ Name: 'ModelId', Value: 'm' }];
    const startMs = Math.floor(NOW_MS / MINUTE_MS) * MINUTE_MS - 30 * MINUTE_MS;
    const MetricData = Array.from({ length: 10 }, (_, index) => ({
      MetricName: 'Invocations',
      Dimensions,
      Timestamp: new Date(startMs + index * MINUTE_MS),
      Value: 3,
    }));
    await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Bedrock', MetricData }));
    const alarm = {
      AlarmName: 'throttled',
      MetricName: 'InvocationThrottles',
      Dimensions,
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
    } as const;
    await cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, Namespace: 'AWS/Bedrock' }));
    await cloudWatch.send(
      new PutMetricAlarmCommand({ ...alarm, AlarmName: 'other', Namespace: 'AWS/Lambda' }),
    );

    const client = createClients().cloudWatch(account(), REGION);
    const series = await listMetricSeries(client, NOTHING_KNOWN);
    let sum = 0;
    for (const span of planMetricSpans({ startMs, endMs: NOW_MS }, NOW_MS)) {
      const question = { account: ACCOUNT, region: REGION, span, series };
      for await (const points of readMetricPoints(client, question)) {
        for (const point of points) sum += point.value;
      }
    }
    expect(sum).toBe(30);
    const alarms = await readCloudWatchAlarms(client, ACCOUNT, REGION);
    expect(alarms).toMatchObject([
      { name: 'throttled', datapointsToAlarm: 2, threshold: 5, periodSeconds: 300 },
    ]);
  });

  test('IAM: tags of roles and users by name, wherever their path puts them', async () => {
    const iam = new IAMClient(settings());
    const Tags = Array.from({ length: 30 }, (_, index) => ({
      Key: `k${index}`,
      Value: `v ${index}`,
    }));
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'App',
        Path: '/services/',
        AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
        Tags,
      }),
    );
    await iam.send(
      new CreateUserCommand({
        UserName: 'kim@example.com',
        Path: '/people/',
        Tags: [{ Key: 'team', Value: 'red' }],
      }),
    );
    const client = createClients().iam(account(), REGION);
    const { signal } = new AbortController();
    const role = await readPrincipalTags(client, { kind: 'role', name: 'App' }, signal);
    expect(role).toEqual(new Map(Tags.map(({ Key, Value }) => [Key, Value])));
    const user = await readPrincipalTags(client, { kind: 'user', name: 'kim@example.com' }, signal);
    expect(user).toEqual(new Map([['team', 'red']]));
    const gone = { kind: 'role', name: 'Gone' } as const;
    expect(await readPrincipalTags(client, gone, signal)).toBeNull();
  });

  test('a missing group and a missing bucket are told as such', async () => {
    const missing = {
      ...account(),
      cloudWatchLogs: { logGroup: 'nowhere' },
      s3: { bucket: 'nowhere', prefix: '', region: REGION },
    };
    for (const source of createLogSources([missing], createClients())) {
      const reading = createReader().read(source, NOW_MS);
      await expect(reading).rejects.toMatchObject({ code: 'notFound' });
    }
  });
});

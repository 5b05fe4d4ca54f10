/** The demo's accounts through the endpoint, read by the real clients as the sources read them. */
import { paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { ListTagsForResourceCommand, paginateListInferenceProfiles } from '@aws-sdk/client-bedrock';
import { expect, test } from 'vitest';
import { DEMO_ACCOUNTS, DEMO_LOG_GROUP, demoBucketOf } from '../../server/demo/demo-accounts.ts';
import { createDemoWorld } from '../../server/demo/demo-world.ts';
import { clientsFor, withLocalAws } from './clients.ts';
import { recordTexts } from './demo-records.ts';

const END_MS = Date.UTC(2026, 8, 1, 12, 20);
const [PRODUCTION = '', CUSTOMERS = ''] = DEMO_ACCOUNTS.map(({ id }) => id);
const world = createDemoWorld({ seed: 3, days: 1, endMs: END_MS });
const options = { nowMs: () => END_MS };

test('all events of a log group come over pages of a megabyte', async () => {
  await withLocalAws(
    world,
    async ({ aws, logs }) => {
      const messages: string[] = [];
      const input = { logGroupName: DEMO_LOG_GROUP };
      for await (const page of paginateFilterLogEvents({ client: logs }, input)) {
        messages.push(...(page.events ?? []).map(({ message }) => message ?? ''));
      }
      const expected = recordTexts(world, { account: PRODUCTION, region: 'us-east-1' }, END_MS);
      expect(messages.slice(1)).toEqual(expected);
      expect(aws.calls.get('FilterLogEvents')).toBeGreaterThan(2);
    },
    options,
  );
});

test('all records of a bucket come by listing and fetching', async () => {
  await withLocalAws(
    world,
    async ({ aws }) => {
      const { s3 } = clientsFor(aws.url, { account: CUSTOMERS, region: 'us-west-2' });
      const Bucket = demoBucketOf('us-west-2');
      const keys: string[] = [];
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, MaxKeys: 50 })) {
        keys.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      }
      const listed = [
        ...world.objects({ bucket: Bucket, prefix: '', afterKey: '', nowMs: END_MS }),
      ];
      expect(keys).toEqual(listed.map(({ key }) => key));
      const Key = keys[3] ?? '';
      const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = await object.Body?.transformToByteArray();
      expect(Buffer.compare(Buffer.from(bytes ?? []), world.content(Bucket, Key))).toBe(0);
    },
    options,
  );
});

test('a day of five-minute sums comes over pages', async () => {
  await withLocalAws(
    world,
    async ({ cloudWatch }) => {
      const Metric = { Namespace: 'AWS/Bedrock', MetricName: 'Invocations' };
      const MetricDataQueries = [{ Id: 'all', MetricStat: { Metric, Period: 300, Stat: 'Sum' } }];
      const StartTime = new Date(END_MS - 86_400_000);
      const input = { MetricDataQueries, StartTime, EndTime: new Date(END_MS), MaxDatapoints: 100 };
      const values: number[] = [];
      for await (const page of paginateGetMetricData({ client: cloudWatch }, input)) {
        values.push(...(page.MetricDataResults?.[0]?.Values ?? []));
      }
      expect(values.length).toBeGreaterThan(200);
      expect(values.length).toBeLessThanOrEqual(288);
    },
    options,
  );
});

test('application profiles of a Region come with the tags of their tenant', async () => {
  await withLocalAws(
    world,
    async ({ aws }) => {
      const { bedrock } = clientsFor(aws.url, { account: PRODUCTION, region: 'us-west-2' });
      const tenants: unknown[] = [];
      const input = { typeEquals: 'APPLICATION' as const };
      for await (const page of paginateListInferenceProfiles({ client: bedrock }, input)) {
        for (const { inferenceProfileArn } of page.inferenceProfileSummaries ?? []) {
          const command = new ListTagsForResourceCommand({ resourceARN: inferenceProfileArn });
          const { tags = [] } = await bedrock.send(command);
          tenants.push(tags.find(({ key }) => key === 'tenant')?.value);
        }
      }
      expect(tenants).toEqual(['globex', 'globex']);
    },
    options,
  );
});

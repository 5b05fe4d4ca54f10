/** The namespaces of Bedrock's metrics, and large bodies, against moto's CloudWatch and S3. */
import { CloudWatchClient, PutMetricDataCommand, type Dimension } from '@aws-sdk/client-cloudwatch';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyReader } from '../../server/source/body-objects.ts';
import { createClients } from '../../server/source/clients.ts';
import { readMetricPoints } from '../../server/source/cloud-watch-metrics.ts';
import { listMetricSeries, NOTHING_KNOWN } from '../../server/source/metric-list.ts';
import { planMetricSpans } from '../../server/source/metric-plan.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { requestId } from '../support/metered.ts';
import { accountAt } from '../source/rig.ts';
import { hasMoto, startMoto, type Moto } from './moto.ts';

const ACCOUNT = '123456789012'; // Moto's own default.
const REGION = 'us-east-1';
/** Moto keeps metrics of its own present only. */
const NOW_MS = Date.now();
const START_MS = Math.floor(NOW_MS / MINUTE_MS) * MINUTE_MS - 30 * MINUTE_MS;

describe.skipIf(!hasMoto())('against moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);
  afterAll(() => moto.close());

  const account = () => ({ ...accountAt(moto.url), id: ACCOUNT });
  const settings = () => {
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    return { region: REGION, endpoint: moto.url, credentials };
  };

  /** Ten points of one a minute. */
  async function put(Namespace: string, MetricName: string, dimensions: Record<string, string>) {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]): Dimension => {
      return { Name, Value };
    });
    const MetricData = Array.from({ length: 10 }, (_, index) => ({
      MetricName,
      Dimensions,
      Timestamp: new Date(START_MS + index * MINUTE_MS),
      Value: 1,
    }));
    await new CloudWatchClient(settings()).send(
      new PutMetricDataCommand({ Namespace, MetricData }),
    );
  }

  test('CloudWatch: mantle by project, guardrails by policy, and deliveries that failed', async () => {
    await put('AWS/BedrockMantle', 'Inferences', { Model: 'm', Project: 'p' });
    await put('AWS/Bedrock/Guardrails', 'TextUnitCount', { GuardrailPolicyType: 'Topic' });
    await put('AWS/Bedrock', 'ModelInvocationLogsS3DeliveryFailure', {});
    await put('AWS/Bedrock', 'Invocations', { ModelId: 'm', ServiceTier: 'flex' }); // A part.
    const client = createClients().cloudWatch(account(), REGION);
    const series = await listMetricSeries(client, NOTHING_KNOWN);
    const named = series.map(({ metricName, modelId, labels }) => [metricName, modelId, labels]);
    expect(named).toEqual(
      expect.arrayContaining([
        ['Inferences', 'm', [['Project', 'p']]],
        ['TextUnitCount', '', [['GuardrailPolicyType', 'Topic']]],
        ['ModelInvocationLogsS3DeliveryFailure', '', []],
      ]),
    );
    expect(named.map(([name]) => name)).not.toContain('Invocations');
    const sums = new Map<string, number>();
    for (const span of planMetricSpans({ startMs: NOW_MS - HOUR_MS, endMs: NOW_MS }, NOW_MS)) {
      const asked = { account: ACCOUNT, region: REGION, span, series };
      const note = { onIncomplete: () => undefined, onAsked: () => undefined };
      for await (const points of readMetricPoints(client, { ...asked, ...note })) {
        for (const { metricName, value } of points) {
          sums.set(metricName, (sums.get(metricName) ?? 0) + value);
        }
      }
    }
    expect(sums).toEqual(
      new Map([
        ['Inferences', 10],
        ['TextUnitCount', 10],
        ['ModelInvocationLogsS3DeliveryFailure', 10],
      ]),
    );
  });

  test('S3: a large body is read, and one that is not there is told as gone', async () => {
    const s3 = new S3Client({ ...settings(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
    const folder = `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${REGION}/2026/11/22/11/data/`;
    const Key = `${folder}${requestId(1)}_output.json.gz`;
    await s3.send(new PutObjectCommand({ Bucket: 'logs', Key, Body: gzipSync('{"usage":{}}') }));
    const read = bodyReader([account()], createClients(), () => NOW_MS);
    const ask = (id: string) => {
      const path = `s3://logs/${folder}${id}_output.json.gz`;
      const of = { accountId: ACCOUNT, region: REGION, requestId: id, path };
      return read(of, new AbortController().signal);
    };
    expect(await ask(requestId(1))).toEqual({ outcome: 'read', text: '{"usage":{}}' });
    expect(await ask(requestId(2))).toEqual({ outcome: 'gone' });
  });
});

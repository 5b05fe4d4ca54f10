/** Events of EventBridge as AWS documents them, and what passes for one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBedrockEvent } from '../../server/record/parse-event.ts';

const HEAD = {
  version: '0',
  id: 'e1',
  source: 'aws.bedrock',
  account: '123456789012',
  region: 'us-east-1',
  time: '2023-08-11T12:34:56Z',
};
const ARN = 'arn:aws:bedrock:us-east-1:123456789012';
const AT_MS = Date.UTC(2023, 7, 11, 12, 34, 56);

function apiCall(eventName: string, detail: object) {
  const call = { eventSource: 'bedrock.amazonaws.com', eventName, ...detail };
  return { ...HEAD, 'detail-type': 'AWS API Call via CloudTrail', detail: call };
}

describe('parseBedrockEvent', () => {
  test.each([
    {
      name: 'a customization job',
      event: {
        ...HEAD,
        'detail-type': 'Model Customization Job State Change',
        detail: {
          jobName: 'abcd',
          jobArn: `${ARN}:model-customization-job/abc`,
          jobStatus: 'Failed',
          baseModelArn: `${ARN}:base`,
        },
      },
      expected: {
        kind: 'customizationJob',
        arn: `${ARN}:model-customization-job/abc`,
        name: 'abcd',
        status: 'Failed',
        model: `${ARN}:base`,
        atMs: AT_MS,
      },
    },
    {
      name: 'a batch job, whose documented time is no ISO',
      event: {
        ...HEAD,
        'detail-type': 'Batch Inference Job State Change',
        time: 'Wed Aug 28 22:58:30 UTC 2024',
        resources: [`${ARN}:model-invocation-job/abc`],
        detail: {
          batchJobName: 'nightly',
          batchModelId: 'anthropic.claude-3-sonnet-20240229-v1:0',
          status: 'Completed',
          creationTime: 'Aug 28, 2024, 10:47:53 PM',
        },
      },
      expected: {
        kind: 'batchJob',
        arn: `${ARN}:model-invocation-job/abc`,
        name: 'nightly',
        status: 'Completed',
        model: 'anthropic.claude-3-sonnet-20240229-v1:0',
        atMs: Date.UTC(2024, 7, 28, 22, 58, 30),
      },
    },
    {
      name: 'a data automation job',
      event: {
        ...HEAD,
        'detail-type': 'Bedrock Data Automation Job Succeeded',
        resources: [],
        detail: { job_id: '25010344', job_status: 'SUCCESS', semantic_modality: 'Document' },
      },
      expected: { kind: 'dataAutomationJob', arn: '25010344', status: 'SUCCESS' },
    },
    {
      name: 'bought capacity',
      event: apiCall('CreateProvisionedModelThroughput', {
        requestParameters: { modelUnits: 2, provisionedModelName: 'p', modelId: 'amazon.nova-pro' },
        responseElements: { provisionedModelArn: `${ARN}:provisioned-model/abc` },
      }),
      expected: {
        kind: 'provisionedModel',
        arn: `${ARN}:provisioned-model/abc`,
        name: 'p',
        status: 'CreateProvisionedModelThroughput',
        model: 'amazon.nova-pro',
        units: 2,
      },
    },
    {
      name: 'the end of bought capacity',
      event: apiCall('DeleteProvisionedModelThroughput', {
        requestParameters: { provisionedModelId: 'abc' },
        responseElements: null,
      }),
      expected: { kind: 'provisionedModel', arn: 'abc', units: null },
    },
  ])('reads $name', ({ event, expected }) => {
    const parsed = parseBedrockEvent(event);
    const place = { id: 'e1', account: '123456789012', region: 'us-east-1' };
    expect(parsed).toMatchObject({ ok: true, value: { ...place, ...expected } });
  });

  test.each([
    ['of another service', { ...HEAD, source: 'aws.ec2', 'detail-type': 'x', detail: {} }],
    ['of Bedrock, but of no job', { ...HEAD, 'detail-type': 'Guardrail Changed', detail: {} }],
    ['of a call that only reads', apiCall('ListCustomModels', {})],
    ['of a call that failed', apiCall('DeleteCustomModel', { errorCode: 'AccessDenied' })],
  ])('passes by an event %s', (_name, event) => {
    expect(parseBedrockEvent(event)).toEqual({ ok: true, value: null });
  });

  test('gives an event without id the same id each time', () => {
    const event = { ...apiCall('DeleteCustomModel', {}), id: undefined };
    const ids = [event, event].map((one) => {
      const parsed = parseBedrockEvent(one);
      return parsed.ok ? parsed.value?.id : null;
    });
    expect(ids[0]).toMatch(/^sha256:/);
    expect(ids[0]).toBe(ids[1]);
  });

  test('takes any value, and never throws', () => {
    const types = fc.constantFrom(
      'Batch Inference Job State Change',
      'AWS API Call via CloudTrail',
    );
    const shaped = fc.record({
      source: fc.constant('aws.bedrock'),
      'detail-type': types,
      detail: fc.object(),
      time: fc.oneof(fc.string(), fc.constant(HEAD.time)),
      resources: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shaped), (value) => {
        const parsed = parseBedrockEvent(value);
        if (parsed.ok && parsed.value) expect(Number.isFinite(parsed.value.atMs)).toBe(true);
      }),
    );
  });
});

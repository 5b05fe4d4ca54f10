/** Holds model ids, principals, statuses, metadata and tiers to every form that AWS writes. */
import { describe, expect, test } from 'vitest';
import { callStatus } from '../../server/record/call-status.ts';
import { parseModelReference } from '../../server/record/model-reference.ts';
import { parsePrincipal } from '../../server/record/principal.ts';
import { invocationOf, invoke, record, type Json } from './records.ts';

const ARN = 'arn:aws:bedrock:us-east-1:111122223333';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001';

describe('parseModelReference', () => {
  test.each([
    { modelId: `${HAIKU}-v1:0`, is: [HAIKU, 'foundation', 'regional', null] },
    { modelId: `us.${HAIKU}-v1:0`, is: [HAIKU, 'systemProfile', 'geo', `us.${HAIKU}-v1:0`] },
    { modelId: `eu.${HAIKU}-v1:0`, is: [HAIKU, 'systemProfile', 'geo', `eu.${HAIKU}-v1:0`] },
    {
      modelId: `us-gov.${HAIKU}-v1:0`,
      is: [HAIKU, 'systemProfile', 'geo', `us-gov.${HAIKU}-v1:0`],
    },
    {
      modelId: `global.${HAIKU}-v1:0`,
      is: [HAIKU, 'systemProfile', 'global', `global.${HAIKU}-v1:0`],
    },
    {
      modelId: 'us.anthropic.claude-opus-4-8',
      is: ['anthropic.claude-opus-4-8', 'systemProfile', 'geo', 'us.anthropic.claude-opus-4-8'],
    },
    {
      modelId: `arn:aws:bedrock:us-east-1::foundation-model/${HAIKU}-v1:0`,
      is: [HAIKU, 'foundation', 'regional', null],
    },
    {
      modelId: `arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${HAIKU}-v1:0`,
      is: [HAIKU, 'foundation', 'regional', null],
    },
    {
      modelId: 'arn:aws-cn:bedrock:cn-north-1::foundation-model/amazon.nova-lite-v1:0',
      is: ['amazon.nova-lite', 'foundation', 'regional', null],
    },
    {
      modelId: `${ARN}:inference-profile/global.${HAIKU}-v1:0`,
      is: [HAIKU, 'systemProfile', 'global', `global.${HAIKU}-v1:0`],
    },
    {
      modelId: `${ARN}:inference-profile/apac.amazon.nova-micro-v1:0`,
      is: ['amazon.nova-micro', 'systemProfile', 'geo', 'apac.amazon.nova-micro-v1:0'],
    },
    {
      modelId: `arn:aws:bedrock:us-east-1:<redacted>:inference-profile/us.${HAIKU}-v1:0`,
      is: [HAIKU, 'systemProfile', 'geo', `us.${HAIKU}-v1:0`],
    },
    {
      modelId: `${ARN}:application-inference-profile/abc123def456`,
      is: [
        null,
        'applicationProfile',
        'regional',
        `${ARN}:application-inference-profile/abc123def456`,
      ],
    },
    {
      modelId: `${ARN}:provisioned-model/abc123def456`,
      is: [null, 'provisioned', 'regional', `${ARN}:provisioned-model/abc123def456`],
    },
    {
      modelId: `${ARN}:custom-model/amazon.nova-lite-v1:0:300k/abc123def456`,
      is: [
        'amazon.nova-lite',
        'custom',
        'regional',
        `${ARN}:custom-model/amazon.nova-lite-v1:0:300k/abc123def456`,
      ],
    },
    {
      modelId: `${ARN}:custom-model-deployment/abc123def456`,
      is: [null, 'custom', 'regional', `${ARN}:custom-model-deployment/abc123def456`],
    },
    {
      modelId: `${ARN}:imported-model/abc123def456`,
      is: [null, 'imported', 'regional', `${ARN}:imported-model/abc123def456`],
    },
    {
      modelId: `${ARN}:prompt/ABCDEF1234:2`,
      is: [null, 'unknown', 'regional', `${ARN}:prompt/ABCDEF1234:2`],
    },
    {
      modelId: `${ARN}:prompt-router/abc123def456`,
      is: [null, 'promptRouter', 'regional', `${ARN}:prompt-router/abc123def456`],
    },
    {
      modelId: `${ARN}:default-prompt-router/anthropic.claude:1`,
      is: [null, 'promptRouter', 'regional', `${ARN}:default-prompt-router/anthropic.claude:1`],
    },
    {
      modelId: 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-model',
      is: [
        null,
        'marketplaceEndpoint',
        'regional',
        'arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-model',
      ],
    },
    {
      modelId: 'arn:aws:bedrock:us-east-1:111122223333:something-new/a/b',
      is: [null, 'unknown', 'regional', 'arn:aws:bedrock:us-east-1:111122223333:something-new/a/b'],
    },
    { modelId: 'my-model', is: [null, 'unknown', 'regional', 'my-model'] },
  ])('reads $modelId', ({ modelId, is }) => {
    const { model, kind, routing, profile } = parseModelReference(modelId);
    expect([model, kind, routing, profile]).toEqual(is);
  });

  test('gives the call by ARN and the call by id the same profile', () => {
    expect(parseModelReference(`${ARN}:inference-profile/us.${HAIKU}-v1:0`)).toEqual(
      parseModelReference(`us.${HAIKU}-v1:0`),
    );
  });
});

describe('parsePrincipal', () => {
  const iam = 'arn:aws:iam::111122223333';
  const sts = 'arn:aws:sts::111122223333';

  test.each([
    {
      arn: `${iam}:user/ann@example.com`,
      is: [`${iam}:user/ann@example.com`, 'user', 'ann@example.com', null],
    },
    { arn: `${iam}:user/team/ann`, is: [`${iam}:user/team/ann`, 'user', 'ann', null] },
    {
      arn: `${iam}:user/BedrockAPIKey-dm4c`,
      is: [`${iam}:user/BedrockAPIKey-dm4c`, 'user', 'BedrockAPIKey-dm4c', null],
    },
    {
      arn: `${sts}:assumed-role/Shop/shop-7f9c`,
      is: [`${iam}:role/Shop`, 'role', 'Shop', 'shop-7f9c'],
    },
    {
      arn: `${sts}:assumed-role/AWSReservedSSO_Dev_1a2b/ann@example.com`,
      is: [
        `${iam}:role/AWSReservedSSO_Dev_1a2b`,
        'role',
        'AWSReservedSSO_Dev_1a2b',
        'ann@example.com',
      ],
    },
    { arn: `${sts}:assumed-role/Shop`, is: [`${iam}:role/Shop`, 'role', 'Shop', null] },
    {
      arn: 'arn:aws-us-gov:sts::111122223333:assumed-role/Shop/s',
      is: ['arn:aws-us-gov:iam::111122223333:role/Shop', 'role', 'Shop', 's'],
    },
    {
      arn: 'arn:aws-cn:iam::111122223333:user/ann',
      is: ['arn:aws-cn:iam::111122223333:user/ann', 'user', 'ann', null],
    },
    { arn: `${iam}:role/Shop`, is: [`${iam}:role/Shop`, 'role', 'Shop', null] },
    { arn: `${iam}:root`, is: [`${iam}:root`, 'root', 'root', null] },
    {
      arn: `${sts}:federated-user/ann`,
      is: [`${sts}:federated-user/ann`, 'federated', 'ann', null],
    },
    { arn: `${iam}:group/x`, is: [`${iam}:group/x`, 'unknown', 'x', null] },
    { arn: 'AIDAEXAMPLE', is: ['AIDAEXAMPLE', 'unknown', 'AIDAEXAMPLE', null] },
    { arn: null, is: ['', 'unknown', '', null] },
  ])('reads $arn', ({ arn, is }) => {
    const { arn: group, kind, name, session } = parsePrincipal(arn);
    expect([group, kind, name, session]).toEqual(is);
  });
});

describe('callStatus', () => {
  test.each([
    ['ThrottlingException', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['ModelNotReadyException', 'throttled'],
    ['com.amazonaws.bedrock#ThrottlingException', 'throttled'],
    ['ThrottlingException:http://internal/', 'throttled'],
    ['InternalServerException', 'serverError'],
    ['ServiceUnavailableException', 'serverError'],
    ['ModelTimeoutException', 'serverError'],
    ['ModelErrorException', 'serverError'],
    ['ModelStreamErrorException', 'serverError'],
    ['AccessDeniedException', 'clientError'],
    ['ResourceNotFoundException', 'clientError'],
    ['ValidationException', 'clientError'],
    ['ServiceQuotaExceededException', 'clientError'],
    ['ConflictException', 'clientError'],
    ['SomethingNewException', 'clientError'],
  ])('takes %s as %s', (errorCode, status) => {
    expect(callStatus(errorCode, false)).toBe(status);
  });

  test.each([
    { errorCode: null, status: 'success', told: null },
    { errorCode: '', status: 'success', told: null },
    { errorCode: 'ValidationException', status: 'clientError', told: 'ValidationException' },
    { errorCode: 403, status: 'clientError', told: 'UnknownError' },
    { errorCode: 'The prompt was: tell me', status: 'clientError', told: 'UnknownError' },
  ])('reads an error code of $errorCode', ({ errorCode, status, told }) => {
    expect(invocationOf(record({ errorCode }))).toMatchObject({ status, errorCode: told });
  });
});

describe('request metadata', () => {
  const metadataOf = (text: string) =>
    invocationOf(JSON.stringify(record({ requestMetadata: 0 })).replace(':0}', `:${text}}`))
      .requestMetadata;

  test('keeps names that objects use themselves', () => {
    const hostile = '{"__proto__":"a","constructor":"b","prototype":"c","toString":"d"}';
    expect([...metadataOf(hostile)]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['prototype', 'c'],
      ['toString', 'd'],
    ]);
  });

  test('leaves out what is no text, empty keys and endless ones', () => {
    const odd = { a: 1, b: null, c: { d: 'e' }, '': 'f', ['g'.repeat(257)]: 'h', i: '' };
    expect([...metadataOf(JSON.stringify(odd))]).toEqual([['i', '']]);
  });

  test('keeps 64 entries of at most 1,024 characters', () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`k${index}`, 'v'.repeat(2000)]),
    );
    const metadata = metadataOf(JSON.stringify(many));
    expect(metadata.size).toBe(64);
    expect(metadata.get('k0')).toHaveLength(1024);
  });

  test.each(['null', '[]', '"a=b"', '7'])('is empty for %s', (text) => {
    expect(metadataOf(text).size).toBe(0);
  });
});

describe('tier and latency', () => {
  const answered = (answer: unknown, request?: unknown, more: Json = {}) =>
    invocationOf(invoke('amazon.nova-pro-v1:0', request, answer, more));

  test.each([
    { name: "Converse's object", answer: { serviceTier: { type: 'flex' } }, tier: 'flex' },
    { name: 'a default', answer: { serviceTier: { type: 'default' } }, tier: 'standard' },
    { name: 'a reservation', answer: { serviceTier: { type: 'reserved' } }, tier: 'reserved' },
    { name: "Claude's usage", answer: { usage: { service_tier: 'priority' } }, tier: 'priority' },
    { name: "OpenAI's text", answer: { service_tier: 'priority' }, tier: 'priority' },
    { name: 'a name nobody knows', answer: { serviceTier: { type: 'gold' } }, tier: 'standard' },
    { name: 'nothing', answer: {}, tier: 'standard' },
  ])('reads $name', ({ answer, tier }) => {
    expect(answered(answer).serviceTier).toBe(tier);
  });

  test('follow the answer before the request', () => {
    const flex = { serviceTier: { type: 'flex' }, performanceConfig: { latency: 'optimized' } };
    const standard = {
      serviceTier: { type: 'default' },
      performanceConfig: { latency: 'standard' },
    };
    expect(answered(standard, flex)).toMatchObject({
      serviceTier: 'standard',
      latencyMode: 'standard',
    });
    expect(answered({}, flex)).toMatchObject({ serviceTier: 'flex', latencyMode: 'optimized' });
  });

  test('are read from the record itself too', () => {
    const more = { performanceConfig: { latency: 'optimized' }, serviceTier: 'priority' };
    expect(answered({}, undefined, more)).toMatchObject({
      serviceTier: 'priority',
      latencyMode: 'optimized',
    });
  });
});

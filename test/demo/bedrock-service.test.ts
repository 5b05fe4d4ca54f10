/** Bedrock's control plane and STS on the local endpoint, asked by the real clients. */
import {
  GetInferenceProfileCommand,
  GetModelInvocationLoggingConfigurationCommand,
  ListProvisionedModelThroughputsCommand,
  ListTagsForResourceCommand,
  paginateListInferenceProfiles,
  BedrockClient,
} from '@aws-sdk/client-bedrock';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { describe, expect, test } from 'vitest';
import type { InferenceProfile } from '../../server/demo/aws-world.ts';
import { createWorld, type MemoryWorld } from '../../server/demo/memory-world.ts';
import { SCOPE, settingsFor, withLocalAws } from './clients.ts';

function profile(id: string, account: string = SCOPE.account): InferenceProfile {
  return {
    arn: `arn:aws:bedrock:us-east-1:${account}:application-inference-profile/${id}`,
    id,
    name: `profile ${id}`,
    type: 'APPLICATION',
    modelArns: ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0'],
    tags: new Map([['tenant', `tenant of ${id}`]]),
    createdAtMs: Date.UTC(2026, 0, 1),
  };
}

function worldWithProfiles(): MemoryWorld {
  const world = createWorld();
  for (const id of ['aaaaaaaaaaaa', 'bbbbbbbbbbbb']) world.addProfile(SCOPE, profile(id));
  return world;
}

describe('inference profiles', () => {
  test('are listed by type over pages', async () => {
    await withLocalAws(worldWithProfiles(), async ({ bedrock }) => {
      const ids: unknown[] = [];
      const input = { typeEquals: 'APPLICATION' as const, maxResults: 1 };
      for await (const page of paginateListInferenceProfiles({ client: bedrock }, input)) {
        ids.push(...(page.inferenceProfileSummaries ?? []).map((each) => each.inferenceProfileId));
      }
      expect(ids).toEqual(['aaaaaaaaaaaa', 'bbbbbbbbbbbb']);
    });
  });

  test('are found by id and by ARN, with their models and tags', async () => {
    await withLocalAws(worldWithProfiles(), async ({ bedrock }) => {
      const { arn, modelArns } = profile('bbbbbbbbbbbb');
      for (const inferenceProfileIdentifier of ['bbbbbbbbbbbb', arn]) {
        const found = await bedrock.send(
          new GetInferenceProfileCommand({ inferenceProfileIdentifier }),
        );
        expect(found.models).toEqual(modelArns.map((modelArn) => ({ modelArn })));
      }
      const { tags } = await bedrock.send(new ListTagsForResourceCommand({ resourceARN: arn }));
      expect(tags).toEqual([{ key: 'tenant', value: 'tenant of bbbbbbbbbbbb' }]);
    });
  });

  test('are not found under another name', async () => {
    await withLocalAws(worldWithProfiles(), async ({ bedrock }) => {
      const command = new GetInferenceProfileCommand({
        inferenceProfileIdentifier: 'cccccccccccc',
      });
      await expect(bedrock.send(command)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    });
  });
});

test('the logging configuration is empty until logging is set up', async () => {
  const world = createWorld();
  await withLocalAws(world, async ({ bedrock }) => {
    const command = new GetModelInvocationLoggingConfigurationCommand({});
    expect((await bedrock.send(command)).loggingConfig).toBeUndefined();
    world.setLogging(SCOPE, { logGroup: '/logs', bucket: 'bucket' });
    expect((await bedrock.send(command)).loggingConfig).toMatchObject({
      cloudWatchConfig: { logGroupName: '/logs' },
      s3Config: { bucketName: 'bucket' },
    });
  });
});

test('lists of what the account has not are empty', async () => {
  await withLocalAws(createWorld(), async ({ bedrock }) => {
    const reply = await bedrock.send(new ListProvisionedModelThroughputsCommand({}));
    expect(reply.provisionedModelSummaries).toEqual([]);
  });
});

test('a throttle reaches the client by its name', async () => {
  await withLocalAws(
    worldWithProfiles(),
    async ({ bedrock }) => {
      const call = bedrock.send(new ListProvisionedModelThroughputsCommand({}));
      await expect(call).rejects.toMatchObject({ name: 'ThrottlingException' });
    },
    { faults: { rules: [{ kind: 'throttle', ratio: 1 }] } },
  );
});

test('a role assumed in another account sees that account', async () => {
  const other = '444455556666';
  const world = worldWithProfiles();
  world.addProfile({ account: other, region: 'us-east-1' }, profile('dddddddddddd', other));
  await withLocalAws(world, async ({ aws }) => {
    const settings = settingsFor(aws.url);
    const credentials = fromTemporaryCredentials({
      masterCredentials: settings.credentials,
      params: { RoleArn: `arn:aws:iam::${other}:role/Reader`, RoleSessionName: 'test' },
      clientConfig: { endpoint: aws.url, region: 'us-east-1' },
    });
    const bedrock = new BedrockClient({ ...settings, credentials });
    const command = new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'dddddddddddd' });
    expect((await bedrock.send(command)).inferenceProfileId).toBe('dddddddddddd');
    expect(aws.calls.get('AssumeRole')).toBe(1);
  });
});

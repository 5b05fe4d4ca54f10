/** Reading what an account has in Bedrock: what stands behind its ARNs, with models and tags. */
import { describe, expect, test } from 'vitest';
import { readInventory } from '../../server/source/bedrock-inventory.ts';
import { BEDROCK_KINDS, type ResourceFact } from '../../server/source/inventory.ts';
import { resourceFact } from '../support/resources.ts';
import { REGION, SCOPE, withRig, type Rig } from './rig.ts';

const PLACE = 'arn:aws:bedrock:us-east-1:111122223333';
const ARN = `${PLACE}:application-inference-profile/`;
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0';
const AT = '2026-11-01T10:00:00Z';
const AT_MS = Date.parse(AT);

function addProfile(rig: Rig, id: string, type: 'APPLICATION' | 'SYSTEM_DEFINED'): void {
  const tags = new Map([['team', id]]);
  const fact = { arn: ARN + id, id, name: `name of ${id}`, modelArns: [MODEL], tags };
  rig.world.addProfile(SCOPE, { ...fact, type, createdAtMs: 0 });
}

function read(rig: Rig, known: readonly ResourceFact[] = []) {
  const question = { jobsSinceMs: 0, known: new Map(known.map((fact) => [fact.arn, fact])) };
  return readInventory(rig.clients.bedrock(rig.account, REGION), question);
}

describe('readInventory', () => {
  test('gives application profiles with models and tags, over all pages', async () => {
    await withRig(
      async (rig) => {
        for (const id of ['c', 'a', 'b', 'e', 'd', 'f', 'g']) addProfile(rig, id, 'APPLICATION');
        addProfile(rig, 'system', 'SYSTEM_DEFINED');
        const { facts, complete } = await read(rig);
        expect(facts.map((fact) => fact.arn)).toEqual([...'abcdefg'].map((id) => ARN + id));
        expect(facts[0]).toEqual(
          resourceFact({
            arn: `${ARN}a`,
            name: 'name of a',
            tags: new Map([['team', 'a']]),
            createdAtMs: 0,
            updatedAtMs: 0,
          }),
        );
        expect(complete).toEqual(BEDROCK_KINDS.filter((kind) => !kind.endsWith('Job')));
      },
      { pageItemsMax: { ListInferenceProfiles: 2 } },
    );
  });

  test.each(kindRows())('gives $kind', async ({ list, arn, summary, fact }) => {
    await withRig(async (rig) => {
      const tags = new Map([['team', 'x']]);
      rig.world.setBedrockResources(SCOPE, [{ list, arn, summary, tags }]);
      expect((await read(rig)).facts).toEqual([{ ...fact, arn, tags }]);
    });
  });

  test('gives the profiles when nothing else may be listed, and says so', async () => {
    await withRig(
      async (rig) => {
        addProfile(rig, 'a', 'APPLICATION');
        expect(await read(rig)).toMatchObject({ complete: ['applicationProfile'] });
      },
      { rules: DENIED.map((operation) => ({ kind: 'accessDenied', operation }) as const) },
    );
  });

  test('tells when it may not', async () => {
    await withRig(
      async (rig) => {
        addProfile(rig, 'a', 'APPLICATION');
        await expect(read(rig)).rejects.toMatchObject({ code: 'denied' });
      },
      { rules: [{ kind: 'accessDenied', operation: 'ListTagsForResource' }] },
    );
  });

  test('does not ask again for the tags of a job that has ended', async () => {
    await withRig(async (rig) => {
      const [job] = kindRows().filter(({ fact }) => fact.kind === 'batchJob');
      if (!job) throw new Error('the table has a batch job');
      rig.world.setBedrockResources(SCOPE, [{ ...job, tags: new Map([['team', 'x']]) }]);
      const first = await read(rig);
      const again = await read(rig, first.facts);
      expect(again).toEqual(first);
      expect(rig.aws.calls.get('ListTagsForResource')).toBe(1);
    });
  });
});

const DENIED = [
  'ListProvisionedModelThroughputs',
  'ListCustomModels',
  'ListImportedModels',
  'ListCustomModelDeployments',
  'ListModelCustomizationJobs',
  'ListModelImportJobs',
  'ListModelInvocationJobs',
];

/** One row of each list as it stands on the wire, and the fact that it becomes. */
function kindRows() {
  const rows = [
    {
      kind: 'provisionedModel',
      list: '/provisioned-model-throughputs',
      arn: `${PLACE}:provisioned-model/abc123def456`,
      summary: {
        provisionedModelArn: `${PLACE}:provisioned-model/abc123def456`,
        provisionedModelName: 'bought',
        modelArn: `${PLACE}:custom-model/amazon.nova-lite-v1:0/abc`,
        desiredModelArn: `${PLACE}:custom-model/amazon.nova-lite-v1:0/abc`,
        foundationModelArn: MODEL,
        modelUnits: 2,
        desiredModelUnits: 2,
        status: 'InService',
        commitmentDuration: 'SixMonths',
        commitmentExpirationTime: '2027-05-01T10:00:00Z',
        creationTime: AT,
        lastModifiedTime: AT,
      },
      fact: {
        name: 'bought',
        modelArns: [MODEL],
        status: 'InService',
        createdAtMs: AT_MS,
        updatedAtMs: AT_MS,
        units: 2,
        commitment: 'SixMonths',
        commitmentEndsAtMs: Date.parse('2027-05-01T10:00:00Z'),
      },
    },
    {
      kind: 'customModel',
      list: '/custom-models',
      arn: `${PLACE}:custom-model/amazon.nova-lite-v1:0/abc`,
      summary: {
        modelArn: `${PLACE}:custom-model/amazon.nova-lite-v1:0/abc`,
        modelName: 'tuned',
        baseModelArn: MODEL,
        baseModelName: 'Nova Lite',
        creationTime: AT,
        modelStatus: 'Active',
      },
      fact: { name: 'tuned', modelArns: [MODEL], status: 'Active', createdAtMs: AT_MS },
    },
    {
      kind: 'customModelDeployment',
      list: '/model-customization/custom-model-deployments',
      arn: `${PLACE}:custom-model-deployment/abc`,
      summary: {
        customModelDeploymentArn: `${PLACE}:custom-model-deployment/abc`,
        customModelDeploymentName: 'deployed',
        modelArn: `${PLACE}:custom-model/amazon.nova-lite-v1:0/abc`,
        createdAt: AT,
        status: 'Active',
      },
      fact: {
        name: 'deployed',
        modelArns: [`${PLACE}:custom-model/amazon.nova-lite-v1:0/abc`],
        status: 'Active',
        createdAtMs: AT_MS,
      },
    },
    {
      kind: 'importedModel',
      list: '/imported-models',
      arn: `${PLACE}:imported-model/abc`,
      summary: {
        modelArn: `${PLACE}:imported-model/abc`,
        modelName: 'llama',
        creationTime: AT,
        customModelUnits: { customModelUnitsPerModelCopy: 4, customModelUnitsVersion: '1.0' },
      },
      fact: { name: 'llama', modelArns: [], createdAtMs: AT_MS, units: 4, unitsVersion: '1.0' },
    },
    {
      kind: 'customizationJob',
      list: '/model-customization-jobs',
      arn: `${PLACE}:model-customization-job/abc`,
      summary: {
        jobArn: `${PLACE}:model-customization-job/abc`,
        jobName: 'tuning',
        baseModelArn: MODEL,
        status: 'InProgress',
        creationTime: AT,
      },
      fact: { name: 'tuning', modelArns: [MODEL], status: 'InProgress', createdAtMs: AT_MS },
    },
    {
      kind: 'importJob',
      list: '/model-import-jobs',
      arn: `${PLACE}:model-import-job/abc`,
      summary: {
        jobArn: `${PLACE}:model-import-job/abc`,
        jobName: 'import',
        status: 'Completed',
        creationTime: AT,
        endTime: AT,
        importedModelArn: `${PLACE}:imported-model/abc`,
      },
      fact: {
        name: 'import',
        modelArns: [`${PLACE}:imported-model/abc`],
        status: 'Completed',
        createdAtMs: AT_MS,
        endedAtMs: AT_MS,
      },
    },
    {
      kind: 'batchJob',
      list: '/model-invocation-jobs',
      arn: `${PLACE}:model-invocation-job/abc`,
      summary: {
        jobArn: `${PLACE}:model-invocation-job/abc`,
        jobName: 'nightly',
        modelId: MODEL,
        status: 'PartiallyCompleted',
        submitTime: AT,
        endTime: AT,
        totalRecordCount: 100,
        processedRecordCount: 100,
        successRecordCount: 98,
        errorRecordCount: 2,
        outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://out/nightly/' } },
      },
      fact: {
        name: 'nightly',
        modelArns: [MODEL],
        status: 'PartiallyCompleted',
        createdAtMs: AT_MS,
        endedAtMs: AT_MS,
        records: { total: 100, processed: 100, succeeded: 98, failed: 2 },
        outputUri: 's3://out/nightly/',
      },
    },
  ] as const;
  return rows.map(({ kind, fact, ...row }) => ({
    ...row,
    kind,
    fact: resourceFact({ kind, ...fact }),
  }));
}

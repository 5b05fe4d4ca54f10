/** Reading what stands behind the ARNs of application inference profiles. */
import { describe, expect, test } from 'vitest';
import { readInventory } from '../../server/source/bedrock-inventory.ts';
import { REGION, SCOPE, withRig, type Rig } from './rig.ts';

const ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/';
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0';

function addProfile(rig: Rig, id: string, type: 'APPLICATION' | 'SYSTEM_DEFINED'): void {
  const tags = new Map([['team', id]]);
  const fact = { arn: ARN + id, id, name: `name of ${id}`, modelArns: [MODEL], tags };
  rig.world.addProfile(SCOPE, { ...fact, type, createdAtMs: 0 });
}

describe('readInventory', () => {
  test('gives application profiles with models and tags, over all pages', async () => {
    await withRig(
      async (rig) => {
        for (const id of ['c', 'a', 'b', 'e', 'd', 'f', 'g']) addProfile(rig, id, 'APPLICATION');
        addProfile(rig, 'system', 'SYSTEM_DEFINED');
        const facts = await readInventory(rig.clients.bedrock(rig.account, REGION));
        expect(facts.map((fact) => fact.arn)).toEqual([...'abcdefg'].map((id) => ARN + id));
        expect(facts[0]).toEqual({
          arn: `${ARN}a`,
          name: 'name of a',
          modelArns: [MODEL],
          tags: new Map([['team', 'a']]),
        });
      },
      { pageItemsMax: { ListInferenceProfiles: 2 } },
    );
  });

  test('gives the profiles when provisioned models may not be listed', async () => {
    await withRig(
      async (rig) => {
        addProfile(rig, 'a', 'APPLICATION');
        const facts = await readInventory(rig.clients.bedrock(rig.account, REGION));
        expect(facts).toHaveLength(1);
      },
      { rules: [{ kind: 'accessDenied', operation: 'ListProvisionedModelThroughputs' }] },
    );
  });

  test('tells when it may not', async () => {
    await withRig(
      async (rig) => {
        addProfile(rig, 'a', 'APPLICATION');
        const reading = readInventory(rig.clients.bedrock(rig.account, REGION));
        await expect(reading).rejects.toMatchObject({ code: 'denied' });
      },
      { rules: [{ kind: 'accessDenied', operation: 'ListTagsForResource' }] },
    );
  });
});

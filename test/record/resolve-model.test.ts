/** Holds the look-up of ARNs to what the inventory knows, and to saying what it does not. */
import { describe, expect, test } from 'vitest';
import { parseModelReference } from '../../server/record/model-reference.ts';
import { resolveModel } from '../../server/record/resolve-model.ts';
import type { Inventory } from '../../server/source/inventory.ts';

const EMPTY_INVENTORY: Inventory = { profiles: new Map() };

const ARN = 'arn:aws:bedrock:us-east-1:111122223333';
const PROFILE = `${ARN}:application-inference-profile/abc123def456`;
const nova = (region: string) =>
  `arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`;

function inventoryOf(arn: string, modelArns: readonly string[]): Inventory {
  return { profiles: new Map([[arn, { arn, name: 'team', modelArns, tags: new Map() }]]) };
}

function resolve(modelId: string, inventory: Inventory) {
  return resolveModel(modelId, parseModelReference(modelId), inventory);
}

describe('resolveModel', () => {
  test.each([
    { name: 'one Region', arns: [nova('us-east-1')], routing: 'regional' },
    { name: 'several Regions', arns: [nova('us-east-1'), nova('us-west-2')], routing: 'geo' },
    { name: 'no Region', arns: [nova('us-east-1'), nova('')], routing: 'global' },
    { name: 'a bare id', arns: ['amazon.nova-lite-v1:0'], routing: 'regional' },
    { name: "a geo profile's id", arns: ['us.amazon.nova-lite-v1:0'], routing: 'geo' },
    {
      name: "a geo profile's ARN",
      arns: [`${ARN}:inference-profile/us.amazon.nova-lite-v1:0`],
      routing: 'geo',
    },
  ])('finds the model behind a profile of $name', ({ arns, routing }) => {
    expect(resolve(PROFILE, inventoryOf(PROFILE, arns))).toMatchObject({
      model: 'amazon.nova-lite',
      variant: 'base',
      isResolved: true,
      reference: { kind: 'applicationProfile', routing, profile: PROFILE },
    });
  });

  test.each([
    { name: 'a profile that nobody knows', modelId: PROFILE, variant: 'base' },
    {
      name: 'provisioned capacity',
      modelId: `${ARN}:provisioned-model/abc`,
      variant: 'provisioned',
    },
    { name: 'an imported model', modelId: `${ARN}:imported-model/abc`, variant: 'imported' },
    { name: 'a deployment', modelId: `${ARN}:custom-model-deployment/abc`, variant: 'custom' },
  ])('lets $name stand for itself', ({ modelId, variant }) => {
    expect(resolve(modelId, EMPTY_INVENTORY)).toMatchObject({
      model: modelId,
      variant,
      isResolved: false,
    });
  });

  test('keeps a profile whose models are hidden as well unresolved', () => {
    const inventory = inventoryOf(PROFILE, [`${ARN}:imported-model/abc`]);
    expect(resolve(PROFILE, inventory)).toMatchObject({ model: PROFILE, isResolved: false });
  });

  test('keeps the variant of capacity whose model the inventory knows', () => {
    const arn = `${ARN}:provisioned-model/abc`;
    expect(resolve(arn, inventoryOf(arn, [nova('us-east-1')]))).toMatchObject({
      model: 'amazon.nova-lite',
      variant: 'provisioned',
      isResolved: true,
    });
  });

  test('asks nobody about a model that was named', () => {
    const named = 'us.amazon.nova-lite-v1:0';
    const inventory = inventoryOf(named, [`${ARN}:imported-model/abc`]);
    expect(resolve(named, inventory).model).toBe('amazon.nova-lite');
  });
});

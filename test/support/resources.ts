/** Facts of the inventory as tests write them: what matters, and the rest filled in. */
import {
  BEDROCK_KINDS,
  type InventoryPass,
  type ResourceFact,
} from '../../server/source/inventory.ts';

export function resourceFact(changes: Partial<ResourceFact> = {}): ResourceFact {
  return {
    kind: 'applicationProfile',
    arn: 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456',
    name: 'team',
    modelArns: ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0'],
    tags: new Map(),
    status: null,
    createdAtMs: null,
    updatedAtMs: null,
    endedAtMs: null,
    units: null,
    unitsVersion: null,
    commitment: null,
    commitmentEndsAtMs: null,
    records: null,
    outputUri: null,
    ...changes,
  };
}

/** A look that could list everything; of jobs it is never all. */
export function inventoryPass(facts: readonly ResourceFact[], atMs: number): InventoryPass {
  const complete = BEDROCK_KINDS.filter((kind) => !kind.endsWith('Job'));
  return { account: '111122223333', region: 'us-east-1', atMs, complete, facts };
}

/** The inventory's history as what AWS bills without a call: capacity, stored models, jobs. */
import type { CapacityResource, CapacityVersion } from '../meter/capacity.ts';
import { parseModelReference } from '../record/model-reference.ts';
import type { BedrockEvent } from '../source/bedrock-event.ts';
import type { ResourceFact, ResourceVersion } from '../source/inventory.ts';

/** A resource, and the ARNs under which calls reach it. */
export interface CalledResource {
  readonly resource: CapacityResource;
  readonly calledAs: readonly string[];
}

const BILLED_KINDS = new Map<ResourceFact['kind'], CapacityResource['kind']>([
  ['provisionedModel', 'provisionedModel'],
  ['customModel', 'customModel'],
  ['importedModel', 'importedModel'],
  ['customizationJob', 'customizationJob'],
]);

/** States in which AWS bills; a kind that has no state is billed as long as it is there. */
const BILLED_STATES: ReadonlySet<string> = new Set(['InService', 'Updating', 'Active']);

/** Calls of the API that end what AWS bills, to the second; the inventory sees it an hour later. */
const ENDS: ReadonlySet<string> = new Set([
  'DeleteProvisionedModelThroughput',
  'DeleteCustomModel',
  'DeleteImportedModel',
]);

/**
 * What is billed without a call.
 *
 * @param versions of all resources, in order of time for each.
 * @param events of jobs and capacity; where they tell an end, it holds before what a look saw.
 */
export function capacityResources(
  versions: readonly ResourceVersion[],
  events: readonly BedrockEvent[] = [],
): readonly CalledResource[] {
  const endOf = new Map(
    events.filter(({ status }) => ENDS.has(status)).map(({ arn, atMs }) => [idOf(arn), atMs]),
  );
  const byArn = new Map<string, ResourceVersion[]>();
  for (const version of versions) {
    const own = byArn.get(version.fact.arn) ?? [];
    byArn.set(version.fact.arn, [...own, version]);
  }
  return [...byArn.values()].flatMap((own) => {
    const [first] = own;
    const kind = first && BILLED_KINDS.get(first.fact.kind);
    if (!first || kind === undefined) return [];
    const last = own.at(-1) ?? first;
    const { account, region } = first;
    const { arn } = first.fact;
    const resource: CapacityResource = {
      kind,
      account,
      region,
      arn,
      model: modelOf(last.fact, byArn),
      versions: endedAt(own.map(toVersion), endOf.get(idOf(arn)) ?? null),
      completedAtMs: completedAt(last.fact),
    };
    return [{ resource, calledAs: [arn, ...callersOf(arn, byArn)] }];
  });
}

function toVersion({ fact, validFromMs, validToMs }: ResourceVersion): CapacityVersion {
  return {
    fromMs: validFromMs,
    toMs: validToMs,
    isBilled: fact.status === null || BILLED_STATES.has(fact.status),
    units: fact.units,
    unitsVersion: fact.unitsVersion,
    commitment: COMMITMENTS.get(fact.commitment ?? '') ?? 'none',
    commitmentEndsAtMs: fact.commitmentEndsAtMs,
  };
}

/** A call may name a thing by its ARN or by its id alone, which is the end of the ARN. */
function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Versions up to an end; those that begin after it never were. */
function endedAt(
  versions: readonly CapacityVersion[],
  endMs: number | null,
): readonly CapacityVersion[] {
  if (endMs === null) return versions;
  const before = versions.filter(({ fromMs }) => fromMs < endMs);
  return before.map((one) => ({ ...one, toMs: Math.min(one.toMs ?? endMs, endMs) }));
}

const COMMITMENTS = new Map<string, CapacityVersion['commitment']>([
  ['OneMonth', '1_month'],
  ['SixMonths', '6_month'],
]);

function completedAt({ kind, status, endedAtMs, updatedAtMs }: ResourceFact): number | null {
  const isDone = kind === 'customizationJob' && status === 'Completed';
  return isDone ? (endedAtMs ?? updatedAtMs) : null;
}

/** Capacity of a custom model, which is a copy of a base model: the base model has the price. */
const STEPS_MAX = 4;

type ByArn = ReadonlyMap<string, readonly ResourceVersion[]>;

function modelOf(fact: ResourceFact, byArn: ByArn): string {
  let at = fact;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const [behind] = at.modelArns;
    if (behind === undefined) return at.arn;
    const { model } = parseModelReference(behind);
    const next = byArn.get(behind)?.at(-1)?.fact;
    if (model !== null || !next) return model ?? behind;
    at = next;
  }
  return at.arn;
}

/** Deployments and provisioned throughput through which a model is called. */
function callersOf(arn: string, byArn: ByArn): readonly string[] {
  return [...byArn].flatMap(([caller, versions]) => {
    const isCaller = versions.some(({ fact }) => {
      return !fact.kind.endsWith('Job') && fact.modelArns.includes(arn);
    });
    return isCaller ? [caller] : [];
  });
}

/** What an account's Bedrock inventory tells: what stands behind an ARN, and since when. */

/** An application inference profile, or another ARN that hides its model. */
export interface ProfileFact {
  readonly arn: string;
  readonly name: string;
  /** ARNs or ids of the models behind it, as the control plane gives them; one per Region. */
  readonly modelArns: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/** Facts by ARN, and by bare id; what is not here cannot be resolved and stays unpriced. */
export interface Inventory {
  readonly profiles: ReadonlyMap<string, ProfileFact>;
}

export const BEDROCK_KINDS = [
  'applicationProfile',
  'provisionedModel',
  'customModel',
  'customModelDeployment',
  'importedModel',
  'customizationJob',
  'importJob',
  'batchJob',
] as const;
export type BedrockKind = (typeof BEDROCK_KINDS)[number];

/** IAM identities, of which only the tags are kept. */
export const IDENTITY_KINDS = ['role', 'user'] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

export type ResourceKind = BedrockKind | IdentityKind;

/** Jobs stay in the account for ever, so that only the younger ones are asked for. */
export const JOB_KINDS: ReadonlySet<ResourceKind> = new Set([
  'customizationJob',
  'importJob',
  'batchJob',
]);

/** How many records of a batch job came to what. */
export interface JobRecords {
  readonly total: number;
  readonly processed: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** A thing with an ARN; null is what its kind does not have, or what AWS does not say. */
export interface ResourceFact extends ProfileFact {
  readonly kind: ResourceKind;
  /** As AWS writes it: `InService`, `Completed` ...; null for things that always are. */
  readonly status: string | null;
  readonly createdAtMs: number | null;
  readonly updatedAtMs: number | null;
  /** When a job ended. */
  readonly endedAtMs: number | null;
  /** Model units bought (provisioned throughput); custom model units of one copy (imported). */
  readonly units: number | null;
  /** Version of custom model units, `1.0`: each has its price; null for all but imported. */
  readonly unitsVersion: string | null;
  /** `OneMonth` or `SixMonths`; null for provisioned throughput by the hour. */
  readonly commitment: string | null;
  readonly commitmentEndsAtMs: number | null;
  readonly records: JobRecords | null;
  /** Where a batch job writes, `s3://...`; its manifest there holds the token counts. */
  readonly outputUri: string | null;
}

/** A fact over the time for which it held. */
export interface ResourceVersion {
  readonly account: string;
  readonly region: string;
  readonly fact: ResourceFact;
  /** Of the first version the creation; of a later one the change, at the latest when seen. */
  readonly validFromMs: number;
  /** Exclusive; null while it holds. */
  readonly validToMs: number | null;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
}

/** What one look at an account and Region found. */
export interface InventoryPass {
  readonly account: string;
  readonly region: string;
  readonly atMs: number;
  /** Kinds of which the facts are all there are; of others, what is missing need not be gone. */
  readonly complete: readonly ResourceKind[];
  readonly facts: readonly ResourceFact[];
}

/** A fact of which only kind, ARN, name and tags are known. */
export function identityFact(
  arn: string,
  { kind, name }: { readonly kind: IdentityKind; readonly name: string },
  tags: ReadonlyMap<string, string>,
): ResourceFact {
  return {
    kind,
    arn,
    name,
    tags,
    modelArns: [],
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
  };
}

/** One call of a model, as one log record tells it: counts, times and identities, no content. */
import type { Status } from '../../shared/dimensions.ts';
import type { RecordProblemCode } from './record-problems.ts';

/** Who called, from `identity.arn`. */
export interface Principal {
  /** IAM user, role or account ARN without session: what cost is grouped by. '' when unknown. */
  readonly arn: string;
  readonly kind: 'user' | 'role' | 'federated' | 'root' | 'unknown';
  /** Last part of the ARN's path: role or user name. */
  readonly name: string;
  /** Session name of an assumed role, chosen by the caller; null for other kinds. */
  readonly session: string | null;
}

/** What the caller named as model, taken apart without looking anything up. */
export interface ModelReference {
  /** Base id without prefix and version, `anthropic.claude-sonnet-4-5-20250929`; null if hidden. */
  readonly model: string | null;
  readonly kind:
    | 'foundation'
    | 'systemProfile'
    | 'applicationProfile'
    | 'provisioned'
    | 'custom'
    | 'imported'
    | 'promptRouter'
    | 'marketplaceEndpoint'
    | 'unknown';
  readonly routing: 'regional' | 'geo' | 'global';
  /** Value of the profile dimension: profile id or ARN as called; null for a bare model. */
  readonly profile: string | null;
}

/** Token counts as logged; null means that the record does not tell, which is not zero. */
export interface TokenCounts {
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  /** Split of cacheWrite by lifetime, only from bodies; null when the body does not tell. */
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
}

/** What an embedding call read, where its request says it; a page is an image of a document. */
export type InputKind = 'text' | 'image' | 'documentImage' | 'audio' | 'video';

/** What an image, video or embedding call asked for and got; null means not told. */
export interface MediaCounts {
  readonly imagesOut: number | null;
  /** True when imagesOut is what was asked for, not what came back. */
  readonly imagesOutRequested: boolean;
  readonly imageWidth: number | null;
  readonly imageHeight: number | null;
  readonly imageQuality: string | null;
  readonly imageSteps: number | null;
  readonly imagesIn: number | null;
  readonly videoMs: number | null;
  readonly videoWidth: number | null;
  readonly videoHeight: number | null;
  readonly videoFps: number | null;
  /** Documents of a rerank call. */
  readonly rerankDocuments: number | null;
  readonly inputKind: InputKind | null;
  /** Searches of the web by the model's own tool. */
  readonly groundingRequests: number | null;
}

/** `s3://bucket/key` of each body that a record names instead of holding it; else null. */
export interface BodyPaths {
  readonly input: string | null;
  readonly output: string | null;
}

export interface Invocation {
  readonly timestampMs: number;
  readonly accountId: string;
  readonly region: string;
  readonly requestId: string;
  readonly operation: string;
  readonly modelId: string;
  readonly modelReference: ModelReference;
  readonly principal: Principal;
  readonly status: Status;
  readonly errorCode: string | null;
  readonly inferenceRegion: string | null;
  readonly stopReason: string | null;
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  readonly serviceTier: 'standard' | 'priority' | 'flex' | 'batch' | 'reserved';
  readonly latencyMode: 'standard' | 'optimized';
  readonly tokens: TokenCounts;
  readonly media: MediaCounts;
  /** Billable guardrail units by policy, such as contentPolicyUnits; empty when none ran. */
  readonly guardrailUnits: ReadonlyMap<string, number>;
  readonly requestMetadata: ReadonlyMap<string, string>;
  /** Bodies that were too large for the record; null when it names none. */
  readonly bodies: BodyPaths | null;
}

/** A call without its id: what attribution and metering look at. */
export type Call = Omit<Invocation, 'requestId'>;

export interface RecordProblem {
  readonly code: RecordProblemCode;
  /** Path of the field at fault, never its content; '' for the whole record. */
  readonly path: string;
}

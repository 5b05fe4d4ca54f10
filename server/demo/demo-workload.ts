/** One steady stream of calls in the demo: who calls which model, how often, and how. */
import type { AwsScope } from './aws-world.ts';
import { CUSTOMERS_ACCOUNT } from './demo-accounts.ts';
import type { DemoModel, Routing } from './demo-models.ts';
import { profileArn, type ApplicationProfile } from './demo-profiles.ts';

export type BodyKind =
  | 'converse'
  | 'claude'
  | 'claudeStream'
  | 'novaStream'
  | 'llama'
  | 'titanEmbed'
  | 'rerank'
  | 'novaCanvas'
  | 'stableDiffusion'
  | 'novaReel';

export interface Workload extends AwsScope {
  /** Unique; also the seed of its chance, so that no workload disturbs another. */
  readonly key: string;
  /** Who pays in truth, whether or not a record tells it; null when nobody can know. */
  readonly tenant: string | null;
  readonly model: DemoModel;
  /** A cross-Region profile, an application profile, or the bare model. */
  readonly through: Routing | ApplicationProfile | null;
  readonly operation: string;
  readonly body: BodyKind;
  readonly callsPerDay: number;
  readonly rhythm: 'office' | 'nightly' | 'flat';
  /** Request metadata as the caller sends it; null when it sends none. */
  readonly metadata: Readonly<Record<string, string>> | null;
  /** ARNs that the calls come from. */
  readonly callers: readonly string[];
  /** Medians of fresh input and output tokens. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cache: { readonly prefixTokens: number; readonly ttl: '5m' | '1h' } | null;
  readonly guarded: boolean;
  /** Appears so many hours before the demo's reference time; null when it was always there. */
  readonly sinceHoursBeforeEnd: number | null;
  readonly growthPerDay: number;
}

type Optional =
  'rhythm' | 'metadata' | 'cache' | 'guarded' | 'sinceHoursBeforeEnd' | 'growthPerDay';

/** A workload with the usual left out. */
export function workload(given: Omit<Workload, Optional> & Partial<Workload>): Workload {
  return {
    rhythm: 'office',
    metadata: null,
    cache: null,
    guarded: false,
    sinceHoursBeforeEnd: null,
    growthPerDay: 0,
    ...given,
  };
}

/** What CloudWatch gives as the ModelId dimension: the id that was called, or the profile's id. */
export function metricModelId({ model, through }: Workload): string {
  if (through === null) return model.id;
  return typeof through === 'string' ? `${through}.${model.id}` : through.id;
}

/** What the log record gives as modelId; accounts differ in whether AWS writes profiles as ARN. */
export function loggedModelId(given: Workload): string {
  const { through, account, region } = given;
  if (through !== null && typeof through !== 'string') return profileArn(through);
  const id = metricModelId(given);
  if (through === null || account === CUSTOMERS_ACCOUNT) return id;
  return `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`;
}

export function routingOf({ through }: Workload): Routing | null {
  return through === null || typeof through === 'string' ? through : through.routing;
}

/** Sessions of one role, as fleets and functions name them. */
export function sessionsOf(account: string, role: string, sessions: readonly string[]): string[] {
  return sessions.map((session) => `arn:aws:sts::${account}:assumed-role/${role}/${session}`);
}

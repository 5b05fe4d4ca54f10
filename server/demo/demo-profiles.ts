/** Inference profiles of the demo: the tagged ones of its tenants, and AWS's own. */
import type { AwsScope, InferenceProfile } from './aws-world.ts';
import { CUSTOMERS_ACCOUNT, PRODUCTION_ACCOUNT } from './demo-accounts.ts';
import { DESTINATIONS, MODELS, type DemoModel, type Routing } from './demo-models.ts';

export interface ApplicationProfile extends AwsScope {
  readonly id: string;
  readonly name: string;
  readonly model: DemoModel;
  /** The system-defined profile it is a copy of. */
  readonly routing: Routing;
  readonly tags: Readonly<Record<string, string>>;
}

export const PROFILES = {
  globexSupport: {
    account: PRODUCTION_ACCOUNT,
    region: 'us-east-1',
    id: 'k3s9x2qv7m1a',
    name: 'globex-support',
    model: MODELS.novaPro,
    routing: 'us',
    tags: { tenant: 'globex', feature: 'support', environment: 'prod' },
  },
  globexAgents: {
    account: PRODUCTION_ACCOUNT,
    region: 'us-west-2',
    id: '8fj2k0wq5d7e',
    name: 'globex-agents',
    model: MODELS.sonnet,
    routing: 'global',
    tags: { tenant: 'globex', feature: 'agents', environment: 'prod' },
  },
  globexCoding: {
    account: PRODUCTION_ACCOUNT,
    region: 'us-west-2',
    id: 'p4n6t1zb3h9c',
    name: 'globex-coding',
    model: MODELS.opus,
    routing: 'global',
    tags: { tenant: 'globex', feature: 'coding', environment: 'prod' },
  },
  research: {
    account: PRODUCTION_ACCOUNT,
    region: 'us-east-1',
    id: 'w7r5y8ud0g2f',
    name: 'research-sandbox',
    model: MODELS.haiku,
    routing: 'us',
    // Nobody said whose it is: its calls stay unattributed until somebody adds a tag or a rule.
    tags: { team: 'research' },
  },
  hooliReview: {
    account: CUSTOMERS_ACCOUNT,
    region: 'us-west-2',
    id: 'c1v4b6nm9l0q',
    name: 'hooli-review',
    model: MODELS.opus,
    routing: 'global',
    tags: { tenant: 'hooli', feature: 'coding', environment: 'prod' },
  },
} as const satisfies Record<string, ApplicationProfile>;

export function profileArn({ account, region, id }: ApplicationProfile): string {
  return `arn:aws:bedrock:${region}:${account}:application-inference-profile/${id}`;
}

/** All profiles that Bedrock lists in one account and Region. */
export function profilesIn(scope: AwsScope, createdAtMs: number): readonly InferenceProfile[] {
  const own = Object.values<ApplicationProfile>(PROFILES)
    .filter(({ account, region }) => account === scope.account && region === scope.region)
    .map((profile) => asProfile(profile, createdAtMs));
  return [...own, ...systemProfiles(scope, createdAtMs)];
}

function asProfile(profile: ApplicationProfile, createdAtMs: number): InferenceProfile {
  const { id, name, model, routing, tags } = profile;
  return {
    arn: profileArn(profile),
    id,
    name,
    type: 'APPLICATION',
    modelArns: modelArns(model, routing),
    tags: new Map(Object.entries(tags)),
    createdAtMs,
  };
}

/** A global profile also lists the model without a Region. */
function modelArns({ id }: DemoModel, routing: Routing): readonly string[] {
  const regions = routing === 'global' ? ['', ...DESTINATIONS.global] : DESTINATIONS[routing];
  return regions.map((region) => `arn:aws:bedrock:${region}::foundation-model/${id}`);
}

const WITH_PROFILES = [
  'sonnet',
  'haiku',
  'opus',
  'saga',
  'novaPro',
  'novaLite',
  'novaMicro',
] as const;

function systemProfiles({ account, region }: AwsScope, createdAtMs: number): InferenceProfile[] {
  const geo: Routing = region.startsWith('eu-') ? 'eu' : 'us';
  return WITH_PROFILES.flatMap((name) => {
    const model = MODELS[name];
    const routings: Routing[] = model.id.startsWith('anthropic.') ? [geo, 'global'] : [geo];
    return routings.map((routing) => ({
      arn: `arn:aws:bedrock:${region}:${account}:inference-profile/${routing}.${model.id}`,
      id: `${routing}.${model.id}`,
      name: `${routing.toUpperCase()} ${model.id}`,
      type: 'SYSTEM_DEFINED' as const,
      modelArns: modelArns(model, routing),
      tags: new Map<string, string>(),
      createdAtMs,
    }));
  });
}

/** Workloads of the production account, which logs to CloudWatch Logs. */
import { PRODUCTION_ACCOUNT } from './demo-accounts.ts';
import { MODELS } from './demo-models.ts';
import { PROFILES } from './demo-profiles.ts';
import { sessionsOf, workload, type Workload } from './demo-workload.ts';

const ACCOUNT = PRODUCTION_ACCOUNT;
const EAST = { account: ACCOUNT, region: 'us-east-1' } as const;
const WEST = { account: ACCOUNT, region: 'us-west-2' } as const;
const FRANKFURT = { account: ACCOUNT, region: 'eu-central-1' } as const;

const acmeApi = sessionsOf(ACCOUNT, 'AcmeApi', ['acme-api-7f9c', 'acme-api-b21e', 'acme-api-03da']);
const acmeJobs = sessionsOf(ACCOUNT, 'AcmeJobs', ['acme-nightly-index']);
const globexAgents = sessionsOf(ACCOUNT, 'GlobexAgents', ['agent-runner-1', 'agent-runner-2']);
const initech = sessionsOf(ACCOUNT, 'InitechPipeline', ['mail-router', 'mail-summary']);

function metadata(tenant: string, feature: string, environment = 'prod'): Workload['metadata'] {
  return { tenant, feature, environment };
}

const ACME: readonly Workload[] = [
  workload({
    ...EAST,
    key: 'acme/chat',
    tenant: 'acme',
    model: MODELS.sonnet,
    through: 'us',
    operation: 'ConverseStream',
    body: 'converse',
    callsPerDay: 850,
    metadata: metadata('acme', 'chat'),
    callers: acmeApi,
    inputTokens: 620,
    outputTokens: 340,
    cache: { prefixTokens: 6144, ttl: '5m' },
  }),
  workload({
    ...EAST,
    key: 'acme/search',
    tenant: 'acme',
    model: MODELS.haiku,
    through: 'us',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 700,
    metadata: metadata('acme', 'search'),
    callers: acmeApi,
    inputTokens: 2300,
    outputTokens: 180,
  }),
  workload({
    ...EAST,
    key: 'acme/index',
    tenant: 'acme',
    model: MODELS.titanEmbed,
    through: null,
    operation: 'InvokeModel',
    body: 'titanEmbed',
    callsPerDay: 700,
    rhythm: 'nightly',
    metadata: metadata('acme', 'search'),
    callers: acmeJobs,
    inputTokens: 380,
    outputTokens: 0,
  }),
  workload({
    ...EAST,
    key: 'acme/banners',
    tenant: 'acme',
    model: MODELS.novaCanvas,
    through: null,
    operation: 'InvokeModel',
    body: 'novaCanvas',
    callsPerDay: 50,
    metadata: metadata('acme', 'creative'),
    callers: acmeApi,
    inputTokens: 0,
    outputTokens: 0,
  }),
  workload({
    ...EAST,
    key: 'acme/sketches',
    tenant: 'acme',
    model: MODELS.stableDiffusion,
    through: null,
    operation: 'InvokeModel',
    body: 'stableDiffusion',
    callsPerDay: 40,
    metadata: metadata('acme', 'creative', 'staging'),
    callers: acmeApi,
    inputTokens: 0,
    outputTokens: 0,
  }),
  workload({
    ...EAST,
    key: 'acme/staging',
    tenant: 'acme',
    model: MODELS.novaLite,
    through: null,
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 120,
    metadata: metadata('acme', 'chat', 'staging'),
    callers: acmeApi,
    inputTokens: 500,
    outputTokens: 220,
  }),
];

const GLOBEX: readonly Workload[] = [
  workload({
    ...EAST,
    key: 'globex/support',
    tenant: 'globex',
    model: MODELS.novaPro,
    through: PROFILES.globexSupport,
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 420,
    callers: sessionsOf(ACCOUNT, 'GlobexSupport', ['support-web']),
    inputTokens: 1500,
    outputTokens: 300,
  }),
  workload({
    ...WEST,
    key: 'globex/agents',
    tenant: 'globex',
    model: MODELS.sonnet,
    through: PROFILES.globexAgents,
    operation: 'InvokeModelWithResponseStream',
    body: 'claudeStream',
    callsPerDay: 420,
    callers: globexAgents,
    inputTokens: 900,
    outputTokens: 420,
    cache: { prefixTokens: 11_000, ttl: '5m' },
  }),
  workload({
    ...WEST,
    key: 'globex/coding',
    tenant: 'globex',
    model: MODELS.opus,
    through: PROFILES.globexCoding,
    operation: 'InvokeModelWithResponseStream',
    body: 'claudeStream',
    callsPerDay: 90,
    callers: globexAgents,
    inputTokens: 1200,
    outputTokens: 700,
    cache: { prefixTokens: 24_000, ttl: '1h' },
  }),
];

const INITECH: readonly Workload[] = [
  workload({
    ...FRANKFURT,
    key: 'initech/classify',
    tenant: 'initech',
    model: MODELS.novaLite,
    through: 'eu',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 550,
    metadata: metadata('initech', 'classification'),
    callers: initech,
    inputTokens: 780,
    outputTokens: 30,
  }),
  workload({
    ...FRANKFURT,
    key: 'initech/summaries',
    tenant: 'initech',
    model: MODELS.haiku,
    through: 'eu',
    operation: 'InvokeModel',
    body: 'claude',
    callsPerDay: 320,
    metadata: metadata('initech', 'summaries'),
    callers: initech,
    inputTokens: 3100,
    outputTokens: 260,
  }),
  workload({
    ...FRANKFURT,
    key: 'initech/routing',
    tenant: 'initech',
    model: MODELS.novaMicro,
    through: 'eu',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 400,
    metadata: metadata('initech', 'classification', 'staging'),
    callers: initech,
    inputTokens: 350,
    outputTokens: 12,
  }),
];

/** Callers who say nothing of themselves: no metadata, no tag of a tenant. */
const UNTAGGED: readonly Workload[] = [
  workload({
    ...EAST,
    key: 'untagged/research',
    tenant: null,
    model: MODELS.haiku,
    through: PROFILES.research,
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 130,
    callers: [`arn:aws:iam::${ACCOUNT}:user/notebook`],
    inputTokens: 1400,
    outputTokens: 400,
  }),
  workload({
    ...EAST,
    key: 'untagged/analysts',
    tenant: null,
    model: MODELS.opus,
    through: 'us',
    operation: 'ConverseStream',
    body: 'converse',
    callsPerDay: 45,
    callers: sessionsOf(ACCOUNT, 'AWSReservedSSO_DataScience_0a1b2c3d4e5f6071', [
      'kim@example.com',
      'lee@example.com',
    ]),
    inputTokens: 1900,
    outputTokens: 650,
  }),
  workload({
    ...WEST,
    key: 'untagged/playground',
    tenant: null,
    model: MODELS.novaMicro,
    through: 'us',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 60,
    callers: [`arn:aws:iam::${ACCOUNT}:user/john.doe@example.com`],
    inputTokens: 200,
    outputTokens: 150,
  }),
];

export const PRODUCTION_WORKLOADS = [...ACME, ...GLOBEX, ...INITECH, ...UNTAGGED];

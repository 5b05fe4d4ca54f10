/** Workloads of the customers' account, which logs to S3. */
import { CUSTOMERS_ACCOUNT } from './demo-accounts.ts';
import { MODELS } from './demo-models.ts';
import { PROFILES } from './demo-profiles.ts';
import { sessionsOf, workload, type Workload } from './demo-workload.ts';

const ACCOUNT = CUSTOMERS_ACCOUNT;
const EAST = { account: ACCOUNT, region: 'us-east-1' } as const;
const WEST = { account: ACCOUNT, region: 'us-west-2' } as const;
const FRANKFURT = { account: ACCOUNT, region: 'eu-central-1' } as const;

const umbrella = sessionsOf(ACCOUNT, 'UmbrellaService', ['assist-1', 'assist-2']);
const umbrellaKnowledge = sessionsOf(ACCOUNT, 'AmazonBedrockExecutionRoleForKnowledgeBase_u4k2p', [
  'BKB-Retrieve-ZQ7V1M3XKD-5f1de0c2-6b1e-4c55-9a07-2c1b7e0f9a11',
]);
const hooli = sessionsOf(ACCOUNT, 'HooliBackend', ['hooli-web-1', 'hooli-web-2', 'hooli-web-3']);
const stark = sessionsOf(ACCOUNT, 'StarkGateway', ['gateway-a', 'gateway-b']);
/** Wonka sends no metadata and has no profile: only its role tells who it is. */
const wonka = sessionsOf(ACCOUNT, 'wonka-factory', ['oompa-1', 'oompa-2']);

function metadata(tenant: string, feature: string, environment = 'prod'): Workload['metadata'] {
  return { tenant, feature, environment };
}

const UMBRELLA: readonly Workload[] = [
  workload({
    ...EAST,
    key: 'umbrella/assistant',
    tenant: 'umbrella',
    model: MODELS.sonnet,
    through: 'global',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 330,
    metadata: metadata('umbrella', 'chat'),
    callers: umbrella,
    inputTokens: 520,
    outputTokens: 310,
    cache: { prefixTokens: 9200, ttl: '5m' },
  }),
  workload({
    ...EAST,
    key: 'umbrella/extract',
    tenant: 'umbrella',
    model: MODELS.llama,
    through: 'us',
    operation: 'InvokeModel',
    body: 'llama',
    callsPerDay: 350,
    metadata: metadata('umbrella', 'summaries'),
    callers: umbrella,
    inputTokens: 1100,
    outputTokens: 240,
  }),
  workload({
    ...EAST,
    key: 'umbrella/rerank',
    tenant: 'umbrella',
    model: MODELS.rerank,
    through: null,
    operation: 'InvokeModel',
    body: 'rerank',
    callsPerDay: 260,
    metadata: metadata('umbrella', 'search'),
    callers: umbrella,
    inputTokens: 0,
    outputTokens: 0,
  }),
  workload({
    ...EAST,
    key: 'umbrella/knowledge',
    tenant: null,
    model: MODELS.titanEmbed,
    through: null,
    operation: 'InvokeModel',
    body: 'titanEmbed',
    callsPerDay: 280,
    callers: umbrellaKnowledge,
    inputTokens: 90,
    outputTokens: 0,
  }),
];

const HOOLI: readonly Workload[] = [
  workload({
    ...EAST,
    key: 'hooli/thumbnails',
    tenant: 'hooli',
    model: MODELS.novaCanvas,
    through: null,
    operation: 'InvokeModel',
    body: 'novaCanvas',
    callsPerDay: 20,
    metadata: metadata('hooli', 'creative'),
    callers: hooli,
    inputTokens: 0,
    outputTokens: 0,
  }),
  workload({
    ...EAST,
    key: 'hooli/clips',
    tenant: 'hooli',
    model: MODELS.novaReel,
    through: null,
    operation: 'StartAsyncInvoke',
    body: 'novaReel',
    callsPerDay: 10,
    metadata: metadata('hooli', 'creative'),
    callers: hooli,
    inputTokens: 0,
    outputTokens: 0,
  }),
  workload({
    ...WEST,
    key: 'hooli/chat',
    tenant: 'hooli',
    model: MODELS.haiku,
    through: 'us',
    operation: 'ConverseStream',
    body: 'converse',
    callsPerDay: 400,
    metadata: metadata('hooli', 'chat'),
    callers: hooli,
    inputTokens: 900,
    outputTokens: 260,
    growthPerDay: 0.01,
  }),
  workload({
    ...WEST,
    key: 'hooli/review',
    tenant: 'hooli',
    model: MODELS.opus,
    through: PROFILES.hooliReview,
    operation: 'InvokeModelWithResponseStream',
    body: 'claudeStream',
    callsPerDay: 110,
    callers: hooli,
    inputTokens: 1600,
    outputTokens: 520,
    cache: { prefixTokens: 18_000, ttl: '1h' },
  }),
  workload({
    ...WEST,
    key: 'hooli/saga',
    tenant: 'hooli',
    model: MODELS.saga,
    through: 'us',
    operation: 'ConverseStream',
    body: 'converse',
    callsPerDay: 180,
    metadata: metadata('hooli', 'chat', 'staging'),
    callers: hooli,
    inputTokens: 900,
    outputTokens: 380,
    sinceHoursBeforeEnd: 72,
  }),
];

const STARK: readonly Workload[] = [
  workload({
    ...FRANKFURT,
    key: 'stark/design',
    tenant: 'stark',
    model: MODELS.sonnet,
    through: 'eu',
    operation: 'ConverseStream',
    body: 'converse',
    callsPerDay: 330,
    metadata: metadata('stark', 'agents'),
    callers: stark,
    inputTokens: 1300,
    outputTokens: 450,
    cache: { prefixTokens: 4096, ttl: '5m' },
  }),
  workload({
    ...FRANKFURT,
    key: 'stark/helpdesk',
    tenant: 'stark',
    model: MODELS.novaPro,
    through: 'eu',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 280,
    metadata: metadata('stark', 'support'),
    callers: stark,
    inputTokens: 700,
    outputTokens: 210,
    guarded: true,
  }),
  workload({
    ...FRANKFURT,
    key: 'stark/index',
    tenant: 'stark',
    model: MODELS.titanEmbed,
    through: null,
    operation: 'InvokeModel',
    body: 'titanEmbed',
    callsPerDay: 150,
    rhythm: 'nightly',
    metadata: metadata('stark', 'search'),
    callers: stark,
    inputTokens: 420,
    outputTokens: 0,
  }),
];

const OTHERS: readonly Workload[] = [
  workload({
    ...WEST,
    key: 'wonka/recipes',
    tenant: 'wonka',
    model: MODELS.novaLite,
    through: 'us',
    operation: 'InvokeModelWithResponseStream',
    body: 'novaStream',
    callsPerDay: 260,
    rhythm: 'flat',
    callers: wonka,
    inputTokens: 640,
    outputTokens: 330,
  }),
  workload({
    ...WEST,
    key: 'wonka/tickets',
    tenant: 'wonka',
    model: MODELS.novaPro,
    through: 'us',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 150,
    callers: wonka,
    inputTokens: 1200,
    outputTokens: 280,
  }),
  workload({
    ...EAST,
    key: 'untagged/api-key',
    tenant: null,
    model: MODELS.haiku,
    through: 'us',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 110,
    rhythm: 'flat',
    callers: [`arn:aws:iam::${ACCOUNT}:user/BedrockAPIKey-dm4c`],
    inputTokens: 800,
    outputTokens: 300,
  }),
  workload({
    ...FRANKFURT,
    key: 'untagged/trial',
    tenant: null,
    model: MODELS.novaLite,
    through: 'eu',
    operation: 'Converse',
    body: 'converse',
    callsPerDay: 70,
    callers: [`arn:aws:iam::${ACCOUNT}:user/trial`],
    inputTokens: 300,
    outputTokens: 200,
  }),
];

export const CUSTOMERS_WORKLOADS = [...UMBRELLA, ...HOOLI, ...STARK, ...OTHERS];

/** Bedrock's control plane on the local endpoint, REST-JSON: profiles, tags, logging settings. */
import {
  AwsFailure,
  pageItemsOf,
  type AwsCall,
  type AwsContext,
  type AwsReply,
  type AwsService,
} from './aws-call.ts';
import type { BedrockResource, InferenceProfile, LoggingConfiguration } from './aws-world.ts';
import { jsonObjectOf, textIn, type JsonObject } from './json-params.ts';
import { commonFailures, jsonFailure, jsonReply } from './json-reply.ts';
import { readToken, writeToken } from './page-token.ts';

const CONTENT_TYPE = 'application/json';
const ITEMS_MAX = 1000;
const PROFILES_PATH = '/inference-profiles';

interface ListOf {
  readonly operation: string;
  /** Where the rows stand in the reply. */
  readonly member: string;
}

/** The other lists, by path. */
const LISTS = new Map<string, ListOf>([
  [
    '/provisioned-model-throughputs',
    { operation: 'ListProvisionedModelThroughputs', member: 'provisionedModelSummaries' },
  ],
  ['/custom-models', { operation: 'ListCustomModels', member: 'modelSummaries' }],
  ['/imported-models', { operation: 'ListImportedModels', member: 'modelSummaries' }],
  [
    '/model-customization/custom-model-deployments',
    { operation: 'ListCustomModelDeployments', member: 'modelDeploymentSummaries' },
  ],
  [
    '/model-customization-jobs',
    { operation: 'ListModelCustomizationJobs', member: 'modelCustomizationJobSummaries' },
  ],
  ['/model-import-jobs', { operation: 'ListModelImportJobs', member: 'modelImportJobSummaries' }],
  [
    '/model-invocation-jobs',
    { operation: 'ListModelInvocationJobs', member: 'invocationJobSummaries' },
  ],
]);
const IMPORTED_PATH = '/imported-models/';

export const bedrockService: AwsService = {
  operationOf: ({ method, path }) => {
    if (method === 'POST')
      return path === '/listTagsForResource' ? 'ListTagsForResource' : 'Unknown';
    if (path === PROFILES_PATH) return 'ListInferenceProfiles';
    if (path.startsWith(`${PROFILES_PATH}/`)) return 'GetInferenceProfile';
    if (path === '/logging/modelinvocations') return 'GetModelInvocationLoggingConfiguration';
    if (path.startsWith(IMPORTED_PATH)) return 'GetImportedModel';
    return LISTS.get(path)?.operation ?? 'Unknown';
  },
  answer: (call, context) => {
    const reply = answerOf(call, context);
    if (!reply) throw new AwsFailure('UnknownOperationException', 404, call.path);
    return jsonReply(reply, CONTENT_TYPE);
  },
  failureReply: (failure): AwsReply => jsonFailure(failure, CONTENT_TYPE),
  failures: commonFailures({
    throttle: ['ThrottlingException', 429],
    serverError: ['InternalServerException', 500],
    accessDenied: ['AccessDeniedException', 403],
    expiredCredentials: ['ExpiredTokenException', 403],
  }),
};

function answerOf(call: AwsCall, context: AwsContext): JsonObject | null {
  switch (call.operation) {
    case 'ListInferenceProfiles':
      return listProfiles(call, context);
    case 'GetInferenceProfile': {
      const identifier = decodeURIComponent(call.path.slice(PROFILES_PATH.length + 1));
      return profileOnWire(findProfile(call, context, identifier));
    }
    case 'ListTagsForResource': {
      const arn = textIn(jsonObjectOf(call.body), 'resourceARN') ?? '';
      const found = resourceOf(call, context, arn) ?? findProfile(call, context, arn);
      return { tags: [...found.tags].map(([key, value]) => ({ key, value })) };
    }
    case 'GetImportedModel': {
      const arn = decodeURIComponent(call.path.slice(IMPORTED_PATH.length));
      const found = resourceOf(call, context, arn);
      if (found) return found.summary;
      throw new AwsFailure('ResourceNotFoundException', 404, 'The resource does not exist.');
    }
    case 'GetModelInvocationLoggingConfiguration':
      return loggingOnWire(call, context.world.loggingConfiguration(call));
    default: {
      const list = LISTS.get(call.path);
      return list ? listResources(call, context, list) : null;
    }
  }
}

function listProfiles(call: AwsCall, context: AwsContext): JsonObject {
  // Without a type AWS gives the system-defined ones only.
  const type = call.query.get('type') ?? 'SYSTEM_DEFINED';
  const all = context.world.profiles(call).filter((profile) => profile.type === type);
  const { items, nextToken } = pageOf(all, call, context);
  return { inferenceProfileSummaries: items.map(profileOnWire), ...nextToken };
}

function listResources(call: AwsCall, context: AwsContext, { member }: ListOf): JsonObject {
  const all = context.world.bedrockResources(call).filter(({ list }) => list === call.path);
  const { items, nextToken } = pageOf(all, call, context);
  return { [member]: items.map(({ summary }) => summary), ...nextToken };
}

function pageOf<Item>(all: readonly Item[], call: AwsCall, context: AwsContext) {
  const { query } = call;
  const token = query.get('nextToken');
  const start = token === null ? '0' : readToken(token, context.nowMs)?.[0];
  if (start === undefined || (token !== null && context.faults.take('expiredToken', call))) {
    throw new AwsFailure('ValidationException', 400, 'The nextToken is not valid.');
  }
  const asked = query.has('maxResults') ? Number(query.get('maxResults')) : null;
  const end = Number(start) + pageItemsOf(call, context, { asked, most: ITEMS_MAX });
  const nextToken = end < all.length ? { nextToken: writeToken([end], context.nowMs) } : {};
  return { items: all.slice(Number(start), end), nextToken };
}

function resourceOf(call: AwsCall, { world }: AwsContext, arn: string): BedrockResource | null {
  return world.bedrockResources(call).find((one) => one.arn === arn) ?? null;
}

function findProfile(call: AwsCall, { world }: AwsContext, identifier: string): InferenceProfile {
  const profiles = world.profiles(call);
  const found = profiles.find(({ arn, id }) => arn === identifier || id === identifier);
  if (found) return found;
  throw new AwsFailure('ResourceNotFoundException', 404, 'The resource does not exist.');
}

function profileOnWire(profile: InferenceProfile): JsonObject {
  const createdAt = new Date(profile.createdAtMs).toISOString();
  return {
    inferenceProfileName: profile.name,
    inferenceProfileArn: profile.arn,
    inferenceProfileId: profile.id,
    type: profile.type,
    status: 'ACTIVE',
    models: profile.modelArns.map((modelArn) => ({ modelArn })),
    createdAt,
    updatedAt: createdAt,
  };
}

function loggingOnWire(
  { account }: AwsCall,
  { logGroup, bucket }: LoggingConfiguration,
): JsonObject {
  if (logGroup === null && bucket === null) return {};
  const roleArn = `arn:aws:iam::${account}:role/BedrockInvocationLogging`;
  return {
    loggingConfig: {
      ...(logGroup === null ? {} : { cloudWatchConfig: { logGroupName: logGroup, roleArn } }),
      ...(bucket === null ? {} : { s3Config: { bucketName: bucket, keyPrefix: '' } }),
      textDataDeliveryEnabled: true,
      imageDataDeliveryEnabled: true,
      embeddingDataDeliveryEnabled: true,
      videoDataDeliveryEnabled: true,
    },
  };
}

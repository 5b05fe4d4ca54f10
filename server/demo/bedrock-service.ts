/** Bedrock's control plane on the local endpoint, REST-JSON: profiles, tags, logging settings. */
import {
  AwsFailure,
  pageItemsOf,
  type AwsCall,
  type AwsContext,
  type AwsReply,
  type AwsService,
} from './aws-call.ts';
import type { InferenceProfile, LoggingConfiguration } from './aws-world.ts';
import { jsonObjectOf, textIn, type JsonObject } from './json-params.ts';
import { commonFailures, jsonFailure, jsonReply } from './json-reply.ts';
import { readToken, writeToken } from './page-token.ts';

const CONTENT_TYPE = 'application/json';
const PROFILES_MAX = 1000;
const PROFILES_PATH = '/inference-profiles';

/** Lists that these accounts have nothing in: operation and member of the reply, by path. */
const EMPTY_LISTS = new Map<string, readonly [operation: string, member: string]>([
  [
    '/provisioned-model-throughputs',
    ['ListProvisionedModelThroughputs', 'provisionedModelSummaries'],
  ],
  ['/custom-models', ['ListCustomModels', 'modelSummaries']],
  ['/imported-models', ['ListImportedModels', 'modelSummaries']],
  ['/model-invocation-jobs', ['ListModelInvocationJobs', 'invocationJobSummaries']],
  [
    '/model-customization/custom-model-deployments',
    ['ListCustomModelDeployments', 'modelDeploymentSummaries'],
  ],
]);

export const bedrockService: AwsService = {
  operationOf: ({ method, path }) => {
    if (method === 'POST')
      return path === '/listTagsForResource' ? 'ListTagsForResource' : 'Unknown';
    if (path === PROFILES_PATH) return 'ListInferenceProfiles';
    if (path.startsWith(`${PROFILES_PATH}/`)) return 'GetInferenceProfile';
    if (path === '/logging/modelinvocations') return 'GetModelInvocationLoggingConfiguration';
    return EMPTY_LISTS.get(path)?.[0] ?? 'Unknown';
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
      const tags = [...findProfile(call, context, arn).tags];
      return { tags: tags.map(([key, value]) => ({ key, value })) };
    }
    case 'GetModelInvocationLoggingConfiguration':
      return loggingOnWire(call, context.world.loggingConfiguration(call));
    default: {
      const member = EMPTY_LISTS.get(call.path)?.[1];
      return member === undefined ? null : { [member]: [] };
    }
  }
}

function listProfiles(call: AwsCall, context: AwsContext): JsonObject {
  const { query } = call;
  const token = query.get('nextToken');
  const start = token === null ? '0' : readToken(token, context.nowMs)?.[0];
  if (start === undefined || (token !== null && context.faults.take('expiredToken', call))) {
    throw new AwsFailure('ValidationException', 400, 'The nextToken is not valid.');
  }
  // Without a type AWS gives the system-defined ones only.
  const type = query.get('type') ?? 'SYSTEM_DEFINED';
  const all = context.world.profiles(call).filter((profile) => profile.type === type);
  const asked = query.has('maxResults') ? Number(query.get('maxResults')) : null;
  const end = Number(start) + pageItemsOf(call, context, { asked, most: PROFILES_MAX });
  return {
    inferenceProfileSummaries: all.slice(Number(start), end).map(profileOnWire),
    ...(end < all.length ? { nextToken: writeToken([end], context.nowMs) } : {}),
  };
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

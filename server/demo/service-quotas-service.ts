/** Service Quotas on the local endpoint, AWS JSON 1.1: the applied quotas of Bedrock. */
import {
  AwsFailure,
  pageItemsOf,
  type AwsCall,
  type AwsContext,
  type AwsReply,
  type AwsService,
} from './aws-call.ts';
import type { WorldQuota } from './aws-world.ts';
import { jsonObjectOf, numberIn, textIn, type JsonObject } from './json-params.ts';
import { commonFailures, jsonFailure, jsonReply } from './json-reply.ts';
import { readToken, writeToken } from './page-token.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET_PREFIX = 'ServiceQuotasV20190624.';
const PAGE_QUOTAS_MAX = 100;

export const serviceQuotasService: AwsService = {
  operationOf: ({ headers }) => {
    const target = headers.get('x-amz-target') ?? '';
    return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : 'Unknown';
  },
  answer: (call, context) => {
    if (call.operation !== 'ListServiceQuotas') {
      throw new AwsFailure('UnknownOperationException', 400, call.operation);
    }
    return listQuotas(call, context);
  },
  failureReply: (failure) => jsonFailure(failure, CONTENT_TYPE),
  failures: commonFailures({
    throttle: ['TooManyRequestsException', 400],
    serverError: ['ServiceException', 500],
    accessDenied: ['AccessDeniedException', 400],
    expiredCredentials: ['ExpiredTokenException', 400],
  }),
};

function listQuotas(call: AwsCall, context: AwsContext): AwsReply {
  const params = jsonObjectOf(call.body);
  if (textIn(params, 'ServiceCode') !== 'bedrock') {
    throw new AwsFailure('NoSuchResourceException', 400, 'There is no such service here.');
  }
  const asked = numberIn(params, 'MaxResults');
  const items = pageItemsOf(call, context, { asked, most: PAGE_QUOTAS_MAX });
  const token = textIn(params, 'NextToken');
  const start = token === null ? 0 : Number(readToken(token, context.nowMs)?.[0] ?? NaN);
  if (Number.isNaN(start)) throw new AwsFailure('InvalidPaginationTokenException', 400, 'Expired.');
  const all = context.world.quotas(call);
  const end = start + items;
  return jsonReply(
    {
      Quotas: all.slice(start, end).map((quota) => onWire(quota, call)),
      ...(end < all.length ? { NextToken: writeToken([end], context.nowMs) } : {}),
    },
    CONTENT_TYPE,
  );
}

function onWire(quota: WorldQuota, { account, region }: AwsCall): JsonObject {
  return {
    ServiceCode: 'bedrock',
    ServiceName: 'Amazon Bedrock',
    QuotaArn: `arn:aws:servicequotas:${region}:${account}:bedrock/${quota.code}`,
    QuotaCode: quota.code,
    QuotaName: quota.name,
    Value: quota.value,
    Unit: 'None',
    Adjustable: quota.isAdjustable,
    GlobalQuota: false,
  };
}

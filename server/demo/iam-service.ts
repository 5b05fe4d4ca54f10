/** IAM on the local endpoint, AWS Query in and XML out: the tags of roles and users. */
import {
  AwsFailure,
  pageItemsOf,
  type AwsCall,
  type AwsReply,
  type AwsService,
} from './aws-call.ts';
import type { AwsContext } from './aws-call.ts';
import type { IamName } from './aws-world.ts';
import { readToken, writeToken } from './page-token.ts';
import { QUERY_FAILURES, queryProtocol, queryResult, unknownOperation } from './query-reply.ts';
import type { XmlNode } from './xml.ts';

const NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';
const PAGE_TAGS_MAX = 100;

export const iamService: AwsService = {
  ...queryProtocol(NAMESPACE),
  failures: QUERY_FAILURES,
  answer: (call, context) => {
    const form = new URLSearchParams(call.body);
    if (call.operation === 'ListRoleTags') {
      return listTags(call, { kind: 'role', name: form.get('RoleName') ?? '' }, context);
    }
    if (call.operation === 'ListUserTags') {
      return listTags(call, { kind: 'user', name: form.get('UserName') ?? '' }, context);
    }
    throw unknownOperation(call.operation);
  },
};

function listTags(call: AwsCall, identity: IamName, context: AwsContext): AwsReply {
  const { world, nowMs } = context;
  const tags = world.identityTags(call.account, identity);
  if (!tags) {
    const text = `The ${identity.kind} with name ${identity.name} cannot be found.`;
    throw new AwsFailure('NoSuchEntity', 404, text);
  }
  const form = new URLSearchParams(call.body);
  const asked = Number(form.get('MaxItems') ?? PAGE_TAGS_MAX);
  const items = pageItemsOf(call, context, { asked, most: PAGE_TAGS_MAX });
  const marker = form.get('Marker');
  const start = marker === null ? 0 : Number(readToken(marker, nowMs)?.[0] ?? Infinity);
  const page = [...tags].slice(start, start + items);
  const end = start + page.length;
  const members = page.map(([Key, Value]): XmlNode => {
    return [
      'member',
      [
        ['Key', Key],
        ['Value', Value],
      ],
    ];
  });
  return queryResult(call.operation, NAMESPACE, [
    ['Tags', members],
    ['IsTruncated', end < tags.size],
    ...(end < tags.size ? [['Marker', writeToken([end], nowMs)] as const] : []),
  ]);
}

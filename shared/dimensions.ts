/** The axes along which invocations can be filtered and grouped: one list for page, API and CLI. */

/** Dimensions that rollups carry: any window answers them without reading single invocations. */
export const ROLLED_DIMENSIONS = [
  'account',
  'region',
  'model',
  'provider',
  'operation',
  'tenant',
  'tenantParent',
  'tenantRoot',
  'tenantOwner',
  'rule',
  'principal',
  'profile',
  'routing',
  'tier',
  'status',
] as const;

/** Dimensions that only single invocations carry: answered within the retention of rows. */
export const ROW_DIMENSIONS = [
  'requestId',
  'session',
  'errorCode',
  'inferenceRegion',
  'stopReason',
] as const;

export type RolledDimension = (typeof ROLLED_DIMENSIONS)[number];
export type RowDimension = (typeof ROW_DIMENSIONS)[number];
export type TagDimension = `tag.${string}`;
export type Dimension = RolledDimension | RowDimension | TagDimension;

/** What the name of a dimension means, for help texts, docs and the page. */
export const DIMENSION_HELP: Record<RolledDimension | RowDimension, string> = {
  account: 'AWS account id that made the call',
  region: 'Region that was called',
  model: 'base model id without profile prefix and version suffix',
  provider: 'maker of the model, such as anthropic or amazon',
  operation: 'API operation, such as Converse or InvokeModel',
  tenant: 'who pays, by the attribution rules',
  tenantParent: 'team or unit that the tenant belongs to, by the config',
  tenantRoot: 'what stands above the tenant and above which nothing stands',
  tenantOwner: 'who answers for the tenant, by the config',
  rule: 'attribution rule that gave the tenant; (none) where no rule matched',
  principal: 'IAM user or role that called, without the session',
  profile: 'inference profile, provisioned or custom model that was named in the call',
  routing: 'regional, geo or global inference',
  tier: 'service tier: standard, priority, flex, batch or reserved',
  status: 'success, guardrailBlocked, throttled, clientError or serverError',
  requestId: 'id of one request',
  session: 'role session name of the caller',
  errorCode: 'exception name of a failed call',
  inferenceRegion: 'Region that worked out the answer',
  stopReason: 'why the model stopped',
};

export const UNATTRIBUTED = 'Unattributed';
/** Who pays for capacity that nobody used: no tenant. */
export const IDLE = '(idle)';
/** Stands in a group where an invocation has no value, such as a tag it does not carry. */
export const NONE = '(none)';
/** Stands for all values past a cardinality limit. */
export const OTHER = '(other)';

export const STATUSES = [
  'success',
  'guardrailBlocked',
  'throttled',
  'clientError',
  'serverError',
] as const;
export type Status = (typeof STATUSES)[number];

const NAMED = new Set<string>([...ROLLED_DIMENSIONS, ...ROW_DIMENSIONS]);
const TAG_KEY_CHARS_MAX = 256;

/**
 * Tells whether a text names a dimension: one of the lists, or `tag.` and a key.
 *
 * @returns true for `tenant`, `tag.feature`; false for unknown names and an empty key.
 */
export function isDimension(name: string): name is Dimension {
  if (NAMED.has(name)) return true;
  return name.startsWith('tag.') && name.length > 4 && name.length <= TAG_KEY_CHARS_MAX + 4;
}

/** The key of a `tag.KEY` dimension, or null for any other. */
export function tagKeyOf(dimension: Dimension): string | null {
  return dimension.startsWith('tag.') ? dimension.slice(4) : null;
}

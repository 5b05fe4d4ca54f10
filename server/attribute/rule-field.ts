/** What a condition of a rule can look at, and how it is read from a call. */
import type { Invocation } from '../record/invocation.ts';
import type { ProfileFact } from '../source/inventory.ts';

/** What attribution looks at: the invocation, its model after look-up, and what was named in it. */
export interface AttributionInput {
  readonly invocation: Pick<
    Invocation,
    'accountId' | 'region' | 'operation' | 'principal' | 'requestMetadata'
  > & { readonly modelReference: Pick<Invocation['modelReference'], 'profile'> };
  readonly model: string;
  readonly profile: Pick<ProfileFact, 'name' | 'tags'> | null;
  /** Tags of the IAM role or user; null where they are not read. */
  readonly principalTags: ReadonlyMap<string, string> | null;
}

/** What a field says about a call; null where it says nothing, so that no pattern matches. */
export type FieldReader = (input: AttributionInput) => string | null;

const ARN_PARTS = /^arn:[^:]*:[^:]*:[^:]*:([^:]*):[^/]+(\/.*)$/s;

const READERS = {
  account: (input) => input.invocation.accountId,
  region: (input) => input.invocation.region,
  model: (input) => input.model,
  operation: (input) => input.invocation.operation,
  profile: (input) => input.invocation.modelReference.profile,
  profileName: (input) => input.profile?.name ?? null,
  principal: (input) => input.invocation.principal.arn,
  principalKind: (input) => input.invocation.principal.kind,
  principalName: (input) => input.invocation.principal.name,
  principalAccount: (input) => ARN_PARTS.exec(input.invocation.principal.arn)?.[1] ?? null,
  principalPath: (input) => pathOf(input.invocation.principal.arn),
  role: (input) => nameOfKind(input, 'role'),
  user: (input) => nameOfKind(input, 'user'),
  federated: (input) => nameOfKind(input, 'federated'),
  session: (input) => input.invocation.principal.session,
} as const satisfies Record<string, FieldReader>;

type PlainField = keyof typeof READERS;

/** Fields that name one key each, such as `metadata.team`. */
const KEYED: Readonly<Record<string, (key: string) => FieldReader>> = {
  metadata: (key) => (input) => input.invocation.requestMetadata.get(key) ?? null,
  principalTag: (key) => (input) => input.principalTags?.get(key) ?? null,
  profileTag: (key) => (input) => input.profile?.tags.get(key) ?? null,
};

/** All names, for messages and docs. */
export const FIELD_NAMES: readonly string[] = [
  ...Object.keys(READERS),
  ...Object.keys(KEYED).map((name) => `${name}.KEY`),
];

/**
 * Finds how a field is read.
 *
 * @param name `role`, `metadata.team` …
 * @returns null for a name that is no field. Never throws.
 */
export function fieldReader(name: string): FieldReader | null {
  if (isPlain(name)) return READERS[name];
  const dot = name.indexOf('.');
  const kind = name.slice(0, Math.max(dot, 0));
  if (!Object.hasOwn(KEYED, kind) || dot === name.length - 1) return null;
  return KEYED[kind]?.(name.slice(dot + 1)) ?? null;
}

function isPlain(name: string): name is PlainField {
  return Object.hasOwn(READERS, name);
}

function nameOfKind(input: AttributionInput, kind: 'role' | 'user' | 'federated'): string | null {
  const { principal } = input.invocation;
  return principal.kind === kind ? principal.name : null;
}

/** Path as IAM writes it, `/` for none; logs of assumed roles leave it out, so that it is `/`. */
function pathOf(arn: string): string | null {
  const path = ARN_PARTS.exec(arn)?.[2];
  return path === undefined ? null : path.slice(0, path.lastIndexOf('/') + 1);
}

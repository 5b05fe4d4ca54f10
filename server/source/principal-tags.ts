/** Reads the tags of one IAM role or user. */
import { ListRoleTagsCommand, ListUserTagsCommand, type IAMClient } from '@aws-sdk/client-iam';
import { toSourceError, nameOf } from './aws-error.ts';
import type { IdentityKind } from './inventory.ts';
import { tokenPages } from './token-pages.ts';

/** A role or user by its name; IAM needs no path to find it. */
export interface IamIdentity {
  readonly kind: IdentityKind;
  readonly name: string;
}

/**
 * Tags as they are now.
 *
 * @returns null when there is no such role or user any more.
 * @throws SourceError
 */
export async function readPrincipalTags(
  client: IAMClient,
  { kind, name }: IamIdentity,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | null> {
  const options = { abortSignal: signal };
  const ask = ({ token }: { readonly token?: string }) => {
    const page = token === undefined ? {} : { Marker: token };
    return kind === 'role'
      ? client.send(new ListRoleTagsCommand({ RoleName: name, ...page }), options)
      : client.send(new ListUserTagsCommand({ UserName: name, ...page }), options);
  };
  const tags = new Map<string, string>();
  try {
    for await (const page of tokenPages(ask, markerOf)) {
      for (const { Key = '', Value = '' } of page.Tags ?? []) tags.set(Key, Value);
    }
  } catch (error) {
    if (nameOf(error).startsWith('NoSuchEntity')) return null;
    throw toSourceError(error, `read the tags of the IAM ${kind} ${name}`);
  }
  return tags;
}

function markerOf(page: { IsTruncated?: boolean | undefined; Marker?: string | undefined }) {
  return page.IsTruncated === true ? page.Marker : undefined;
}

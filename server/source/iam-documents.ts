/** Every IAM document that the accounts of a config need, and where each belongs. */
import {
  assumePolicy,
  readPolicy,
  tellPolicy,
  trustPolicy,
  type IamPolicy,
  type Told,
  type TrustPolicy,
} from './iam-policy.ts';
import type { AccountSettings } from './settings.ts';

/** One document and where it belongs. */
export interface IamDocument {
  readonly account: string | null;
  readonly attachTo: string;
  readonly policy: IamPolicy | TrustPolicy;
}

interface DocumentOptions extends Partial<Told> {
  readonly kmsKey?: string;
  readonly reader?: string;
}

/**
 * The documents in the order in which they are attached.
 *
 * @param kmsKey key that encrypts the objects of the log bucket.
 * @param reader identity that takes on the roles; with it their trust policies come too.
 */
export function policyDocuments(
  accounts: readonly AccountSettings[],
  { kmsKey, reader, topicArns = [], reportPlaces = [] }: DocumentOptions,
): readonly IamDocument[] {
  const attachTo = 'the identity that Outcrop runs under';
  const told = tellPolicy({ topicArns, reportPlaces });
  const forReader = [assumePolicy(accounts), told].flatMap((policy) => {
    return policy ? [{ account: null, attachTo, policy }] : [];
  });
  const forAccounts = accounts.flatMap((account) => {
    const { id, roleArn } = account;
    const attachTo =
      roleArn === null ? `the identity that Outcrop runs under, in ${id}` : `the role ${roleArn}`;
    const read = { account: id, attachTo, policy: readPolicy(account, kmsKey ?? null) };
    if (roleArn === null || reader === undefined) return [read];
    const trust = trustPolicy(account, reader);
    return [read, { account: id, attachTo: `${attachTo}, as its trust policy`, policy: trust }];
  });
  return [...forReader, ...forAccounts];
}

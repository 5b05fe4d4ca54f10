/** Every IAM document that the accounts of a config need, and where each belongs. */
import type { BillSettings } from './bill-place.ts';
import {
  assumePolicy,
  billPolicy,
  readPolicy,
  tellPolicy,
  trustPolicy,
  type IamPolicy,
  type Told,
  type TrustPolicy,
} from './iam-policy.ts';
import type { AccountSettings, AwsIdentity } from './settings.ts';

/** One document and where it belongs. */
export interface IamDocument {
  readonly account: string | null;
  readonly attachTo: string;
  readonly policy: IamPolicy | TrustPolicy;
}

interface DocumentOptions extends Partial<Told> {
  readonly kmsKey?: string;
  readonly reader?: string;
  /** Where the bill lies. */
  readonly bill?: BillSettings | null;
}

/**
 * The documents in the order in which they are attached.
 *
 * @param kmsKey key that encrypts the objects of the log bucket.
 * @param reader identity that takes on the roles; with it their trust policies come too.
 */
export function policyDocuments(
  accounts: readonly AccountSettings[],
  { kmsKey, reader, topicArns = [], reportPlaces = [], bill = null }: DocumentOptions,
): readonly IamDocument[] {
  const attachTo = 'the identity that Outcrop runs under';
  const told = tellPolicy({ topicArns, reportPlaces });
  const key = kmsKey ?? null;
  const ofBill = billPolicy(bill, key);
  const payer = bill?.kind === 's3' ? bill.identity : null;
  const roles = [...accounts, ...(payer ? [payer] : [])];
  const forReader = [assumePolicy(roles), told].flatMap((policy) => {
    return policy ? [{ account: null, attachTo, policy }] : [];
  });
  const forAccounts = accounts.flatMap((account) =>
    documentsOf(account, readPolicy(account, key), reader),
  );
  const forBill = payer && ofBill ? documentsOf(payer, ofBill, reader) : [];
  return [...forReader, ...forAccounts, ...forBill];
}

/** What one identity may read, and who may take it on where it is a role. */
function documentsOf(
  identity: AwsIdentity,
  policy: IamPolicy,
  reader: string | undefined,
): readonly IamDocument[] {
  const { id, roleArn } = identity;
  const attachTo =
    roleArn === null ? `the identity that Outcrop runs under, in ${id}` : `the role ${roleArn}`;
  const read = { account: id, attachTo, policy };
  if (roleArn === null || reader === undefined) return [read];
  const trust = trustPolicy(identity, reader);
  return [read, { account: id, attachTo: `${attachTo}, as its trust policy`, policy: trust }];
}

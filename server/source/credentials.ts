/** Credentials of an account: taken once for all its clients, renewed in time. */
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AwsIdentity } from './settings.ts';

type Provider = ReturnType<typeof fromNodeProviderChain>;
type Identity = Awaited<ReturnType<Provider>>;

/** Keys without an end are asked for again this often, since files with keys are rewritten. */
const STATIC_LIFE_MS = 15 * 60_000;
/** The SDK asks anew when less than five minutes are left; so do we. */
const RENEW_BEFORE_MS = 5 * 60_000;

export interface AccountCredentials {
  readonly provide: Provider;
  /** Drops what is held: AWS has called it expired, whatever its date says. */
  forget(): void;
}

/**
 * Credentials for all clients of an account: each client alone would take on the role anew.
 *
 * @param region Region whose STS is asked for the role.
 * @param take asks for an identity; by default the account's chain and role.
 */
export function accountCredentials(
  account: AwsIdentity,
  region: string,
  nowMs: () => number,
  take: () => Promise<Identity> = () => takeIdentity(account, region),
): AccountCredentials {
  let held: Identity | null = null;
  let asked: Promise<Identity> | null = null;
  const endMs = (identity: Identity): number => identity.expiration?.getTime() ?? 0;
  const renew = async (): Promise<Identity> => {
    const before = held;
    try {
      const taken = await take();
      const expiration = taken.expiration ?? new Date(nowMs() + STATIC_LIFE_MS + RENEW_BEFORE_MS);
      held = { ...taken, expiration };
      return held;
    } catch (error) {
      // STS is out, but what is held is good for some minutes: the next call asks again.
      if (before && before === held && nowMs() < endMs(before)) return before;
      throw error;
    }
  };
  return {
    provide: () => {
      if (held && nowMs() < endMs(held) - RENEW_BEFORE_MS) return Promise.resolve(held);
      // Callers that come meanwhile share this one request.
      asked ??= renew().finally(() => {
        asked = null;
      });
      return asked;
    },
    forget: () => {
      held = null;
    },
  };
}

/** Builds the chain anew each time, past its caches, so that rewritten key files are seen. */
function takeIdentity(account: AwsIdentity, region: string): Promise<Identity> {
  const { credentials, roleArn, externalId, endpoint } = account;
  const own: Provider = credentials
    ? () => Promise.resolve(credentials)
    : fromNodeProviderChain({ ignoreCache: true, clientConfig: { region } });
  if (roleArn === null) return own();
  const clientConfig = { region, ...(endpoint === null ? {} : { endpoint }) };
  return fromTemporaryCredentials({
    masterCredentials: own,
    clientConfig,
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'outcrop',
      ...(externalId === null ? {} : { ExternalId: externalId }),
    },
  })();
}

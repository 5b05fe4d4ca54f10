/** Credentials of an account: taken once for all its clients, renewed in time. */
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { AccountSettings } from './settings.ts';

type Provider = ReturnType<typeof fromNodeProviderChain>;
type Identity = Awaited<ReturnType<Provider>>;

/** Keys without an end are asked for again this often, since files with keys are rewritten. */
const STATIC_LIFE_MS = 15 * 60_000;
/** The SDK asks anew when less than five minutes are left; so do we. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * A provider for all clients of an account: each client alone would take on the role anew.
 *
 * @param region Region whose STS is asked for the role.
 */
export function accountCredentials(
  account: AccountSettings,
  region: string,
  nowMs: () => number,
): Provider {
  let held: Promise<Identity> | null = null;
  let goodToMs = 0;
  return async () => {
    if (held && nowMs() < goodToMs) return held;
    goodToMs = nowMs() + STATIC_LIFE_MS; // Callers that come meanwhile share this one request.
    held = takeIdentity(account, region).then((identity) => {
      const endMs = identity.expiration?.getTime() ?? nowMs() + STATIC_LIFE_MS + RENEW_BEFORE_MS;
      goodToMs = endMs - RENEW_BEFORE_MS;
      return { ...identity, expiration: new Date(endMs) };
    });
    held.catch(() => {
      held = null; // A failure is not kept: the next call tries again.
    });
    return held;
  };
}

/** Builds the chain anew each time, past its caches, so that rewritten key files are seen. */
function takeIdentity(account: AccountSettings, region: string): Promise<Identity> {
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

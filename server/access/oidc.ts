/** Sign-in by OpenID Connect: the code flow with a proof key, at any provider by discovery. */
import type * as OpenidClient from 'openid-client';
import type { ClientAuth, Configuration } from 'openid-client';
import type { OidcSettings } from './access-settings.ts';
import { textsOf, type Claims } from './identity.ts';
import { askProvider } from './provider-fetch.ts';
import { SignInError } from './sign-in-error.ts';
import type { Ticket } from './sign-in-ticket.ts';

export const CALLBACK_PATH = '/sign-in/oidc/callback';
const PATIENCE_SECONDS = 10;
const CLOCKS_APART_SECONDS = 60;
/** Providers change keys and addresses, rarely. */
const KNOWN_FOR_MS = 3_600_000;

interface Known {
  readonly configuration: Configuration;
  readonly atMs: number;
}

/** Loaded when somebody signs in: nobody else waits for it. */
const library = (): Promise<typeof OpenidClient> => import('openid-client');

export class Oidc {
  readonly #settings: OidcSettings;
  readonly #redirectUri: string;
  readonly #nowMs: () => number;
  #known: Known | null = null;

  /** @param pageUrl address of the page as people reach it: the provider sends them back there */
  constructor(settings: OidcSettings, pageUrl: string, nowMs: () => number) {
    this.#settings = settings;
    this.#redirectUri = new URL(CALLBACK_PATH, pageUrl).href;
    this.#nowMs = nowMs;
  }

  /** Where to send somebody, and what to keep until they are back. @throws SignInError */
  async start(next: string): Promise<{ readonly url: string; readonly ticket: Ticket }> {
    const { buildAuthorizationUrl, calculatePKCECodeChallenge, ...random } = await library();
    const configuration = await this.#configuration();
    const verifier = random.randomPKCECodeVerifier();
    const state = random.randomState();
    const nonce = random.randomNonce();
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: this.#settings.scopes.join(' '),
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, ticket: { state, nonce, verifier, next, madeAtMs: this.#nowMs() } };
  }

  /**
   * What the provider says of who came back with a code.
   *
   * @param search of the address they came back to, from `?` on.
   * @throws SignInError for whatever is not proved, or does not answer
   */
  async finish(search: string, { state, nonce, verifier }: Ticket): Promise<Claims> {
    const { authorizationCodeGrant, fetchUserInfo } = await library();
    const configuration = await this.#configuration();
    const url = new URL(search, this.#redirectUri);
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    try {
      const tokens = await authorizationCodeGrant(configuration, url, {
        ...checks,
        idTokenExpected: true,
      });
      const claims: Claims = tokens.claims() ?? {};
      if (!this.#asksMore(claims, configuration)) return claims;
      const { access_token: bearer } = tokens;
      const more = await fetchUserInfo(configuration, bearer, String(claims['sub']));
      return { ...more, ...claims }; // What was signed has the last word.
    } catch (error) {
      throw asSignInError(error);
    }
  }

  /** Some providers tell of people and groups at an endpoint of its own only. */
  #asksMore(claims: Claims, configuration: Configuration): boolean {
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return false;
    const { userClaim, groupsClaim, tenantsClaim } = this.#settings;
    const wanted = [userClaim, groupsClaim, ...(tenantsClaim === null ? [] : [tenantsClaim])];
    return wanted.some((name) => textsOf(claims, name).length === 0);
  }

  async #configuration(): Promise<Configuration> {
    const known = this.#known;
    if (known && this.#nowMs() - known.atMs < KNOWN_FOR_MS) return known.configuration;
    const { issuer, clientId, clientSecret } = this.#settings;
    const client = await library();
    const plain = new URL(issuer).protocol === 'http:'; // The config allows that on loopback only.
    try {
      const configuration = await client.discovery(
        new URL(issuer),
        clientId,
        { [client.clockTolerance]: CLOCKS_APART_SECONDS },
        clientSecret === null ? client.None() : secretAuth(client, clientSecret),
        {
          timeout: PATIENCE_SECONDS,
          [client.customFetch]: askProvider,
          execute: [
            client.enableNonRepudiationChecks, // The signature counts, not the line alone.
            ...(plain ? [client.allowInsecureRequests] : []),
          ],
        },
      );
      this.#known = { configuration, atMs: this.#nowMs() };
      return configuration;
    } catch (cause) {
      throw unreachable(cause);
    }
  }
}

/** In the header, as the standard asks for, unless the provider reads it in the body only. */
function secretAuth(client: typeof OpenidClient, secret: string): ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...others) => {
    const known = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const auth = known.includes('client_secret_basic') ? basic : post;
    return auth(server, ...others);
  };
}

function unreachable(cause: unknown): SignInError {
  const hint = 'Try again in a minute; passwords of this server work all the same.';
  return new SignInError('unreachable', 'The provider cannot be reached.', { hint, cause });
}

/** Codes of the library for answers that prove nothing, whoever gave them. */
const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_PARSE_ERROR']);
const NO_JSON = new Set(['OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

/** Told apart by class and code: their texts may quote what the provider sent. */
function asSignInError(error: unknown): SignInError {
  const { name, code, error: told } = partsOf(error);
  if (name === 'AuthorizationResponseError') {
    const hint = 'Sign in again, or ask who runs the provider why it refuses you.';
    return new SignInError('cancelled', 'The provider did not sign you in.', { hint });
  }
  if (name === 'ResponseBodyError' && told === 'invalid_grant') {
    const hint = 'Sign in again: a sign-in counts once, and for a few minutes.';
    return new SignInError('overdue', 'The provider took the sign-in for over.', { hint });
  }
  if (name === 'ResponseBodyError' || name === 'WWWAuthenticateChallengeError') {
    const hint = 'An admin compares clientId and secret of access.oidc with the provider.';
    return new SignInError('misconfigured', 'The provider does not accept this server.', { hint });
  }
  const isDown = name === 'TypeError' || UNREACHABLE.has(code) || NO_JSON.has(code);
  if (isDown || code === '') return unreachable(error);
  const hint = 'Sign in again. If it stays, an admin compares access.oidc with the provider.';
  return new SignInError('untrusted', 'What the provider sent does not prove who you are.', {
    hint,
  });
}

function partsOf(error: unknown): { name: string; code: string; error: string } {
  const fields = new Map(Object.entries(error instanceof Error ? { ...error } : {}));
  const textOf = (key: string): string => {
    const value = fields.get(key);
    return typeof value === 'string' ? value : '';
  };
  const name = error instanceof Error ? error.name : '';
  return { name, code: textOf('code'), error: textOf('error') };
}

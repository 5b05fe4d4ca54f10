/** A provider on loopback that signs whatever a test asks for: for tokens that prove nothing. */
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CLIENT } from './real-provider.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });

export interface Forgery {
  readonly alg?: 'RS256' | 'HS256' | 'none';
  /** Signed by a key that the provider does not show. */
  readonly isStrange?: boolean;
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface ForgedProvider {
  readonly issuer: string;
  /** What the next ID token is like; the nonce is that of who asked unless claims tell another. */
  forge: (forgery: Forgery, nonce: string) => void;
  readonly close: () => void;
}

export async function startForged(): Promise<ForgedProvider> {
  let idToken = '';
  let issuer = '';
  const server = createServer((request, response) => {
    const replies = new Map<string, unknown>([
      ['/.well-known/openid-configuration', metadataOf(issuer)],
      ['/jwks', { keys: [{ ...createPublicKey(privateKey).export({ format: 'jwk' }), kid: 'a' }] }],
      ['/token', { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: idToken }],
    ]);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(replies.get(request.url ?? '') ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  issuer = `http://127.0.0.1:${port}`;
  return {
    issuer,
    forge: (forgery, nonce) => (idToken = tokenOf(forgery, { iss: issuer, nonce })),
    close: () => server.close(),
  };
}

function metadataOf(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'], // It says so itself.
  };
}

/** Tokens are compared with the time of the machine, by the library. */
const nowSeconds = Math.floor(performance.timeOrigin / 1000);

function tokenOf({ alg = 'RS256', isStrange, claims }: Forgery, known: object): string {
  const times = { iat: nowSeconds, exp: nowSeconds + 3_600 };
  const person = { sub: 'ada', email: 'ada@example.com', email_verified: true };
  const body = { ...known, aud: CLIENT.clientId, ...times, ...person, groups: ['a'], ...claims };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg, kid: 'a' })}.${part(body)}`;
  if (alg === 'none') return `${text}.`;
  const mac = () => createHmac('sha256', publicPem).update(text).digest();
  const key = isStrange ? stranger : privateKey;
  const signature = alg === 'HS256' ? mac() : sign('RSA-SHA256', Buffer.from(text), key);
  return `${text}.${signature.toString('base64url')}`;
}

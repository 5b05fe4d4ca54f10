/** A real provider of identity on loopback, and a browser without a screen that signs in there. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT = { clientId: 'outcrop', clientSecret: 'a secret of the client' };

export interface RealProvider {
  readonly issuer: string;
  readonly close: () => Promise<void>;
}

/** What the provider claims of people, by the name they sign in with there. */
export type People = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export async function startProvider(people: People, redirectUri: string): Promise<RealProvider> {
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  const issuer = `http://127.0.0.1:${port}`;
  const handle = new Provider(issuer, configurationOf(people, redirectUri)).callback();
  return { issuer, close: () => stop(server) };
}

function configurationOf(people: People, redirectUri: string) {
  return {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups', 'org'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people.get(id) }),
    }),
  };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

const STEPS_MAX = 12;

interface Step {
  readonly url: string;
  readonly form: Readonly<Record<string, string>> | null;
}

/** Signs in and consents. @returns the address to which the provider sends the browser back */
export async function signInThere(start: string, login: string, back: string): Promise<string> {
  const cookies = new Map<string, string>();
  let step: Step = { url: start, form: null };
  for (let count = 0; count < STEPS_MAX; count += 1) {
    const reply: Response = await fetch(step.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(step.form && { method: 'POST', body: new URLSearchParams({ ...step.form }) }),
    });
    keepCookies(reply, cookies);
    step = await nextStep(reply, step.url, login);
    if (step.url.startsWith(back)) return step.url;
  }
  throw new Error('The provider goes round and round.');
}

function keepCookies(reply: Response, cookies: Map<string, string>): void {
  for (const line of reply.headers.getSetCookie()) {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=', 2);
    cookies.set(name, value);
  }
}

/** Where it sends us, or the form that it shows, filled in. */
async function nextStep(reply: Response, from: string, login: string): Promise<Step> {
  const page = await reply.text();
  const location = reply.headers.get('location');
  if (location !== null) return { url: new URL(location, from).href, form: null };
  const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
  if (prompt === undefined) throw new Error(`The provider shows: ${page.slice(0, 500)}`);
  const url = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', from).href;
  return { url, form: { prompt, login, password: 'any' } };
}

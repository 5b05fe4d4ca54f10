/** A server that any address reaches, over calls of two tenants, with a provider of identity. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { CALLBACK_PATH } from '../../server/access/oidc.ts';
import { CLIENT, startProvider, type RealProvider } from '../access/real-provider.ts';
import { outcrop } from './outcrop.ts';
import { recordOf, writeBucket } from './records.ts';
import { serving, type Demo } from './serving.ts';

/** What the first hour of the records lies in. */
export const RANGE = 'from=2026-11-01T00%3A00%3A00Z&to=2026-11-02T00%3A00%3A00Z';

/** What the provider tells of people, as long as a test changes nothing. */
export const PEOPLE = new Map([
  ['gil', { email: 'gil@example.com', email_verified: true, groups: ['makers'] }],
  ['vic', { email: 'vic@example.com', email_verified: true, groups: ['staff'] }],
  ['eve', { email: 'eve@example.com', email_verified: true, groups: ['others'] }],
]);

export interface AccessServer {
  readonly url: string;
  /** The link that it prints for the first admin. */
  readonly setUpLink: string;
  readonly provider: RealProvider;
  /** Begins to serve once there is an admin. */
  readonly begun: Promise<Demo>;
}

/** Fills a database and starts a server over it, which waits for its first admin. */
export async function startAccessServer(folder: string): Promise<AccessServer> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const provider = await startProvider(PEOPLE, new URL(CALLBACK_PATH, url).href);
  const config = path.join(folder, 'outcrop.yaml');
  writeFileSync(config, JSON.stringify(configOf(folder, url, provider))); // JSON is YAML.
  const calls = ['acme', 'globex', 'acme'].map((tenant, index) => recordOf(index, { tenant }));
  const logs = writeBucket(path.join(folder, 'logs'), { 'a.json.gz': calls });
  const environment = { CLIENT_SECRET: CLIENT.clientSecret };
  const read = await outcrop(['ingest', logs, '--config', config], environment);
  if (read.code !== 0) throw new Error(read.errors);
  const { setUpLink, begun } = await startServe(config, environment);
  return { url, setUpLink, provider, begun };
}

/** An identity provider knows the address that it sends people back to beforehand. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function configOf(folder: string, url: string, { issuer }: RealProvider) {
  return {
    database: path.join(folder, 'outcrop.db'),
    listen: `0.0.0.0:${new URL(url).port}`,
    pageUrl: url,
    attribution: {
      rules: [{ name: 'tenant', when: { 'metadata.tenant': '(.+)' }, tenant: '$1' }],
    },
    alarms: [{ name: 'Any call', metric: 'invocations', groupBy: ['tenant'], threshold: 0 }],
    alarmCatchUpHours: 744,
    access: {
      oidc: {
        issuer,
        clientId: CLIENT.clientId,
        clientSecretEnv: 'CLIENT_SECRET',
        label: 'Example',
        scopes: ['email', 'groups'],
      },
      grants: [
        { group: 'staff', role: 'viewer' },
        { group: 'makers', role: 'editor' },
      ],
    },
  };
}

async function startServe(config: string, environment: Readonly<Record<string, string>>) {
  let words = '';
  let tell: (link: string) => void = () => undefined;
  const link = new Promise<string>((resolve) => (tell = resolve));
  const begun = serving(['serve', '--config', config, '--json'], environment, (text) => {
    words += text;
    const found = /http\S+\/set-up#\S+/.exec(words)?.[0];
    if (found !== undefined) tell(found);
  });
  // Where it cannot start, that is what is told.
  const setUpLink = await Promise.race([link, begun.then(() => '')]);
  return { setUpLink, begun };
}

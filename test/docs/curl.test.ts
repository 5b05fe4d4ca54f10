/** The commands of curl in the docs and at `/api`, typed into a shell and sent to a server. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../server/api/create-app.ts';
import { listen } from '../../server/cli/listen.ts';
import { curlText } from '../../web/format/example-call.ts';
import { appParts } from '../api/rig.ts';
import { call, storeOf } from '../query/ask.ts';
import { commandBlocks } from './commands-in-pages.ts';

const run = promisify(execFile);
const PUBLIC = 'https://outcrop.example.com';
const hasCurl = spawnSync('curl', ['--version']).status === 0;

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly example?: string | string[] }[];
}

let origin: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const app = createApp(appParts({ store: storeOf([call(1, 0)]) }));
  const listening = await listen(app.fetch, { host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${listening.address.port}`;
  close = listening.close;
});

afterAll(() => close());

/** Status and body that a command brings, with the token that people have. */
async function typed(command: string): Promise<readonly [number, string]> {
  const environment = { PATH: process.env['PATH'], OUTCROP_TOKEN: 'a-token' };
  const script = command.replace(/^curl /, "curl -s -w '\\n%{http_code}' ");
  const { stdout } = await run('sh', ['-ec', script], { env: environment });
  const at = stdout.lastIndexOf('\n');
  return [Number(stdout.slice(at + 1)), stdout.slice(0, at)];
}

async function fetched(path: string): Promise<readonly [number, string]> {
  const response = await fetch(`${origin}${path}`);
  return [response.status, await response.text()];
}

describe.skipIf(!hasCurl)('commands of curl', () => {
  test('in the docs are answered', async () => {
    const commands = commandBlocks().flatMap((block) => block.commands);
    const curls = commands.filter(({ words }) => words[0] === 'curl');
    expect(curls.length).toBeGreaterThan(0);
    for (const { words } of curls) {
      const quoted = words.map((word) => `"${word.replace(PUBLIC, origin)}"`).join(' ');
      const [status, body] = await typed(quoted.replace('"curl"', 'curl'));
      expect([status, JSON.parse(body)]).toMatchObject([200, { rows: expect.any(Array) }]);
    }
  });

  test('at /api ask what the example of each route says', async () => {
    const [, text] = await fetched('/api/v1/openapi.json');
    // The guarantee: the server describes its own routes so.
    const { paths } = JSON.parse(text) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
    };
    const routes = Object.entries(paths).flatMap(([path, { get }]) => {
      const isStream = path.endsWith('/events');
      return get && !isStream ? [{ path, parameters: get.parameters ?? [] }] : [];
    });
    expect(routes.length).toBeGreaterThan(30);
    const different: unknown[] = [];
    for (const { path, parameters } of routes) {
      const asked = parameters.flatMap(({ name, example = [] }) => {
        return [example].flat().map((value): [string, string] => [name, value]);
      });
      const command = curlText({ method: 'get', path, parameters: asked, body: undefined }, origin);
      const [status, body] = await typed(command);
      const query = asked.length > 0 ? `?${new URLSearchParams(asked).toString()}` : '';
      const direct = await fetched(`${path}${query}`);
      if (status !== direct[0] || status === 400 || body !== direct[1])
        different.push([path, status, direct[0]]);
    }
    expect(different).toEqual([]);
  });
});

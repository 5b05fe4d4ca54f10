/** The MCP server as an agent meets it: the official client on one side, a server on the other. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveMcp } from '../../server/cli/mcp-server.ts';
import { MCP_TOOLS } from '../../server/cli/mcp-tools.ts';
import { ENDPOINTS } from '../../server/api/open-api.ts';
import { runCommand } from './run-command.ts';

const WRONG = '{"ok":false,"code":"badMetric","message":"No.","hint":"Look."}';
const asked: { method: string; url: string }[] = [];
let api: Server;
let client: Client;

beforeAll(async () => {
  api = createServer((request, response) => {
    asked.push({ method: request.method ?? '', url: request.url ?? '' });
    const isWrong = request.url?.includes('nonsense') === true;
    response.statusCode = isWrong ? 400 : 200;
    response.end(isWrong ? WRONG : '{"rows":[]}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => api.once('listening', resolve));
  client = await connect(`http://127.0.0.1:${(api.address() as AddressInfo).port}`);
});

afterAll(async () => {
  await client.close();
  api.close();
});

async function connect(url: string): Promise<Client> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  void serveMcp(new URL(url), ours);
  const made = new Client({ name: 'test', version: '1' });
  await made.connect(theirs);
  return made;
}

describe('outcrop mcp', () => {
  test('offers every question of the API, and nothing that changes anything', async () => {
    const { tools } = await client.listTools();
    const questions = ENDPOINTS.filter(({ method }) => method === undefined);
    expect(tools).toHaveLength(questions.length);
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['query', 'explain']));
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(tools.find(({ name }) => name === 'query')?.description).toContain('latencyP99 (ms)');
  });

  test('asks the API with what the agent gave, and hands the reply on', async () => {
    const input = { metric: ['cost', 'invocations'], filter: 'tenant=a&b', from: 'now-1d' };
    const reply = await client.callTool({ name: 'query', arguments: input });
    expect(reply).toMatchObject({
      isError: false,
      content: [{ type: 'text', text: '{"rows":[]}' }],
    });
    expect(asked.at(-1)).toEqual({
      method: 'GET',
      url: '/api/v1/query?metric=cost&metric=invocations&filter=tenant%3Da%26b&from=now-1d',
    });
  });

  test('hands on what is wrong with a question', async () => {
    const reply = await client.callTool({ name: 'query', arguments: { metric: ['nonsense'] } });
    expect(reply).toMatchObject({ isError: true });
    expect(reply.content).toEqual([{ type: 'text', text: WRONG }]);
  });

  test('refuses a question without what it needs, before it is asked', async () => {
    const before = asked.length;
    expect(await client.callTool({ name: 'explain', arguments: {} })).toMatchObject({
      isError: true,
    });
    expect(asked).toHaveLength(before);
  });

  test('says how to start the server where none answers', async () => {
    const alone = await connect('http://127.0.0.1:9');
    const reply = await alone.callTool({ name: 'status', arguments: {} });
    expect(JSON.stringify(reply.content)).toContain('Start it with `outcrop serve`.');
    await alone.close();
  });

  test('refuses what is no address', async () => {
    const { exitCode, error } = await runCommand('mcp', '--url', 'file:///etc/passwd');
    expect(exitCode).toBe(2);
    expect(error).toContain('is no address');
  });

  test('names each tool once', () => {
    expect(new Set(MCP_TOOLS.map(({ name }) => name)).size).toBe(MCP_TOOLS.length);
  });
});

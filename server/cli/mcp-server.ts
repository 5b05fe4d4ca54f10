/** Speaks the Model Context Protocol on one side and asks the API on the other. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { once } from 'node:events';
import { version } from '../../package.json' with { type: 'json' };
import { askServer, type Asked, type ClientOptions } from '../client/ask-server.ts';
import { OutcropError } from '../client/outcrop-error.ts';
import { MCP_TOOLS } from './mcp-tools.ts';

/** What a model can read at once; longer replies are refused with a mend, not cut. */
const REPLY_CHARACTERS_MAX = 400_000;

const INSTRUCTIONS = `Outcrop knows what Amazon Bedrock calls cost, by tenant, tag and model, how
fast they were and where they were throttled. Ask \`status\` first when figures look too small: it
tells what is missing.`;

/** Serves an agent on standard input and output until it hangs up. */
export async function serveMcpOnInput(url: URL, token: string | null): Promise<void> {
  const { stdin } = process;
  // The transport ends by itself only when it is told to; what is asked by now is still answered.
  await Promise.race([serveMcp(url, new StdioServerTransport(), token), once(stdin, 'end')]);
}

/**
 * Serves the tools until the other side hangs up.
 *
 * @param url where \`outcrop serve\` listens.
 * @param token where the server asks who one is; it sees what the token may.
 */
export async function serveMcp(
  url: URL,
  transport: Transport,
  token: string | null = null,
): Promise<void> {
  const client = { url: url.href, token: token ?? undefined };
  const server = new McpServer({ name: 'outcrop', version }, { instructions: INSTRUCTIONS });
  for (const tool of MCP_TOOLS) {
    const { name, description, input, path } = tool;
    const annotations = { readOnlyHint: true, openWorldHint: false };
    server.registerTool(name, { description, inputSchema: input, annotations }, (given) =>
      ask(client, path, given),
    );
  }
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
  });
  await server.connect(transport);
  await ended;
}

interface ToolReply {
  [key: string]: unknown;
  readonly isError?: boolean;
  readonly content: { readonly type: 'text'; readonly text: string }[];
}

async function ask(client: ClientOptions, path: string, asked: Asked): Promise<ToolReply> {
  let text: string;
  try {
    const route = { method: 'GET', path } as const;
    text = await askServer(client, { route, asked }, (response) => response.text());
  } catch (cause) {
    if (!(cause instanceof OutcropError)) throw cause;
    const { code, message, hint } = cause;
    return told(JSON.stringify({ ok: false, code, message, hint }), true);
  }
  if (text.length <= REPLY_CHARACTERS_MAX) return told(text, false);
  return told(
    'The answer is too long: ask for a shorter window, a longer step or fewer groups.',
    true,
  );
}

function told(text: string, isError: boolean): ToolReply {
  return { isError, content: [{ type: 'text', text }] };
}

/** Speaks the Model Context Protocol on one side and asks the API on the other. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { version } from '../../package.json' with { type: 'json' };
import { MCP_TOOLS, pathOf } from './mcp-tools.ts';

/** What a model can read at once; longer replies are refused with a mend, not cut. */
const REPLY_CHARACTERS_MAX = 400_000;
const TIMEOUT_MS = 60_000;

const INSTRUCTIONS = `Outcrop knows what Amazon Bedrock calls cost, by tenant, tag and model, how
fast they were and where they were throttled. Ask \`status\` first when figures look too small: it
tells what is missing.`;

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
  const server = new McpServer({ name: 'outcrop', version }, { instructions: INSTRUCTIONS });
  for (const tool of MCP_TOOLS) {
    const { name, description, input, path } = tool;
    const annotations = { readOnlyHint: true, openWorldHint: false };
    server.registerTool(name, { description, inputSchema: input, annotations }, (given) =>
      ask(new URL(pathOf(path, given), url), token),
    );
  }
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
  });
  await server.connect(transport);
  await ended;
}

export function stdioTransport(): Transport {
  return new StdioServerTransport();
}

interface ToolReply {
  [key: string]: unknown;
  readonly isError?: boolean;
  readonly content: { readonly type: 'text'; readonly text: string }[];
}

async function ask(url: URL, token: string | null): Promise<ToolReply> {
  let text: string;
  let isError: boolean;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(url, { signal, headers });
    text = await response.text();
    isError = !response.ok;
  } catch {
    return told(`Nothing answers at ${url.origin}. Start it with \`outcrop serve\`.`, true);
  }
  if (text.length <= REPLY_CHARACTERS_MAX) return told(text, isError);
  return told(
    'The answer is too long: ask for a shorter window, a longer step or fewer groups.',
    true,
  );
}

function told(text: string, isError: boolean): ToolReply {
  return { isError, content: [{ type: 'text', text }] };
}

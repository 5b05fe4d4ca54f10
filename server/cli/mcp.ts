/** `outcrop mcp`: the API's questions as tools for an agent, over standard input and output. */
import type { Command } from 'commander';
import { UsageError, type Root } from './root.ts';

interface McpOptions {
  readonly url: string;
}

const NOTES = `
Read-only: an agent can ask what the page can ask, and change nothing. A server has to run at the
address. In an agent's settings:
  {"mcpServers": {"outcrop": {"command": "npx", "args": ["outcrop", "mcp"]}}}
Where the server asks who one is, OUTCROP_TOKEN holds a token: outcrop token create agent.`;

export function addMcp(program: Command, root: Root): void {
  program
    .command('mcp')
    .description('Answer an agent over the Model Context Protocol, read-only.')
    .option('--url <url>', 'where `outcrop serve` listens', 'http://127.0.0.1:4680')
    .addHelpText('after', NOTES)
    .action(async ({ url }: McpOptions) => {
      if (!URL.canParse(url) || !/^https?:/.test(url)) {
        throw new UsageError(`--url ${url} is no address.`, 'Write --url http://127.0.0.1:4680');
      }
      // Loaded when it is needed: no other verb waits for it.
      const { serveMcpOnInput } = await import('./mcp-server.ts');
      await serveMcpOnInput(new URL(url), root.environment['OUTCROP_TOKEN'] ?? null);
    });
}

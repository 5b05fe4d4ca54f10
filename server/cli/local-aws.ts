/** `outcrop local-aws`: the demo's AWS accounts on loopback, as a process of their own. */
import { Option, type Command } from 'commander';
import { createDemoWorld } from '../demo/demo-world.ts';
import { startLocalAws } from '../demo/local-aws.ts';
import type { Root } from './root.ts';

export function addLocalAws(program: Command, root: Root): void {
  program
    .command('local-aws')
    .description('Serve the made-up AWS accounts of the demo on loopback, until stopped.')
    .addOption(new Option('--days <n>', 'days of history').default(30).argParser(Number))
    .addOption(new Option('--seed <n>', 'seed of all chance').default(1).argParser(Number))
    .addOption(new Option('--end <ms>', 'end of the history, epoch ms').argParser(Number))
    .addOption(new Option('--port <n>', 'port; 0 takes a free one').default(0).argParser(Number))
    .option('--frozen', 'let no time pass after the end')
    .option('--json', 'print the address as JSON')
    .action(async (options: Record<string, number | boolean | undefined>) => {
      const endMs = Number(options['end'] ?? root.nowMs());
      const world = createDemoWorld({
        seed: Number(options['seed']),
        days: Number(options['days']),
        endMs,
      });
      const nowMs = options['frozen'] ? () => endMs : root.nowMs;
      const local = await startLocalAws({ world, nowMs, port: Number(options['port']) });
      const { url } = local;
      root.writeOut(options['json'] ? `${JSON.stringify({ url })}\n` : `Local AWS is at ${url}\n`);
      await new Promise<void>((resolve) => {
        process.once('SIGINT', () => resolve());
        process.once('SIGTERM', () => resolve());
        process.once('disconnect', () => resolve()); // The parent is gone.
      });
      await local.close();
    });
}

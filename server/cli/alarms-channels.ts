/** `outcrop alarms channels` and `test-channel`: who is told, how that stands, and a try of it. */
import type { Command } from 'commander';
import { isoTime } from '../../shared/window.ts';
import { testChannel } from '../job/test-channel.ts';
import { channelStandings, type ChannelStanding } from '../job/watch-channels.ts';
import type { DeliveryAttempt } from '../store/channel-ledger.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { readConfig } from './config-file.ts';
import { openExisting } from './query.ts';
import { EXIT } from './exit.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface ChannelsOptions {
  readonly config: string;
  readonly json?: boolean;
}

export function addChannels(alarms: Command, root: Root): void {
  alarms
    .command('channels')
    .description('Channels of the config: which work, which fail, and which are switched off.')
    .requiredOption('--config <file>', 'YAML config with the channels')
    .option('--json', 'print JSON')
    .addHelpText('after', '\n  outcrop alarms channels --config outcrop.yaml')
    .action(({ config: path, json }: ChannelsOptions) => {
      const { channels, database } = readConfig(path, root);
      const store = openExisting(database);
      try {
        const found = channelStandings(channels, store).map(({ sinceMs, ...standing }) => {
          return { ...standing, since: sinceMs === null ? null : isoTime(sinceMs) };
        });
        root.writeOut(json ? `${JSON.stringify({ channels: found })}\n` : channelsText(found));
      } finally {
        store.close();
      }
    });
}

type Shown = Omit<ChannelStanding, 'sinceMs'> & { readonly since: string | null };

function channelsText(channels: readonly Shown[]): string {
  if (channels.length === 0) return 'The config has no channel: nobody is told.\n';
  const rows = channels.map(({ name, kind, to, state, since, waiting, detail }) => {
    return [state.toUpperCase(), name, kind, to, since ?? '', String(waiting), detail];
  });
  const header = ['STATE', 'CHANNEL', 'KIND', 'TO', 'SINCE', 'DUE', 'LAST ATTEMPT'];
  return `${textTable(header, rows, 7).join('\n')}\n`;
}

interface TestOptions {
  readonly config: string;
  readonly by: string;
  readonly json?: boolean;
}

export function addTestChannel(alarms: Command, root: Root): void {
  alarms
    .command('test-channel')
    .description('Send a sample that fires and one that is resolved to a channel of the config.')
    .argument('<name>', 'name of the channel')
    .requiredOption('--config <file>', 'YAML config with the channel')
    .option('--by <name>', 'who says so', 'somebody')
    .option('--json', 'print JSON')
    .addHelpText('after', '\n  outcrop alarms test-channel pager --config outcrop.yaml')
    .action(async (name: string, { config: path, by, json }: TestOptions) => {
      const config = readConfig(path, root);
      const { channels, pageUrl, database, promotedTags } = config;
      const store = openSqliteStore({ path: database, promotedTags });
      try {
        const { signal } = new AbortController();
        const context = { store, channels, pageUrl, nowMs: root.nowMs, signal };
        const attempts = await testChannel(name, by, context);
        if (!attempts) {
          const known = channels.map(({ id }) => id).join(', ') || 'none';
          throw new UsageError(`The config has no channel ${name}.`, `It has: ${known}.`);
        }
        root.writeOut(json ? `${JSON.stringify({ attempts })}\n` : testText(attempts));
        if (attempts.some(({ outcome }) => outcome !== 'delivered')) root.endWith(EXIT.failed);
      } finally {
        store.close();
      }
    });
}

function testText(attempts: readonly DeliveryAttempt[]): string {
  const [firing, resolved] = attempts.map(({ detail, reply, tookMs }) => {
    return `${detail} (${tookMs} ms)${reply === '' ? '' : ` It said: ${reply}`}`;
  });
  return `Firing:   ${firing}\nResolved: ${resolved}\n`;
}

/** `outcrop alarms silence`, `acknowledge` and `end`: who is told of nothing, and until when. */
import type { Command } from 'commander';
import { isoTime } from '../../shared/window.ts';
import type { Silence } from '../alarm/mute.ts';
import { acknowledge, endSilence, parseSpan, silence, type HushAsk } from '../job/hush.ts';
import type { Store } from '../store/store.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';

interface SilenceOptions {
  readonly db: string;
  readonly group: readonly string[];
  readonly for: string;
  readonly by: string;
  readonly comment: string;
  readonly json?: boolean;
}

export function addSilence(alarms: Command, root: Root): void {
  withOptions(alarms.command('silence'), '2h')
    .description('Tell nobody of alarms for a while; they are evaluated all the same.')
    .addHelpText('after', '\n  outcrop alarms silence "Spend*" --db outcrop.db --for 2h --by ada')
    .action((alarm: string, options: SilenceOptions) => {
      withStore(options.db, (store) => {
        tell([silence(askOf(alarm, options), store, root.nowMs())], options, root);
      });
    });
}

export function addAcknowledge(alarms: Command, root: Root): void {
  withOptions(alarms.command('acknowledge'), '7d')
    .description('Say that somebody looks after what stands now: it is not told again.')
    .addHelpText('after', '\n  outcrop alarms acknowledge Spend --db outcrop.db --by ada')
    .action((alarm: string, options: SilenceOptions) => {
      withStore(options.db, (store) => {
        const made = acknowledge(askOf(alarm, options), store, root.nowMs());
        if (made.length === 0) {
          throw new UsageError(`No alarm ${alarm} stands.`, '`outcrop alarms list` shows all.');
        }
        tell(made, options, root);
      });
    });
}

export function addEnd(alarms: Command, root: Root): void {
  alarms
    .command('end')
    .description('End a silence or an acknowledgement now.')
    .argument('<id>', 'as `alarms list` shows it')
    .requiredOption('--db <file>', 'database file')
    .option('--by <name>', 'who says so', 'somebody')
    .addHelpText('after', '\n  outcrop alarms end s1m2n3 --db outcrop.db')
    .action((id: string, { db, by }: { readonly db: string; readonly by: string }) => {
      withStore(db, (store) => {
        if (!endSilence({ id, by }, store, root.nowMs())) {
          throw new UsageError(`There is no silence ${id}.`, '`outcrop alarms list` shows all.');
        }
        root.writeOut(`${id} has ended.\n`);
      });
    });
}

function withOptions(command: Command, time: string): Command {
  return command
    .argument('<alarm>', 'name of an alarm, or a pattern with *')
    .requiredOption('--db <file>', 'database file')
    .option('--group <dimension=value...>', 'only groups with this value, or pattern', [])
    .option('--for <time>', 'how long, such as 30m, 2h or 3d', time)
    .option('--by <name>', 'who says so', 'somebody')
    .option('--comment <text>', 'why', '')
    .option('--json', 'print JSON');
}

function withStore(db: string, work: (store: Store) => void): void {
  const store = openExisting(db);
  try {
    work(store);
  } finally {
    store.close();
  }
}

function askOf(alarm: string, options: SilenceOptions): HushAsk {
  const forMs = parseSpan(options.for);
  if (forMs === null) throw new UsageError(`${options.for} is no time.`, 'Write 2h or 3d.');
  const { by, comment } = options;
  return { alarm, group: groupOf(options.group), forMs, by, comment };
}

function groupOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const entries = texts.map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
    throw new UsageError(`${text} names no group.`, 'Write dimension=value.');
  });
  return Object.fromEntries(entries);
}

function tell(silences: readonly Silence[], { json }: SilenceOptions, root: Root): void {
  const lines = silences.map(({ id, alarm, endMs }) => {
    return `${id}: ${alarm} tells nobody until ${isoTime(endMs)}.\n`;
  });
  root.writeOut(json ? `${JSON.stringify(silences)}\n` : lines.join(''));
}

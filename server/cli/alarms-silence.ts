/** `outcrop alarms silence`, `acknowledge` and `end`: who is told of nothing, and until when. */
import type { Command } from 'commander';
import { isoTime } from '../../shared/window.ts';
import { concerns, type Silence } from '../alarm/mute.ts';
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
      withStore(options.db, (store) =>
        save(store, [silenceOf(alarm, options, root)], options, root),
      );
    });
}

export function addAcknowledge(alarms: Command, root: Root): void {
  withOptions(alarms.command('acknowledge'), '7d')
    .description('Say that somebody looks after what stands now: it is not told again.')
    .addHelpText('after', '\n  outcrop alarms acknowledge Spend --db outcrop.db --by ada')
    .action((alarm: string, options: SilenceOptions) => {
      withStore(options.db, (store) => {
        const asked = silenceOf(alarm, options, root);
        const standing = store.alarmStates().filter((one) => {
          return one.state.openedAtMs !== null && concerns(asked, one.alarm, one.group);
        });
        if (standing.length === 0) {
          throw new UsageError(`No alarm ${alarm} stands.`, '`outcrop alarms list` shows all.');
        }
        const acknowledged = standing.map(({ alarm: name, group, state }, index) => {
          const id = `${asked.id}-${index + 1}`;
          return { ...asked, id, alarm: name, group, openedAtMs: state.openedAtMs };
        });
        save(store, acknowledged, options, root);
      });
    });
}

export function addEnd(alarms: Command, root: Root): void {
  alarms
    .command('end')
    .description('End a silence or an acknowledgement now.')
    .argument('<id>', 'as `alarms list` shows it')
    .requiredOption('--db <file>', 'database file')
    .addHelpText('after', '\n  outcrop alarms end s1m2n3 --db outcrop.db')
    .action((id: string, { db }: { readonly db: string }) => {
      withStore(db, (store) => {
        const silence = store.silences().find((one) => one.id === id);
        if (!silence) {
          throw new UsageError(`There is no silence ${id}.`, '`outcrop alarms list` shows all.');
        }
        store.saveSilence({ ...silence, endMs: Math.min(silence.endMs, root.nowMs()) });
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

const UNIT_MS = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

function silenceOf(alarm: string, options: SilenceOptions, root: Root): Silence {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(options.for) ?? [];
  const unitMs = UNIT_MS.get(unit);
  if (unitMs === undefined) throw new UsageError(`${options.for} is no time.`, 'Write 2h or 3d.');
  const nowMs = root.nowMs();
  return {
    id: `s${nowMs.toString(36)}`,
    alarm,
    group: groupOf(options.group),
    startMs: nowMs,
    endMs: nowMs + Number(count) * unitMs,
    openedAtMs: null,
    by: options.by,
    comment: options.comment,
  };
}

function groupOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const entries = texts.map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
    throw new UsageError(`${text} names no group.`, 'Write dimension=value.');
  });
  return Object.fromEntries(entries);
}

function save(
  store: Store,
  silences: readonly Silence[],
  { json }: SilenceOptions,
  root: Root,
): void {
  for (const silence of silences) store.saveSilence(silence);
  const lines = silences.map(({ id, alarm, endMs }) => {
    return `${id}: ${alarm} tells nobody until ${isoTime(endMs)}.\n`;
  });
  root.writeOut(json ? `${JSON.stringify(silences)}\n` : lines.join(''));
}

/** `outcrop alarms deliveries`, `replay` and `test-channel`: whether messages reach people. */
import type { Command } from 'commander';
import { isoTime } from '../../shared/window.ts';
import { replayDead } from '../job/replay.ts';
import { testChannel } from '../job/test-channel.ts';
import type { DeliveryAttempt } from '../store/channel-ledger.ts';
import type { Delivery } from '../store/notice-ledger.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { readConfig } from './config-file.ts';
import { openExisting } from './query.ts';
import { EXIT, UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface DeliveriesOptions {
  readonly db: string;
  readonly failed?: boolean;
  readonly limit: number;
  readonly json?: boolean;
}

export function addDeliveries(alarms: Command, root: Root): void {
  alarms
    .command('deliveries')
    .description('Messages to channels with every attempt, the newest first.')
    .requiredOption('--db <file>', 'database file')
    .option('--failed', 'only what failed and has not arrived')
    .option('--limit <n>', 'at most this many', Number, 50)
    .option('--json', 'print JSON')
    .addHelpText('after', '\n  outcrop alarms deliveries --failed --db outcrop.db')
    .action(({ db, failed = false, limit, json }: DeliveriesOptions) => {
      if (!Number.isInteger(limit) || limit < 1) {
        throw new UsageError('--limit is no number of messages.', 'Write 50.');
      }
      const store = openExisting(db);
      try {
        const found = store.notices.deliveries({ onlyFailed: failed, limit });
        root.writeOut(json ? `${JSON.stringify({ deliveries: found })}\n` : listText(found));
      } finally {
        store.close();
      }
    });
}

function listText(deliveries: readonly Delivery[]): string {
  if (deliveries.length === 0) return 'Nothing was owed to anybody.\n';
  const lines = deliveries.flatMap(({ entry, attempts }) => {
    const { id, state, endpointId, type, alarmKey, createdAtMs } = entry;
    const subject = JSON.parse(alarmKey) as readonly unknown[]; // Written by alarmKey().
    const head = `${state.padEnd(9)} ${id}  ${type} ${String(subject[0])} to ${endpointId}`;
    return [`${head}, owed since ${isoTime(createdAtMs)}`, ...attemptLines(attempts)];
  });
  return `${lines.join('\n')}\n`;
}

function attemptLines(attempts: readonly DeliveryAttempt[]): readonly string[] {
  if (attempts.length === 0) return [];
  const rows = attempts.map(({ atMs, tookMs, detail, reply, nextAttemptAtMs }) => {
    const next = nextAttemptAtMs === null ? '' : `next at ${isoTime(nextAttemptAtMs)}`;
    return [`  ${isoTime(atMs)}`, `${tookMs} ms`, detail, next, reply];
  });
  return textTable(['  AT', 'TOOK', 'CAME OF IT', 'THEN', 'REPLY'], rows, 5);
}

interface ReplayOptions {
  readonly db: string;
  readonly all?: boolean;
  readonly by: string;
  readonly json?: boolean;
}

export function addReplay(alarms: Command, root: Root): void {
  alarms
    .command('replay')
    .description('Send again what was given up; a running server takes it with its next pass.')
    .argument('[id]', 'id of a message, as `alarms deliveries --failed` shows it')
    .requiredOption('--db <file>', 'database file')
    .option('--all', 'all that were given up')
    .option('--by <name>', 'who says so', 'somebody')
    .option('--json', 'print JSON')
    .addHelpText('after', '\n  outcrop alarms replay --all --db outcrop.db --by ada')
    .action((id: string | undefined, { db, all = false, by, json }: ReplayOptions) => {
      if ((id === undefined) !== all) {
        throw new UsageError('Nothing is named, or too much.', 'Name one id, or give --all.');
      }
      const store = openExisting(db);
      try {
        const which = id === undefined ? ('all' as const) : { id };
        const replayed = replayDead({ which, by }, store, root.nowMs());
        if (replayed.length === 0 && id !== undefined) {
          const hint = '`outcrop alarms deliveries --failed` shows those that were given up.';
          throw new UsageError(`No message ${id} was given up.`, hint);
        }
        const ids = replayed.map((entry) => entry.id);
        const lines = ids.map((one) => `${one} will be sent again.\n`);
        const none = 'Nothing was given up.\n';
        root.writeOut(json ? `${JSON.stringify({ replayed: ids })}\n` : lines.join('') || none);
      } finally {
        store.close();
      }
    });
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
        if (attempts.some(({ outcome }) => outcome !== 'delivered')) process.exitCode = EXIT.failed;
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

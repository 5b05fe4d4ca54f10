/** `outcrop alarms deliveries` and `replay`: whether messages reach people. */
import type { Command } from 'commander';
import { isoTime, parseTime } from '../../shared/window.ts';
import { ALL_DEAD, replayDead, type ReplayAsk } from '../job/replay.ts';
import type { DeliveryAttempt } from '../store/channel-ledger.ts';
import type { Delivery } from '../store/notice-ledger.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
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
    const { id, state, endpointId, type, alarmKey, createdAtMs, detail } = entry;
    const why = detail === '' || detail === attempts.at(-1)?.detail ? [] : [`  ${detail}`];
    const subject = JSON.parse(alarmKey) as readonly unknown[]; // Written by alarmKey().
    const head = `${state.padEnd(9)} ${id}  ${type} ${String(subject[0])} to ${endpointId}`;
    const lines = [...attemptLines(attempts), ...why];
    return [`${head}, owed since ${isoTime(createdAtMs)}`, ...lines];
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
  readonly channel?: string;
  readonly from?: string;
  readonly to?: string;
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
    .option('--channel <name>', 'with --all: only those of this channel')
    .option('--from <time>', 'with --all: only what was owed from here on, such as now-1d')
    .option('--to <time>', 'with --all: only what was owed before')
    .option('--by <name>', 'who says so', 'somebody')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\n  outcrop alarms replay --all --channel pager --from now-1d --db outcrop.db',
    )
    .action((id: string | undefined, options: ReplayOptions) => {
      const { db, by, json } = options;
      const which = whichOf(id, options, root.nowMs());
      const store = openExisting(db);
      try {
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

/** @throws UsageError for an id and more, for nothing, and for a time that is none. */
function whichOf(
  id: string | undefined,
  { all = false, channel, from, to }: ReplayOptions,
  nowMs: number,
): ReplayAsk['which'] {
  const isSpan = [channel, from, to].some((text) => text !== undefined);
  if ((id === undefined) !== all || (isSpan && !all)) {
    throw new UsageError('Nothing is named, or too much.', 'Name one id, or give --all.');
  }
  if (id !== undefined) return { id };
  const fromMs = from === undefined ? ALL_DEAD.fromMs : timeOf('--from', from, nowMs);
  const toMs = to === undefined ? ALL_DEAD.toMs : timeOf('--to', to, nowMs);
  return { channel: channel ?? null, fromMs, toMs };
}

function timeOf(option: string, text: string, nowMs: number): number {
  const time = parseTime(text, nowMs, 'UTC');
  if (time.ok) return time.value;
  throw new UsageError(`${option} ${text} is no time.`, 'Write now-1d, or 2026-11-20.');
}

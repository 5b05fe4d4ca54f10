/** `outcrop alarms`: how alarms stand, when one would have fired, and who is left in peace. */
import type { Command } from 'commander';
import { isoTime } from '../../shared/window.ts';
import type { Silence } from '../alarm/mute.ts';
import type { StoredAlarmState } from '../store/store.ts';
import { addAcknowledge, addEnd, addSilence } from './alarms-silence.ts';
import { addChannels, addTestChannel } from './alarms-channels.ts';
import { addDeliveries, addReplay } from './alarms-deliveries.ts';
import { addAlarmsTest } from './alarms-test.ts';
import { groupText } from './group-text.ts';
import { openExisting } from './query.ts';
import type { Root } from './root.ts';
import { textTable } from './text-table.ts';

export function addAlarms(program: Command, root: Root): void {
  const alarms = program
    .command('alarms')
    .description('Show how alarms stand; try one on the past; silence; see what was sent.');
  addList(alarms, root);
  addAlarmsTest(alarms, root);
  addSilence(alarms, root);
  addAcknowledge(alarms, root);
  addEnd(alarms, root);
  addChannels(alarms, root);
  addDeliveries(alarms, root);
  addReplay(alarms, root);
  addTestChannel(alarms, root);
}

function addList(alarms: Command, root: Root): void {
  alarms
    .command('list')
    .description('How every alarm stands, and which are silenced.')
    .requiredOption('--db <file>', 'database file')
    .option('--json', 'print JSON')
    .addHelpText('after', '\n  outcrop alarms list --db outcrop.db')
    .action(({ db, json }: { readonly db: string; readonly json?: boolean }) => {
      const store = openExisting(db);
      try {
        const states = store.alarmStates().toSorted(compareStates);
        const silences = store.silences().filter(({ endMs }) => endMs > root.nowMs());
        const reply = `${JSON.stringify({ alarms: states, silences })}\n`;
        root.writeOut(json ? reply : `${listText(states)}${silencesText(silences)}`);
      } finally {
        store.close();
      }
    });
}

/** Those that stand first, the longest standing at the top; then by name. */
function compareStates(a: StoredAlarmState, b: StoredAlarmState): number {
  const openedA = a.state.openedAtMs ?? Infinity;
  const openedB = b.state.openedAtMs ?? Infinity;
  if (openedA !== openedB) return openedA < openedB ? -1 : 1;
  return a.alarm === b.alarm ? 0 : a.alarm < b.alarm ? -1 : 1;
}

function listText(states: readonly StoredAlarmState[]): string {
  if (states.length === 0) return 'No alarm has been evaluated yet.\n';
  const rows = states.map(({ alarm, group, state }) => {
    return [state.state, alarm, groupText(group), isoTime(state.sinceMs), state.reason];
  });
  return `${textTable(['STATE', 'ALARM', 'GROUP', 'SINCE', 'WHY'], rows, 5).join('\n')}\n`;
}

function silencesText(silences: readonly Silence[]): string {
  if (silences.length === 0) return '';
  const rows = silences.map((one) => {
    const kind = one.openedAtMs === null ? 'silence' : 'acknowledged';
    const until = isoTime(one.endMs);
    return [one.id, kind, one.alarm, groupText(one.group), until, one.by, one.comment];
  });
  const header = ['ID', 'KIND', 'ALARM', 'GROUP', 'UNTIL', 'BY', 'COMMENT'];
  return `\n${textTable(header, rows, header.length).join('\n')}\n`;
}

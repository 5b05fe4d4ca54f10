/** Reads when CloudWatch's alarms changed their state: it forgets that after two weeks. */
import {
  DescribeAlarmHistoryCommand,
  type AlarmHistoryItem,
  type CloudWatchClient,
} from '@aws-sdk/client-cloudwatch';
import { isoTime } from '../../shared/window.ts';
import { toSourceError } from './aws-error.ts';
import { withAlarmTypes } from './cloud-watch-alarms.ts';
import type { AlarmChange } from './metric.ts';
import { tokenPages } from './token-pages.ts';

const PAGE_ITEMS = 100;
const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

/**
 * Changes of state since an instant, of alarms of some names, the oldest first.
 *
 * CloudWatch may tell one change twice; here it is one, by its alarm and its instant.
 *
 * @throws SourceError
 */
export async function readAlarmChanges(
  client: CloudWatchClient,
  place: { readonly account: string; readonly region: string },
  asked: { readonly names: ReadonlySet<string>; readonly sinceMs: number },
): Promise<readonly AlarmChange[]> {
  const changes = new Map<string, AlarmChange>();
  const ask = ({ token: NextToken }: { readonly token?: string }) => {
    const page = {
      HistoryItemType: 'StateUpdate',
      StartDate: new Date(asked.sinceMs),
      ScanBy: 'TimestampAscending',
      MaxRecords: PAGE_ITEMS,
      ...(NextToken && { NextToken }),
    } as const;
    return withAlarmTypes((AlarmTypes) => {
      return client.send(new DescribeAlarmHistoryCommand({ AlarmTypes, ...page }));
    });
  };
  try {
    for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
      const told = (page.AlarmHistoryItems ?? []).flatMap((item) => changeOf(item, place) ?? []);
      const wanted = told.filter(({ name }) => asked.names.has(name));
      for (const one of wanted) changes.set(`${one.name}\n${one.atMs}`, one);
    }
  } catch (error) {
    const what = `read the history of CloudWatch alarms since ${isoTime(asked.sinceMs)}`;
    throw toSourceError(error, what);
  }
  return [...changes.values()];
}

function changeOf(
  { AlarmName, Timestamp, HistoryData }: AlarmHistoryItem,
  { account, region }: { readonly account: string; readonly region: string },
): AlarmChange | null {
  const [from, to] = statesIn(HistoryData ?? '');
  if (AlarmName === undefined || Timestamp === undefined || !from || !to) return null;
  return { account, region, name: AlarmName, atMs: Timestamp.getTime(), from, to };
}

/** The states before and after, from the JSON that CloudWatch writes about a change. */
function statesIn(text: string): readonly (AlarmChange['to'] | undefined)[] {
  return ['oldState', 'newState'].map((key) => {
    const value = new RegExp(`"${key}"\\s*:\\s*\\{[^{}]*?"stateValue"\\s*:\\s*"(\\w+)"`).exec(text);
    return STATES.find((state) => state === value?.[1]);
  });
}

/** All alarms, ours and those of CloudWatch, with their last periods; some to be changed. */
import { useState } from 'preact/hooks';
import type { AlarmStatus } from '../../shared/contract.ts';
import { sendDelete } from '../api/ask-alarms.ts';
import { formatThreshold } from '../format/metric.ts';
import { formatSpan } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { StateBadge } from '../part/state-badge.tsx';
import { may } from '../state/session.ts';
import { question } from '../state/store.ts';
import { useAlarmBars } from '../state/use-alarm-bars.ts';
import { useAlarmSeries } from '../state/use-alarm-series.ts';
import { useChange, whoAmI } from '../state/use-change.ts';
import { SmallChart } from './alarm-small-chart.tsx';
import { groupText, lastValueText } from './alarm-text.ts';

const HEADS = ['State', 'Alarm', 'Last 60 periods', 'Condition', 'Watches'] as const;
const GROUPS_SHOWN = 3; // Those that fire come first, and all of them are shown above.

interface AlarmTableProps {
  readonly list: readonly AlarmStatus[];
  readonly onEdit: (alarm: AlarmStatus) => void;
}

export function AlarmTable({ list, onEdit }: AlarmTableProps) {
  const rules = new Map<string, AlarmStatus[]>();
  for (const alarm of list) {
    const key = JSON.stringify([
      alarm.kind,
      alarm.name,
      alarm.kind === 'cloudWatch' && alarm.filter,
    ]);
    rules.set(key, [...(rules.get(key) ?? []), alarm]);
  }
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Alarms">
      <table class="data is-quiet alarm-table">
        <thead>
          <tr>
            {HEADS.map((label) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
            <th scope="col" class="number">
              Last value
            </th>
            <th scope="col">Since</th>
            <th scope="col">
              <span class="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        {[...rules].map(([key, alarms]) => (
          <RuleRows alarms={alarms} onEdit={onEdit} key={key} />
        ))}
      </table>
    </div>
  );
}

/** One rule with all its groups: they share a question. */
function RuleRows(props: {
  readonly alarms: readonly AlarmStatus[];
  readonly onEdit: (alarm: AlarmStatus) => void;
}) {
  const [showsAll, setShowsAll] = useState(false);
  const { alarms, onEdit } = props;
  const series = useAlarmSeries(alarms[0] ?? null);
  const barsOf = useAlarmBars(alarms[0] ?? null);
  const shown = showsAll ? alarms : alarms.slice(0, GROUPS_SHOWN);
  return (
    <tbody>
      {shown.map((alarm) => (
        <tr key={groupText(alarm.group)}>
          <td>
            <StateBadge state={alarm.state} title={alarm.reason} />
          </td>
          <th scope="row" class="alarm-name">
            {alarm.name}
            {alarm.kind === 'cloudWatch' && <span class="tag-note">CloudWatch</span>}
            {alarm.hush && <span class="tag-note">{hushWord(alarm)}</span>}
          </th>
          <td>
            <SmallChart alarm={alarm} series={series} barsOf={barsOf} width={140} height={28} />
          </td>
          <td class="condition">
            <Condition alarm={alarm} />
          </td>
          <td class="watches">
            <code>{[alarm.filter, groupText(alarm.group)].join(' ').trim() || 'everything'}</code>
          </td>
          <td class="number">{lastValueText(alarm)}</td>
          <td>{formatIso(alarm.since, question.value.timeZone, 'dayClock')}</td>
          <td>
            {alarm.kind === 'outcrop' && may('edit') && (
              <RuleButtons alarm={alarm} onEdit={onEdit} />
            )}
          </td>
        </tr>
      ))}
      {alarms.length > shown.length && (
        <tr>
          <td colSpan={8}>
            <button type="button" class="text-button" onClick={() => setShowsAll(true)}>
              Show {alarms.length - shown.length} more groups of {alarms[0]?.name}
            </button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Condition({ alarm }: { readonly alarm: AlarmStatus }) {
  const { condition, metric, metricLabel, comparison, periodSeconds, datapoints } = alarm;
  if (condition !== null) {
    return (
      <>
        {metricLabel}: <code>{condition}</code>
      </>
    );
  }
  return (
    <>
      {`${metricLabel} ${comparison} ${formatThreshold(metric, alarm)} `}
      {`per ${formatSpan(periodSeconds)}, ${datapoints}`}
    </>
  );
}

function hushWord({ hush }: AlarmStatus): string {
  return hush?.kind === 'silence' ? 'silenced' : 'acknowledged';
}

function RuleButtons(props: {
  readonly alarm: AlarmStatus;
  readonly onEdit: (alarm: AlarmStatus) => void;
}) {
  const { alarm, onEdit } = props;
  const { isBusy, problem, run } = useChange();
  const [isSure, setIsSure] = useState(false);
  const isOurs = alarm.origin === 'page';
  const remove = (): void => {
    if (!isSure) return setIsSure(true);
    void run((signal) => sendDelete(alarm.name, whoAmI() || 'somebody', signal));
  };
  return (
    <span class="row-actions">
      <button type="button" class="chip-button" onClick={() => onEdit(alarm)}>
        {isOurs ? 'Edit' : 'Try'}
      </button>
      {isOurs && (
        <button type="button" class="chip-button" disabled={isBusy} onClick={remove}>
          {isSure ? 'Really delete' : 'Delete'}
        </button>
      )}
      {problem && <span class="problem">{problem.message}</span>}
    </span>
  );
}

/** Alarms: what is watched, how it stands, and what changed. */
import type { AlarmEvent, AlarmStatus } from '../../shared/contract.ts';
import { formatThreshold, formatValue, UNKNOWN } from '../format/metric.ts';
import { formatPlural, formatSpan } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { alarms, pollProblem, question } from '../state/store.ts';

const ORDER = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 } as const;
const NO_ALARMS =
  'Nothing is watched yet. Add alarms to the configuration, or let Outcrop read CloudWatch alarms.';

export function AlarmsView() {
  const known = alarms.value;
  const list = [...(known?.alarms ?? [])].sort((a, b) => ORDER[a.state] - ORDER[b.state]);
  const events = [...(known?.events ?? [])].sort((a, b) => b.at.localeCompare(a.at));
  const card = { isLoading: !known, problem: known ? null : pollProblem.value };
  return (
    <>
      <Headline list={list} />
      <div class="grid">
        <Card
          title="Alarms"
          unit={`times in ${question.value.timeZone}`}
          class="span-12 card-list"
          {...card}
          empty={list.length === 0 ? NO_ALARMS : null}
        >
          <AlarmTable list={list} />
        </Card>
        <Card
          title="Changes of state"
          unit="newest first"
          class="span-12 card-list"
          {...card}
          empty={events.length === 0 ? 'No alarm has changed its state.' : null}
        >
          <EventTable events={events} />
        </Card>
      </div>
    </>
  );
}

function Headline({ list }: { readonly list: readonly AlarmStatus[] }) {
  const firing = list.filter(({ state }) => state === 'ALARM').length;
  return (
    <header class="answer">
      <h1>
        <b>{firing === 0 ? 'No alarm' : formatPlural(firing, 'alarm')}</b>{' '}
        {firing > 1 ? 'fire' : 'fires'} of {list.length} watched.
      </h1>
      <TrustBadge />
    </header>
  );
}

function AlarmTable({ list }: { readonly list: readonly AlarmStatus[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Alarms">
      <table class="data is-quiet">
        <thead>
          <tr>
            {['State', 'Alarm', 'Condition', 'Watches'].map((label) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
            <th scope="col" class="number">
              Last value
            </th>
            <th scope="col">Since</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {list.map((alarm) => (
            <AlarmRow alarm={alarm} key={`${alarm.kind} ${alarm.name} ${groupText(alarm.group)}`} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AlarmRow({ alarm }: { readonly alarm: AlarmStatus }) {
  const { metric, lastValue } = alarm;
  const value = metric === null ? String(lastValue ?? UNKNOWN) : formatValue(metric, lastValue);
  const watches = [alarm.filter, groupText(alarm.group)].filter((text) => text !== '').join(' ');
  return (
    <tr>
      <td>
        <StateBadge state={alarm.state} />
      </td>
      <th scope="row">
        {alarm.name}
        {alarm.kind === 'cloudWatch' && <span class="tag-note">CloudWatch</span>}
      </th>
      <td class="condition">
        {alarm.metricLabel} {alarm.comparison} {formatThreshold(metric, alarm)} per{' '}
        {formatSpan(alarm.periodSeconds)}
      </td>
      <td class="watches">{watches === '' ? 'everything' : <code>{watches}</code>}</td>
      <td class="number">{value}</td>
      <td>{formatIso(alarm.since, question.value.timeZone, 'dayClock')}</td>
      <td class="reason">{alarm.reason}</td>
    </tr>
  );
}

function EventTable({ events }: { readonly events: readonly AlarmEvent[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Changes of state">
      <table class="data is-quiet">
        <thead>
          <tr>
            {['Time', 'Alarm', 'Became', 'Reason'].map((label) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={`${event.at} ${event.name} ${groupText(event.group)}`}>
              <td>{formatIso(event.at, question.value.timeZone, 'full')}</td>
              <th scope="row">
                {event.name} <span class="muted">{groupText(event.group)}</span>
              </th>
              <td>
                <StateBadge state={event.to} />
              </td>
              <td class="reason">{event.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function groupText(group: Readonly<Record<string, string>>): string {
  return Object.entries(group)
    .map(([dimension, value]) => `${dimension}=${value}`)
    .join(' ');
}

/** Alarms: what fires now, what is watched and how it stands, and whether people are told. */
import { useState } from 'preact/hooks';
import type { AlarmEvent, AlarmStatus } from '../../shared/contract.ts';
import { askAlarmRules, type AlarmText } from '../api/ask-alarms.ts';
import { formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { may } from '../state/session.ts';
import { alarms, pollCount, pollProblem, question } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { AlarmEditor } from './alarm-editor.tsx';
import { groupText } from './alarm-text.ts';
import { ChannelTrouble } from './alarms-channels.tsx';
import { AnomaliesCard } from './alarms-anomalies.tsx';
import { BudgetsCard } from './alarms-budgets.tsx';
import { FiringList } from './alarms-firing.tsx';
import { AlarmTable } from './alarms-list.tsx';
import { TellingCards } from './alarms-telling.tsx';
import '../style/alarms.css';
import '../style/alarm-editor.css';

const SEVERITY = { critical: 0, warning: 1, info: 2 } as const;
const STATE = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 } as const;
const NO_ALARMS =
  'Nothing is watched yet. Make an alarm here, add some to the configuration, or let Outcrop ' +
  'read CloudWatch alarms.';

const TABS = ['Watch', 'Telling people'] as const;
type Tab = (typeof TABS)[number];

/** What the editor is open with; null while it is shut. */
type Editing = { readonly alarm: AlarmStatus | null } | null;

export function AlarmsView() {
  const [tab, setTab] = useState<Tab>('Watch');
  const [editing, setEditing] = useState<Editing>(null);
  const list = sorted(alarms.value?.alarms ?? []);
  return (
    <>
      <Headline list={list} />
      {tab === 'Watch' && may('whole') && (
        <ChannelTrouble onOpen={() => setTab('Telling people')} />
      )}
      <div class="view-tabs" role="group" aria-label="Parts of this page">
        {TABS.filter((one) => one === 'Watch' || may('whole')).map((one) => (
          <button
            type="button"
            class="chip-button"
            aria-pressed={one === tab}
            onClick={() => setTab(one)}
            key={one}
          >
            {one}
          </button>
        ))}
        {may('edit') && (
          <button
            type="button"
            class="chip-button view-tabs-end"
            onClick={() => setEditing({ alarm: null })}
          >
            New alarm
          </button>
        )}
      </div>
      {tab === 'Watch' ? (
        <WatchCards list={list} onEdit={(alarm) => setEditing({ alarm })} />
      ) : (
        <TellingCards />
      )}
      {editing && <Editor alarm={editing.alarm} onDone={() => setEditing(null)} />}
    </>
  );
}

/** Keys that the form does not show come from the alarm as it is written. */
function Editor(props: { readonly alarm: AlarmStatus | null; readonly onDone: () => void }) {
  const { alarm, onDone } = props;
  const rules = useLoad('rules', pollCount.value, askAlarmRules);
  if (alarm && !rules.data) return null;
  const texts = (rules.data?.rules ?? []).map(({ text }) => text as AlarmText); // Records, checked.
  const text = alarm ? texts.find((one) => one['name'] === alarm.name) : null;
  return <AlarmEditor alarm={alarm} text={text ?? null} onDone={onDone} key={alarm?.name ?? ''} />;
}

function sorted(list: readonly AlarmStatus[]): readonly AlarmStatus[] {
  const rank = (alarm: AlarmStatus): number =>
    STATE[alarm.state] * 10 + (alarm.severity ? SEVERITY[alarm.severity] : 1);
  return list.toSorted((a, b) => rank(a) - rank(b));
}

function Headline({ list }: { readonly list: readonly AlarmStatus[] }) {
  const firing = list.filter(({ state }) => state === 'ALARM');
  const open = firing.filter(({ hush }) => hush === null).length;
  return (
    <header class="answer">
      <h1>
        <b>{firing.length === 0 ? 'No alarm' : formatPlural(firing.length, 'alarm')}</b>{' '}
        {firing.length > 1 ? 'fire' : 'fires'} of {list.length} watched
        {firing.length > 0 && open < firing.length ? `, ${open} without an owner awake` : ''}.
      </h1>
      <TrustBadge />
    </header>
  );
}

function WatchCards(props: {
  readonly list: readonly AlarmStatus[];
  readonly onEdit: (alarm: AlarmStatus) => void;
}) {
  const { list, onEdit } = props;
  const known = alarms.value;
  const card = { isLoading: !known, problem: known ? null : pollProblem.value };
  const events = [...(known?.events ?? [])].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <div class="grid">
      <Card title="Firing now" class="span-12 card-list" {...card}>
        <FiringList list={list.filter(({ state }) => state === 'ALARM')} />
      </Card>
      <BudgetsCard />
      <AnomaliesCard />
      <Card
        title="All alarms"
        unit={`times in ${question.value.timeZone}`}
        class="span-12 card-list"
        {...card}
        empty={list.length === 0 ? NO_ALARMS : null}
      >
        <AlarmTable list={list} onEdit={onEdit} />
      </Card>
      <Card
        title="History"
        unit="newest first"
        class="span-12 card-list"
        {...card}
        empty={events.length === 0 ? 'No alarm has changed its state.' : null}
      >
        <EventList events={events} />
      </Card>
    </div>
  );
}

const EVENTS_SHOWN = 40;

function EventList({ events }: { readonly events: readonly AlarmEvent[] }) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? events : events.slice(0, EVENTS_SHOWN);
  return (
    <>
      <ol class="event-list">
        {shown.map((event) => (
          <li key={`${event.at} ${event.name} ${groupText(event.group)}`}>
            <time class="muted">{formatIso(event.at, question.value.timeZone, 'full')}</time>
            <StateBadge state={event.to} />
            <span>
              <b>{event.name}</b> <span class="muted">{groupText(event.group)}</span>
              <br />
              {event.reason}
            </span>
          </li>
        ))}
      </ol>
      {events.length > shown.length && (
        <button type="button" class="text-button" onClick={() => setShowsAll(true)}>
          Show {events.length - shown.length} earlier changes
        </button>
      )}
    </>
  );
}

/** Whether people are told: deliveries with their attempts, channels to test, and silences. */
import { useState } from 'preact/hooks';
import type { AttemptReply, DeliveryReply } from '../../shared/notify-contract.ts';
import { askDeliveries, askJournal, askSilences, sendEnd, sendReplay } from '../api/ask-alarms.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { may } from '../state/session.ts';
import { pollCount, question } from '../state/store.ts';
import { useChange, whoAmI } from '../state/use-change.ts';
import { useLoad } from '../state/use-load.ts';
import { groupText } from './alarm-text.ts';
import { ChannelsCard } from './alarms-channels.tsx';

export function TellingCards() {
  return (
    <div class="grid">
      <ChannelsCard />
      <SilencesCard />
      <DeliveriesCard />
      <JournalCard />
    </div>
  );
}

const by = (): string => whoAmI() || 'somebody';
const at = (iso: string | null): string => formatIso(iso, question.value.timeZone, 'dayClock');

function DeliveriesCard() {
  const [onlyFailed, setOnlyFailed] = useState(false);
  const { isBusy, problem, run } = useChange();
  const found = useLoad(`deliveries ${onlyFailed}`, pollCount.value, (signal) =>
    askDeliveries(onlyFailed, signal),
  );
  const list = found.data?.deliveries ?? [];
  const dead = list.filter(({ state }) => state === 'dead').length;
  const actions = (
    <>
      <button
        type="button"
        class="chip-button"
        aria-pressed={onlyFailed}
        onClick={() => setOnlyFailed(!onlyFailed)}
      >
        Only failed
      </button>
      {dead > 0 && may('edit') && (
        <button
          type="button"
          class="chip-button"
          disabled={isBusy}
          onClick={() => void run((signal) => sendReplay(null, by(), signal))}
        >
          Replay all that were given up
        </button>
      )}
    </>
  );
  return (
    <Card
      title="Deliveries"
      unit="newest first"
      class="span-12 card-list"
      isLoading={!found.data}
      isStale={found.isStale}
      problem={found.problem ?? problem}
      actions={actions}
      empty={found.data && list.length === 0 ? 'Nothing was owed to anybody.' : null}
    >
      <DeliveryTable list={list} isBusy={isBusy} run={run} />
    </Card>
  );
}

function DeliveryTable(props: {
  readonly list: readonly DeliveryReply[];
  readonly isBusy: boolean;
  readonly run: ReturnType<typeof useChange>['run'];
}) {
  const { list, isBusy, run } = props;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Deliveries">
      <table class="data is-quiet">
        <thead>
          <tr>
            {['State', 'About', 'Channel', 'Owed since', 'Last attempt', 'Next', ''].map(
              (label) => (
                <th scope="col" key={label}>
                  {label === '' ? <span class="visually-hidden">Actions</span> : label}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {list.map((one) => (
            <DeliveryRow delivery={one} isBusy={isBusy} run={run} key={one.id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DeliveryRow(props: {
  readonly delivery: DeliveryReply;
  readonly isBusy: boolean;
  readonly run: ReturnType<typeof useChange>['run'];
}) {
  const { delivery, isBusy, run } = props;
  const last = delivery.attempts.at(-1);
  return (
    <tr>
      <td>
        <StateBadge state={delivery.state} />
      </td>
      <th scope="row">
        {delivery.alarm} <span class="muted">{groupText(delivery.group)}</span>
        <span class="tag-note">{delivery.type.split('.').at(-1)}</span>
      </th>
      <td>{delivery.channel}</td>
      <td>{at(delivery.owedSince)}</td>
      <td class="reason">
        {last ? (
          <details>
            <summary>{attemptWords(last)}</summary>
            <ol class="attempts">
              {delivery.attempts.map((one) => (
                <li key={one.at}>
                  {at(one.at)} · {attemptWords(one)} {one.reply !== '' && <code>{one.reply}</code>}
                </li>
              ))}
              {delivery.detail !== last.detail && <li>{delivery.detail}</li>}
            </ol>
          </details>
        ) : (
          delivery.detail || 'none yet'
        )}
      </td>
      <td>{at(delivery.next)}</td>
      <td>
        {delivery.state === 'dead' && may('edit') && (
          <button
            type="button"
            class="chip-button"
            disabled={isBusy}
            onClick={() => void run((signal) => sendReplay(delivery.id, by(), signal))}
          >
            Replay
          </button>
        )}
      </td>
    </tr>
  );
}

function attemptWords({ attempt, detail, tookMs }: AttemptReply): string {
  return `${attempt}: ${detail} ${tookMs} ms`;
}

function SilencesCard() {
  const { isBusy, problem, run } = useChange();
  const found = useLoad('silences', pollCount.value, askSilences);
  const list = found.data?.silences ?? [];
  return (
    <Card
      title="Silences and acknowledgements"
      class="span-6 card-list"
      isLoading={!found.data}
      problem={found.problem ?? problem}
      empty={found.data && list.length === 0 ? 'Nobody asked to be left in peace.' : null}
    >
      <ul class="channel-list">
        {list.map((one) => (
          <li key={one.id}>
            <b>{one.alarm}</b> <span class="muted">{groupText(one.group)}</span>{' '}
            {one.kind === 'silence' ? 'silenced' : 'acknowledged'} by {one.by}
            {` until ${at(one.to)} `}
            <span class="muted">{one.comment}</span>
            {may('edit') && (
              <button
                type="button"
                class="chip-button"
                disabled={isBusy}
                onClick={() => void run((signal) => sendEnd(one.id, by(), signal))}
              >
                End
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function JournalCard() {
  const found = useLoad('journal', pollCount.value, askJournal);
  const notes = found.data?.notes ?? [];
  return (
    <Card
      title="Who did what"
      class="span-12 card-list"
      isLoading={!found.data}
      problem={found.problem}
      empty={found.data && notes.length === 0 ? 'Nobody has changed anything by hand.' : null}
    >
      <ul class="note-list">
        {notes.map((note) => (
          <li key={`${note.at} ${note.action} ${note.subject}`}>
            <span class="muted">{at(note.at)}</span> <b>{note.by}</b>
            {` ${note.action} ${note.subject} `}
            <span class="muted">{note.detail}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

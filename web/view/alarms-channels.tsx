/** Channels as they stand, each with its test, and a word on those that people do not hear. */
import { useState } from 'preact/hooks';
import type { AttemptReply, ChannelReply } from '../../shared/notify-contract.ts';
import { askChannels, sendTest } from '../api/ask-alarms.ts';
import { formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { may, session } from '../state/session.ts';
import { pollCount, question } from '../state/store.ts';
import { rememberMe, useChange, whoAmI } from '../state/use-change.ts';
import { useLoad } from '../state/use-load.ts';

const NO_CHANNEL = 'Nobody is told. Add channels to the configuration: a webhook, Slack, e-mail.';

const at = (iso: string): string => formatIso(iso, question.value.timeZone, 'dayClock');

/** Says which channels are switched off or failing; nothing while all are well. */
export function ChannelTrouble({ onOpen }: { readonly onOpen: () => void }) {
  const found = useLoad('channels', pollCount.value, askChannels);
  const list = found.data?.channels ?? [];
  const lost = list.filter(({ state }) => state === 'off' || state === 'failing');
  if (lost.length === 0) return null;
  return (
    <p class="lost-channels" role="status">
      <b>{lost.map(({ name }) => name).join(', ')}</b>:{' '}
      {lost.length === list.length ? 'nobody is told of alarms. ' : 'not told of alarms. '}
      {lost[0]?.detail}{' '}
      <button type="button" class="text-button" onClick={onOpen}>
        Look at channels
      </button>
    </p>
  );
}

export function ChannelsCard() {
  const [name, setName] = useState(whoAmI());
  const found = useLoad('channels', pollCount.value, askChannels);
  const list = found.data?.channels ?? [];
  const keep = (text: string): void => {
    setName(text);
    rememberMe(text);
  };
  return (
    <Card
      title="Channels"
      class="span-6 card-list"
      isLoading={!found.data}
      problem={found.problem}
      empty={found.data && list.length === 0 ? NO_CHANNEL : null}
      actions={
        // Whoever has signed in is known by that name.
        (session.value?.who ?? null) === null && (
          <label class="who">
            <span class="muted">You are</span>
            <input
              value={name}
              placeholder="somebody"
              maxLength={100}
              onInput={(event) => keep(event.currentTarget.value)}
            />
          </label>
        )
      }
    >
      <ul class="channel-list">
        {list.map((one) => (
          <ChannelRow channel={one} key={one.name} />
        ))}
      </ul>
    </Card>
  );
}

const STATE_LOOK = { unused: 'unused', ok: 'delivered', failing: 'failing', off: 'off' } as const;

function ChannelRow({ channel }: { readonly channel: ChannelReply }) {
  const { isBusy, problem, run } = useChange();
  const [attempts, setAttempts] = useState<readonly AttemptReply[]>([]);
  const by = whoAmI() || 'somebody';
  const test = (signal: AbortSignal): Promise<void> =>
    sendTest(channel.name, by, signal).then((reply) => setAttempts(reply.attempts));
  return (
    <li>
      <StateBadge state={STATE_LOOK[channel.state]} /> <b>{channel.name}</b>{' '}
      <span class="tag-note">{channel.kind}</span> <span class="muted">{channel.to}</span>
      {may('edit') && (
        <button
          type="button"
          class="chip-button"
          disabled={isBusy}
          aria-label={`Test ${channel.name}`}
          onClick={() => void run(test)}
        >
          {isBusy ? 'Sending' : 'Test'}
        </button>
      )}
      <Standing channel={channel} />
      {attempts.map((one, index) => (
        <p
          class={one.outcome === 'delivered' ? 'muted' : 'problem'}
          role="status"
          key={one.at + index}
        >
          {index === 0 ? 'Firing' : 'Resolved'}: {one.detail} {one.reply}
        </p>
      ))}
      {problem && <p class="problem">{problem.message}</p>}
    </li>
  );
}

/** Since when it is not well, why, and how it is switched on again; what still waits for it. */
function Standing({ channel }: { readonly channel: ChannelReply }) {
  const { state, since, detail, waiting } = channel;
  const waits = waiting > 0 ? ` ${formatPlural(waiting, 'message')} due.` : '';
  if (since === null) return waits === '' ? null : <p class="muted">{waits}</p>;
  const mend = state === 'off' ? ' Mend the receiver, then press Test and replay.' : '';
  return (
    <p class="problem">
      Since {at(since)}: {detail}
      {mend}
      {waits}
    </p>
  );
}

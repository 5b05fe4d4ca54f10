/** Who looks at the page, how one goes, and where one has signed in. */
import { useState } from 'preact/hooks';
import type { SessionReply, SignInWay } from '../../shared/access-contract.ts';
import { askSessions, sendEndSession, sendSignOut } from '../api/ask-access.ts';
import { sendPassword } from '../api/ask-session.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { QuietTable } from '../part/quiet-table.tsx';
import { may, session } from '../state/session.ts';
import { question } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { useSend } from '../state/use-send.ts';
import { Problem } from './problem.tsx';

const HOW: Record<SignInWay, string> = {
  password: 'by a password of this server',
  link: 'by a shared link',
  oidc: 'by the provider of identity',
  token: 'by a token',
  proxy: 'by the proxy in front',
};

export function YouCard({ known }: { readonly known: SessionReply }) {
  const [isChanging, setIsChanging] = useState(false);
  const { isBusy, problem, run } = useSend();
  const { who, role, tenants, how, hasPassword } = known;
  const leave = (): void =>
    run(async (signal) => {
      await sendSignOut(signal);
      location.assign('/');
    });
  return (
    <Card title="You" class="span-6 card-list" isLoading={false} problem={null}>
      <dl class="setting-facts">
        <dt>Name</dt>
        <dd>{who}</dd>
        <dt>Role</dt>
        <dd>{role}</dd>
        <dt>Sees</dt>
        <dd>{tenants === null ? 'all tenants' : tenants.join(', ')}</dd>
        <dt>Signed in</dt>
        <dd>{how === null ? 'unknown' : HOW[how]}</dd>
      </dl>
      {how !== 'proxy' && (
        <footer class="card-foot">
          <button type="button" class="chip-button is-main" disabled={isBusy} onClick={leave}>
            Sign out
          </button>
          {hasPassword && (
            <button
              type="button"
              class="chip-button"
              aria-expanded={isChanging}
              onClick={() => setIsChanging(!isChanging)}
            >
              Change password
            </button>
          )}
        </footer>
      )}
      <Problem problem={problem} />
      {isChanging && <PasswordForm onDone={() => setIsChanging(false)} />}
    </Card>
  );
}

function PasswordForm({ onDone }: { readonly onDone: () => void }) {
  const [old, setOld] = useState('');
  const [chosen, setChosen] = useState('');
  const { isBusy, problem, run } = useSend();
  const submit = (event: Event): void => {
    event.preventDefault();
    run(async (signal) => {
      session.value = await sendPassword({ old, new: chosen }, signal);
      onDone();
    });
  };
  return (
    <form class="people-form" onSubmit={submit}>
      <label>
        Password until now
        <input
          type="password"
          required
          autocomplete="current-password"
          value={old}
          onInput={(event) => setOld(event.currentTarget.value)}
        />
      </label>
      <label>
        New password
        <input
          type="password"
          required
          minLength={12}
          autocomplete="new-password"
          value={chosen}
          onInput={(event) => setChosen(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="chip-button is-main" disabled={isBusy}>
        Change it
      </button>
      <Problem problem={problem} />
    </form>
  );
}

/** The own sessions; for admins those of all. */
export function SessionsCard() {
  const isAll = may('admin');
  const [count, setCount] = useState(0);
  const load = useLoad(`sessions ${String(isAll)} ${count}`, 0, (signal) => {
    return askSessions(isAll, signal);
  });
  const { isBusy, problem, run } = useSend();
  const zone = question.value.timeZone;
  const sessions = load.data?.sessions ?? [];
  const end = (id: string): void =>
    run(async (signal) => {
      await sendEndSession({ id, isAll }, signal);
      setCount(count + 1);
    });
  return (
    <Card
      title={isAll ? 'Who is signed in' : 'Where you are signed in'}
      unit={`times in ${zone}`}
      class="span-6 card-list"
      isLoading={!load.data}
      problem={problem ?? load.problem}
      empty={load.data && sessions.length === 0 ? 'Nobody, by a session.' : null}
    >
      <QuietTable label="Sessions" columns={['Who', 'By', 'Since', 'Last seen', '']}>
        {sessions.map(({ id, who, how, createdAt, seenAt, isOwn }) => (
          <tr key={id}>
            <th scope="row" class="name-cell" title={who}>
              {who}
            </th>
            <td>{how}</td>
            <td>{formatIso(createdAt, zone, 'dayClock')}</td>
            <td>{formatIso(seenAt, zone, 'dayClock')}</td>
            <td>
              {isOwn ? (
                <span class="muted">this one</span>
              ) : (
                <button
                  type="button"
                  class="chip-button"
                  aria-label={`End the session of ${who}`}
                  disabled={isBusy}
                  onClick={() => end(id)}
                >
                  End
                </button>
              )}
            </td>
          </tr>
        ))}
      </QuietTable>
    </Card>
  );
}

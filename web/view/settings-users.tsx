/** Users of this server: who they are, what they may, and the link by which a new one comes in. */
import { useState } from 'preact/hooks';
import type { UserReply, UserState } from '../../shared/access-contract.ts';
import {
  askUsers,
  sendDeleteUser,
  sendGrant,
  sendInvite,
  sendSwitch,
  sendUser,
} from '../api/ask-access.ts';
import { formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { CodeBlock } from '../part/copy-button.tsx';
import { QuietTable } from '../part/quiet-table.tsx';
import { SureButton } from '../part/sure-button.tsx';
import { session } from '../state/session.ts';
import { question } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { useSend } from '../state/use-send.ts';
import { Problem } from './problem.tsx';
import { UserForm, type UserGrant } from './settings-user-form.tsx';

const STATE_WORDS: Record<UserState, string> = {
  active: 'active',
  invited: 'invited, no password yet',
  forOnce: 'has a password for once',
  disabled: 'kept out',
};

type Act = (work: (signal: AbortSignal) => Promise<unknown>) => void;

interface Invite {
  readonly name: string;
  readonly link: string;
}

/** What the card knows, and what its buttons do. */
function useUsers() {
  const [count, setCount] = useState(0);
  const [invite, setInvite] = useState<Invite | null>(null);
  const [changed, setChanged] = useState<UserGrant | null>(null);
  const [made, setMade] = useState(0);
  const load = useLoad(`users ${count}`, 0, askUsers);
  const { isBusy, problem, run } = useSend();
  const act: Act = (work) =>
    run(async (signal) => {
      await work(signal);
      setCount((before) => before + 1);
    });
  const onInvite = (name: string): void =>
    act(async (signal) => {
      const { invite: secret } = await sendInvite(name, signal);
      setInvite({ name, link: `${location.origin}/welcome#${secret}` });
    });
  const onAdd = (user: UserGrant): void =>
    act(async (signal) => {
      await sendUser(user, signal);
      setMade((before) => before + 1); // An empty form for the next one.
      onInvite(user.name);
    });
  const onGrant = (user: UserGrant): void =>
    act(async (signal) => {
      await sendGrant(user, signal);
      setChanged(null);
    });
  const acts = { act, onInvite, onAdd, onGrant, onChange: setChanged };
  return { load, invite, changed, made, isBusy, problem, ...acts };
}

export function UsersCard() {
  const { load, isBusy, problem, changed, ...rest } = useUsers();
  const users = load.data?.users ?? [];
  return (
    <Card
      title="Users"
      unit={load.data ? `${formatPlural(users.length, 'user')} with a password of this server` : ''}
      class="span-12 card-list"
      isLoading={!load.data}
      problem={load.problem}
    >
      <QuietTable label="Users" columns={['Name', 'Role', 'Sees', 'State', 'Since', '']}>
        {users.map((user) => (
          <UserRow
            user={user}
            isBusy={isBusy}
            act={rest.act}
            onInvite={rest.onInvite}
            onChange={rest.onChange}
            key={user.name}
          />
        ))}
      </QuietTable>
      <Problem problem={problem} />
      {rest.invite && <InviteNote {...rest.invite} />}
      <UserForm
        user={changed}
        isBusy={isBusy}
        onSend={changed ? rest.onGrant : rest.onAdd}
        onCancel={() => rest.onChange(null)}
        key={changed ? `change ${changed.name}` : `add ${rest.made}`}
      />
    </Card>
  );
}

function InviteNote({ name, link }: Invite) {
  return (
    <div class="told-once">
      <CodeBlock text={link} label={`the link for ${name}`} />
      <p class="muted">For {name}, told this once: it sets a password, and holds for two days.</p>
    </div>
  );
}

interface UserRowProps {
  readonly user: UserReply;
  readonly isBusy: boolean;
  readonly act: Act;
  readonly onInvite: (name: string) => void;
  readonly onChange: (user: UserGrant) => void;
}

function UserRow(props: UserRowProps) {
  const { user, isBusy } = props;
  const { name, role, tenants, state, createdAt } = user;
  const isOwn = session.value?.who === name;
  return (
    <tr>
      <th scope="row" class="name-cell" title={name}>
        {name}
        {isOwn && <span class="muted"> (you)</span>}
      </th>
      <td>{role}</td>
      <td class="watches">{tenants?.join(', ') ?? 'all tenants'}</td>
      <td>{STATE_WORDS[state]}</td>
      <td>{formatIso(createdAt, question.value.timeZone, 'dayClock')}</td>
      <td class="row-acts">
        <UserButtons {...props} isBusy={isBusy || isOwn} />
      </td>
    </tr>
  );
}

function UserButtons({ user, isBusy, act, onInvite, onChange }: UserRowProps) {
  const { name, state } = user;
  const isDisabled = state === 'disabled';
  return (
    <>
      <button
        type="button"
        class="chip-button"
        aria-label={`Change what ${name} may`}
        disabled={isBusy}
        onClick={() => onChange(user)}
      >
        Change
      </button>
      <button
        type="button"
        class="chip-button"
        aria-label={`New set-up link for ${name}`}
        disabled={isBusy || isDisabled}
        onClick={() => onInvite(name)}
      >
        Set-up link
      </button>
      <button
        type="button"
        class="chip-button"
        aria-label={`${isDisabled ? 'Let in' : 'Keep out'} ${name}`}
        disabled={isBusy}
        onClick={() => act((signal) => sendSwitch({ name, isDisabled: !isDisabled }, signal))}
      >
        {isDisabled ? 'Let in' : 'Keep out'}
      </button>
      <SureButton
        word="Delete"
        label={`Delete ${name}`}
        disabled={isBusy}
        onSure={() => act((signal) => sendDeleteUser(name, signal))}
      />
    </>
  );
}

/** Users of this server: who they are, what they may, and the link by which a new one comes in. */
import { useState } from 'preact/hooks';
import { ROLES, type Role } from '../../shared/access.ts';
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
import { TenantsField } from '../part/tenants-field.tsx';
import { session } from '../state/session.ts';
import { question } from '../state/store.ts';
import { tenantsIn } from '../state/tenant-names.ts';
import { useLoad } from '../state/use-load.ts';
import { useSend } from '../state/use-send.ts';
import { Problem } from './problem.tsx';

const STATE_WORDS: Record<UserState, string> = {
  active: 'active',
  invited: 'invited, no password yet',
  forOnce: 'has a password for once',
  disabled: 'kept out',
};

type Run = ReturnType<typeof useSend>['run'];
type Act = (work: (signal: AbortSignal) => Promise<unknown>) => void;

interface Invite {
  readonly name: string;
  readonly link: string;
}

export function UsersCard() {
  const [count, setCount] = useState(0);
  const [invite, setInvite] = useState<Invite | null>(null);
  const load = useLoad(`users ${count}`, 0, askUsers);
  const { isBusy, problem, run } = useSend();
  const users = load.data?.users ?? [];
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
          <UserRow user={user} isBusy={isBusy} act={act} onInvite={onInvite} key={user.name} />
        ))}
      </QuietTable>
      <Problem problem={problem} />
      {invite && (
        <div class="told-once">
          <CodeBlock text={invite.link} label={`the link for ${invite.name}`} />
          <p class="muted">
            For {invite.name}, told this once: it sets a password, and holds for two days.
          </p>
        </div>
      )}
      <UserForm
        isBusy={isBusy}
        run={run}
        onMade={(name) => {
          setCount(count + 1);
          onInvite(name);
        }}
      />
    </Card>
  );
}

interface UserRowProps {
  readonly user: UserReply;
  readonly isBusy: boolean;
  readonly act: Act;
  readonly onInvite: (name: string) => void;
}

function UserRow({ user, isBusy, act, onInvite }: UserRowProps) {
  const { name, role, tenants, state, createdAt } = user;
  const isOwn = session.value?.who === name;
  return (
    <tr>
      <th scope="row" class="name-cell" title={name}>
        {name}
        {isOwn && <span class="muted"> (you)</span>}
      </th>
      <td>
        <RoleSelect
          label={`Role of ${name}`}
          role={role}
          disabled={isBusy || isOwn || tenants !== null}
          onRole={(chosen) => act((signal) => sendGrant({ name, role: chosen, tenants }, signal))}
        />
      </td>
      <td class="watches">{tenants?.join(', ') ?? 'all tenants'}</td>
      <td>{STATE_WORDS[state]}</td>
      <td>{formatIso(createdAt, question.value.timeZone, 'dayClock')}</td>
      <td class="row-acts">
        <UserButtons user={user} isBusy={isBusy || isOwn} act={act} onInvite={onInvite} />
      </td>
    </tr>
  );
}

function UserButtons({ user, isBusy, act, onInvite }: UserRowProps) {
  const { name, state } = user;
  const isDisabled = state === 'disabled';
  return (
    <>
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

function RoleSelect(props: {
  readonly label: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly onRole: (role: Role) => void;
}) {
  return (
    <select
      aria-label={props.label}
      value={props.role}
      disabled={props.disabled}
      onChange={(event) => {
        const role = ROLES.find((one) => one === event.currentTarget.value);
        if (role) props.onRole(role);
      }}
    >
      {ROLES.map((role) => (
        <option value={role} key={role}>
          {role}
        </option>
      ))}
    </select>
  );
}

function UserForm(props: {
  readonly isBusy: boolean;
  readonly run: Run;
  readonly onMade: (name: string) => void;
}) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [tenants, setTenants] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    const user = { name: name.trim().toLowerCase(), role, tenants: tenantsIn(tenants) };
    props.run(async (signal) => {
      await sendUser(user, signal);
      setName('');
      setTenants('');
      props.onMade(user.name);
    });
  };
  return (
    <form class="people-form" onSubmit={submit} aria-label="Add a user">
      <label>
        New user
        <input
          required
          autocomplete="off"
          placeholder="ada@example.com"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        Role
        <RoleSelect label="Role" role={role} disabled={false} onRole={setRole} />
      </label>
      <TenantsField text={tenants} isOpen={role === 'viewer'} onText={setTenants} />
      <button type="submit" class="chip-button is-main" disabled={props.isBusy}>
        Add, and make a link
      </button>
    </form>
  );
}

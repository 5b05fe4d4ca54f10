/** The form that makes a user, or changes what one may. */
import { useState } from 'preact/hooks';
import { ROLES, type Role } from '../../shared/access.ts';
import type { UserReply } from '../../shared/access-contract.ts';
import { TenantsField } from '../part/tenants-field.tsx';
import { tenantsIn } from '../state/tenant-names.ts';

export type UserGrant = Pick<UserReply, 'name' | 'role' | 'tenants'>;

interface UserFormProps {
  /** Whose grant is changed; null for a new user. */
  readonly user: UserGrant | null;
  readonly isBusy: boolean;
  readonly onSend: (grant: UserGrant) => void;
  readonly onCancel: () => void;
}

const NOBODY_YET: UserGrant = { name: '', role: 'viewer', tenants: null };

export function UserForm({ user, isBusy, onSend, onCancel }: UserFormProps) {
  const before = user ?? NOBODY_YET;
  const [name, setName] = useState(before.name);
  const [role, setRole] = useState<Role>(before.role);
  const [tenants, setTenants] = useState((before.tenants ?? []).join(', '));
  const submit = (event: Event): void => {
    event.preventDefault();
    // Who sees some tenants is a viewer.
    const only = role === 'viewer' ? tenantsIn(tenants) : null;
    onSend({ name: name.trim().toLowerCase(), role, tenants: only });
  };
  return (
    <form
      class="people-form"
      onSubmit={submit}
      aria-label={user ? `Change what ${user.name} may` : 'Add a user'}
    >
      <NameField isKnown={user !== null} name={name} onName={setName} />
      <RoleField role={role} onRole={setRole} />
      <TenantsField text={tenants} isOpen={role === 'viewer'} onText={setTenants} />
      <button type="submit" class="chip-button is-main" disabled={isBusy}>
        {user ? 'Save' : 'Add, and make a link'}
      </button>
      {user && (
        <>
          <button type="button" class="chip-button" onClick={onCancel}>
            Cancel
          </button>
          <p class="muted">{user.name} has to sign in again after it.</p>
        </>
      )}
    </form>
  );
}

function NameField(props: {
  readonly isKnown: boolean;
  readonly name: string;
  readonly onName: (name: string) => void;
}) {
  return (
    <label>
      {props.isKnown ? 'User' : 'New user'}
      <input
        required
        autocomplete="off"
        placeholder="ada@example.com"
        readOnly={props.isKnown}
        value={props.name}
        onInput={(event) => props.onName(event.currentTarget.value)}
      />
    </label>
  );
}

function RoleField(props: { readonly role: Role; readonly onRole: (role: Role) => void }) {
  return (
    <label>
      Role
      <select
        value={props.role}
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
    </label>
  );
}

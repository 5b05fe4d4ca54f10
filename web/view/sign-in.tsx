/** The doors before the page: sign-in, first admin, an invite, a shared link, a new password. */
import { useEffect, useState } from 'preact/hooks';
import { OIDC_START_PATH } from '../../shared/access-contract.ts';
import {
  sendLink,
  sendPassword,
  sendSetUp,
  sendSignIn,
  sendUseInvite,
} from '../api/ask-session.ts';
import { CallError } from '../api/call.ts';
import type { Door } from '../state/door.ts';

interface SignInProps {
  readonly door: Door;
  /** What the provider is called by which one may sign in; null where there is none. */
  readonly provider: string | null;
}

interface Words {
  readonly title: string;
  readonly note: string;
  readonly button: string;
  readonly fields: readonly Field[];
}

type Field = 'name' | 'old' | 'password' | 'new';

const TWELVE = 'At least twelve characters.';
const WORDS: Record<Door, Words> = {
  signIn: {
    title: 'Sign in to Outcrop',
    note: '',
    button: 'Sign in',
    fields: ['name', 'password'],
  },
  setUp: {
    title: 'Make the first admin',
    note: TWELVE,
    button: 'Make admin',
    fields: ['name', 'new'],
  },
  welcome: {
    title: 'Choose your password',
    note: `You were invited to Outcrop. ${TWELVE}`,
    button: 'Set it and sign in',
    fields: ['new'],
  },
  change: {
    title: 'Choose your own password',
    note: `Yours was made by an admin, and holds for this once. ${TWELVE}`,
    button: 'Change it',
    fields: ['old', 'new'],
  },
  share: { title: 'Opening the shared view', note: '', button: '', fields: [] },
};

const PATIENCE_MS = 20_000;
const MOVE_MS = 1_500; // The server closes one door and opens the other.

export function SignIn({ door, provider }: SignInProps) {
  const { problem, isSending, act } = useAct();
  const { title, note, button, fields } = WORDS[door];
  useEffect(() => {
    document.title = `${title} \u00b7 Outcrop`;
    if (door === 'share') act(openShared);
  }, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement); // What was submitted.
    act((signal) => pass(door, (field) => textOf(given, field), signal));
  };
  const offers = door === 'signIn' ? provider : null;
  return (
    <main id="main" class="sign-in">
      <form class="card" onSubmit={submit}>
        <h1>{title}</h1>
        {offers !== null && <ProviderLink provider={offers} />}
        {note !== '' && <p class="muted">{note}</p>}
        {fields.map((field, index) => (
          <FieldInput field={field} isFirst={index === 0} key={field} />
        ))}
        {problem && <Problem problem={problem} />}
        {fields.length > 0 && (
          <button
            type="submit"
            class={`chip-button${offers === null ? ' is-main' : ''}`}
            disabled={isSending}
          >
            {button}
          </button>
        )}
        {door === 'share' && problem && (
          <a class="chip-button" href="/">
            To the sign-in
          </a>
        )}
      </form>
    </main>
  );
}

async function openShared(signal: AbortSignal): Promise<string> {
  return `/${(await sendLink(location.hash.slice(1), signal)).search}`;
}

/** @returns where the browser goes on */
async function pass(
  door: Door,
  text: (field: Field) => string,
  signal: AbortSignal,
): Promise<string> {
  const secret = location.hash.slice(1);
  switch (door) {
    case 'signIn':
      await sendSignIn({ name: text('name'), password: text('password') }, signal);
      return location.href;
    case 'setUp':
      await sendSetUp({ name: text('name'), password: text('new'), secret }, signal);
      await new Promise((resolve) => setTimeout(resolve, MOVE_MS));
      return '/';
    case 'welcome':
      await sendUseInvite({ invite: secret, password: text('new') }, signal);
      return '/';
    case 'change':
      await sendPassword({ old: text('old'), new: text('new') }, signal);
      return location.href;
    case 'share':
      return openShared(signal);
  }
}

const LABELS: Record<Field, string> = {
  name: 'Name',
  old: 'Password until now',
  password: 'Password',
  new: 'New password',
};

function FieldInput({ field, isFirst }: { readonly field: Field; readonly isFirst: boolean }) {
  const isNew = field === 'new';
  const known = field === 'name' ? 'username' : 'current-password';
  return (
    <label>
      {LABELS[field]}
      <input
        name={field}
        type={field === 'name' ? 'text' : 'password'}
        required
        autofocus={isFirst}
        minLength={isNew ? 12 : 1}
        autocomplete={isNew ? 'new-password' : known}
      />
    </label>
  );
}

/** One sending at a time; where it ends well the browser goes on to the address that it gives. */
function useAct() {
  const [problem, setProblem] = useState<CallError | null>(null);
  const [isSending, setSending] = useState(false);
  const act = (work: (signal: AbortSignal) => Promise<string>): void => {
    setSending(true);
    setProblem(null);
    work(AbortSignal.timeout(PATIENCE_MS)).then(
      (address) => location.assign(address),
      (error: unknown) => {
        setSending(false);
        setProblem(error instanceof CallError ? error : null);
      },
    );
  };
  return { problem, isSending, act };
}

/** An address of the server, not a view: the browser is to leave the page. */
function ProviderLink({ provider }: { readonly provider: string }) {
  const next = `${location.pathname}${location.search}`;
  return (
    <>
      <a
        class="chip-button is-main"
        href={`${OIDC_START_PATH}?${new URLSearchParams({ next }).toString()}`}
      >
        Sign in with {provider}
      </a>
      <p class="sign-in-or muted">or with a password of this server</p>
    </>
  );
}

function Problem({ problem }: { readonly problem: CallError }) {
  return (
    <p class="problem" role="alert">
      {problem.message} {problem.hint}
    </p>
  );
}

function textOf(given: FormData, field: Field): string {
  const value = given.get(field);
  return typeof value === 'string' ? value : '';
}

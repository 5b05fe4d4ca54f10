/** Stands in the place of the page until somebody has signed in, or made the first admin. */
import { useEffect, useState } from 'preact/hooks';
import { OIDC_START_PATH } from '../../shared/access-contract.ts';
import { sendLink, sendSetUp, sendSignIn } from '../api/ask-session.ts';
import { CallError } from '../api/call.ts';

interface SignInProps {
  readonly isSetUp: boolean;
  /** What the provider is called by which one may sign in; null where there is none. */
  readonly provider: string | null;
}

const PATIENCE_MS = 20_000;
const MOVE_MS = 1_500; // The server closes one door and opens the other.

export function SignIn({ isSetUp, provider }: SignInProps) {
  const { problem, isSending, act } = useAct();
  useEffect(() => {
    document.title = 'Sign in \u00b7 Outcrop';
    if (location.pathname !== '/share') return;
    act(async (signal) => `/${(await sendLink(location.hash.slice(1), signal)).search}`);
  }, []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const person = personIn(new FormData(event.currentTarget as HTMLFormElement)); // Submitted.
    act(async (signal) => {
      if (!isSetUp) await sendSignIn(person, signal);
      else await sendSetUp({ ...person, secret: location.hash.slice(1) }, signal);
      if (isSetUp) await new Promise((resolve) => setTimeout(resolve, MOVE_MS));
      return isSetUp ? '/' : location.href;
    });
  };
  return (
    <main id="main" class="sign-in">
      <form class="card" onSubmit={submit}>
        <h1>{isSetUp ? 'Make the first admin' : 'Sign in to Outcrop'}</h1>
        {provider !== null && <ProviderLink provider={provider} />}
        <label>
          Name
          <input name="name" required autofocus autocomplete="username" />
        </label>
        <label>
          Password
          <input
            name="password"
            type="password"
            required
            minLength={isSetUp ? 12 : 1}
            autocomplete={isSetUp ? 'new-password' : 'current-password'}
          />
        </label>
        {isSetUp && <p class="muted">At least twelve characters.</p>}
        {problem && <Problem problem={problem} />}
        <button
          type="submit"
          class={provider === null ? 'chip-button is-main' : 'chip-button'}
          disabled={isSending}
        >
          {isSetUp ? 'Make admin' : 'Sign in'}
        </button>
      </form>
    </main>
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
  const next = location.pathname === '/share' ? '/' : `${location.pathname}${location.search}`;
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

function personIn(fields: FormData): { readonly name: string; readonly password: string } {
  const textOf = (key: string): string => {
    const value = fields.get(key);
    return typeof value === 'string' ? value : '';
  };
  return { name: textOf('name'), password: textOf('password') };
}

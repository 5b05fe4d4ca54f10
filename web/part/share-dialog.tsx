/** Makes a link to what is shown, which opens without sign-in until its end. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { tenantsIn } from '../state/tenant-names.ts';
import { isShareOpen } from '../state/store.ts';
import { useShare } from '../state/use-share.ts';
import { CodeBlock } from './copy-button.tsx';
import { TenantsField } from './tenants-field.tsx';

const DAYS = [1, 7, 30, 90] as const;

export function ShareDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isShareOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const close = (): void => {
    isShareOpen.value = false;
  };
  return (
    <dialog ref={dialog} class="palette" aria-labelledby="share-title" onClose={close}>
      {isOpen && <ShareForm onDone={close} />}
    </dialog>
  );
}

function ShareForm({ onDone }: { readonly onDone: () => void }) {
  const [tenants, setTenants] = useState('');
  const [days, setDays] = useState(7);
  const { link, isBusy, problem, share } = useShare();
  const submit = (event: Event): void => {
    event.preventDefault();
    share({ tenants: tenantsIn(tenants), days });
  };
  return (
    <form class="save-form" onSubmit={submit}>
      <h2 id="share-title">Share this view</h2>
      {link === null ? (
        <ShareFields tenants={tenants} onTenants={setTenants} days={days} onDays={setDays} />
      ) : (
        <>
          <CodeBlock text={link} label="the link" />
          <p class="muted">
            It is told this once. It ends after {days} {days === 1 ? 'day' : 'days'}, or when an
            admin revokes it.
          </p>
        </>
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem.message} {problem.hint}
        </p>
      )}
      <footer>
        <button type="button" class="chip-button" onClick={onDone}>
          {link === null ? 'Cancel' : 'Done'}
        </button>
        {link === null && (
          <button type="submit" class="chip-button is-main" disabled={isBusy}>
            Make a link
          </button>
        )}
      </footer>
    </form>
  );
}

function ShareFields(props: {
  readonly tenants: string;
  readonly onTenants: (text: string) => void;
  readonly days: number;
  readonly onDays: (days: number) => void;
}) {
  return (
    <>
      <TenantsField text={props.tenants} isOpen onText={props.onTenants} />
      <label>
        It holds for
        <select
          value={props.days}
          onChange={(event) => props.onDays(Number(event.currentTarget.value))}
        >
          {DAYS.map((one) => (
            <option value={one} key={one}>
              {one === 1 ? '1 day' : `${one} days`}
            </option>
          ))}
        </select>
      </label>
      <p class="muted">
        Whoever holds the link sees this view and all others of these tenants, without signing in.
      </p>
    </>
  );
}

/** Saves what is shown under a name, on the server, for everyone who opens the page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { VIEW_NAME_CHARS_MAX } from '../../shared/saved-views.ts';
import { useSaveView } from '../state/use-saved-views.ts';
import { isSaveOpen } from '../state/store.ts';

export function SaveDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isSaveOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const close = (): void => {
    isSaveOpen.value = false;
  };
  return (
    <dialog ref={dialog} class="palette" aria-labelledby="save-title" onClose={close}>
      {isOpen && <SaveForm onDone={close} />}
    </dialog>
  );
}

function SaveForm({ onDone }: { readonly onDone: () => void }) {
  const [name, setName] = useState('');
  const { problem, isSaving, save } = useSaveView(onDone);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (name.trim() !== '') save(name.trim());
  };
  return (
    <form class="save-form" onSubmit={submit}>
      <h2 id="save-title">Save this view</h2>
      <label>
        <span class="visually-hidden">Name</span>
        <input
          autofocus
          value={name}
          maxLength={VIEW_NAME_CHARS_MAX}
          placeholder="A name, such as Monday review"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <p class="muted">
        View, filter, range and zone are kept; a view of the same name is replaced.
      </p>
      {problem && (
        <p class="problem" role="alert">
          {problem.message} {problem.hint}
        </p>
      )}
      <footer>
        <button type="button" class="chip-button" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" class="chip-button is-main" disabled={isSaving || name.trim() === ''}>
          Save
        </button>
      </footer>
    </form>
  );
}

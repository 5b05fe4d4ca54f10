/** All keys, on `?`. */
import { useEffect, useRef } from 'preact/hooks';
import { KEY_HELP } from '../state/keys.ts';
import { isShown } from '../state/session.ts';
import { isHelpOpen } from '../state/store.ts';
import { Icon } from './icon.tsx';

export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isHelpOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={() => (isHelpOpen.value = false)}
      onClick={(event) => {
        if (event.target === dialog.current) isHelpOpen.value = false;
      }}
    >
      <div class="help-inner">
        <header class="card-head">
          <h2 id="help-title">Keys</h2>
          <button
            type="button"
            class="icon-button"
            aria-label="Close"
            onClick={() => (isHelpOpen.value = false)}
          >
            <Icon name="close" />
          </button>
        </header>
        <dl>
          {KEY_HELP.filter(({ view }) => view === null || isShown(view)).map(({ keys, does }) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p class="muted">
          Drag across a chart to select time, double-click for the last 7 days. A click on a series
          filters by it, with Alt it is left out; a name in a legend shows it alone. On a chart,
          arrows move the crosshair, Enter zooms in, and Shift Enter leads to the calls.
        </p>
        <p class="muted">
          Programs ask the same: see <a href="/api">the API</a>.
        </p>
      </div>
    </dialog>
  );
}

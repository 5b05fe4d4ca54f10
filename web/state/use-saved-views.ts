/** Saved views for a list, and the saving of one. */
import { useState } from 'preact/hooks';
import type { SavedViewsReply } from '../../shared/saved-views.ts';
import { askSavedViews, deleteView, saveView } from '../api/ask-saved-views.ts';
import { CallError } from '../api/call.ts';
import { formatQuestion } from './question.ts';
import { question, savedCount } from './store.ts';
import { useLoad, type Load } from './use-load.ts';

const PATIENCE_MS = 10_000;

export function useSavedViews(): Load<SavedViewsReply> {
  return useLoad('views', savedCount.value, askSavedViews);
}

interface Change {
  readonly problem: CallError | null;
  readonly isSaving: boolean;
}

/** What is shown now, saved under a name; what belongs to the moment is left out. */
export function useSaveView(
  onDone: () => void,
): Change & { readonly save: (name: string) => void } {
  const { change, run } = useChange(onDone);
  const save = (name: string): void => {
    const shown = { ...question.value, theme: 'system', kiosk: '', before: '' } as const;
    run((signal) => saveView({ name, search: formatQuestion(shown) }, signal));
  };
  return { ...change, save };
}

export function useDeleteView(): Change & { readonly remove: (name: string) => void } {
  const { change, run } = useChange(() => undefined);
  return { ...change, remove: (name) => run((signal) => deleteView(name, signal)) };
}

function useChange(onDone: () => void) {
  const [change, setChange] = useState<Change>({ problem: null, isSaving: false });
  const run = (work: (signal: AbortSignal) => Promise<unknown>): void => {
    setChange({ problem: null, isSaving: true });
    work(AbortSignal.timeout(PATIENCE_MS)).then(
      () => {
        setChange({ problem: null, isSaving: false });
        savedCount.value += 1;
        onDone();
      },
      (problem: unknown) => {
        setChange({ problem: problem instanceof CallError ? problem : null, isSaving: false });
      },
    );
  };
  return { change, run };
}
